//! The outbox from the deliverer's side: claim what is due, say what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use super::{Category, State, Told, state_word};
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::LetterId,
    reminder,
};

/// How long a claimed letter stays with one worker; longer than any mail server is waited for, one
/// letter at a time.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How often a letter is tried before it is given up: with the pauses below, for three days, so
/// that no weekend is too long.
const MOST_ATTEMPTS: i32 = 16;

/// A letter that this worker alone may send now.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its row.
    pub id: LetterId,
    /// What it says, if this version still knows how to.
    pub told: Option<Told>,
    /// Whether it may be refused.
    pub category: Category,
    /// Who receives, when a member.
    pub member_id: Option<Uuid>,
    /// Their address.
    pub email: String,
    /// The same at every attempt.
    pub message_id: String,
    /// How often it was tried, this time included.
    pub attempts: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    told: serde_json::Value,
    category: String,
    member_id: Option<Uuid>,
    email: String,
    message_id: String,
    attempts: i32,
}

/// Takes up to `most` due letters for this worker; nobody else gets them until the lease ends.
pub async fn claim(ctx: &Context, worker: &str, most: i32) -> Result<Vec<Claimed>, Halt> {
    let now = ctx.now();
    let db = ctx.house().db.write();
    // Without a due letter, a reader's glance is enough: SQLite's one writer is left in peace.
    let due = Sql::new(
        "select id from outbox where state = 'pending' and due_at <= ? \
         and (locked_until is null or locked_until < ?) order by due_at, id limit 1",
        binds![now, now],
    );
    if !due.exists(ctx.db()).await? {
        return Ok(Vec::new());
    }
    let skip = match ctx.house().db.backend() {
        DbBackend::Postgres => "for update skip locked",
        _ => "",
    };
    let rows: Vec<Row> = Sql::new(
        "update outbox set locked_until = ?, locked_by = ?, attempts = attempts + 1 \
         where id in (select id from outbox where state = 'pending' and due_at <= ? \
         and (locked_until is null or locked_until < ?) order by due_at, id limit ?",
        binds![now + LEASE, worker, now, now, most],
    )
    .and(skip, vec![])
    .and(
        ") and (locked_until is null or locked_until < ?) \
         returning id, told, category, member_id, email, message_id, attempts",
        binds![now],
    )
    .all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Claimed {
            id: row.id.into(),
            told: serde_json::from_value(row.told).ok(),
            category: Category::of_word(&row.category).unwrap_or(Category::Transactional),
            member_id: row.member_id,
            email: row.email,
            message_id: row.message_id,
            attempts: row.attempts,
        })
        .collect())
}

/// Takes a claimed letter in hand, right before it leaves: the lease begins anew. False when it has
/// gone to another worker, because the letters before it took longer than the lease.
pub async fn hold(ctx: &Context, worker: &str, id: LetterId) -> Result<bool, Halt> {
    let now = ctx.now();
    let held = Sql::new(
        "update outbox set locked_until = ? where id = ? and locked_by = ? and locked_until > ?",
        binds![now + LEASE, id, worker, now],
    )
    .run(ctx.house().db.write())
    .await?;
    Ok(held == 1)
}

/// Puts a reminder that would leave while people sleep off until the morning of its event's zone,
/// however it came to be late: deferred by a mail server, or claimed after a long pause. Says whether
/// it did.
pub async fn kept_for_morning(ctx: &Context, worker: &str, letter: &Claimed) -> Result<bool, Halt> {
    #[derive(FromQueryResult)]
    struct Zone {
        time_zone: String,
    }
    if letter.category != Category::Reminder {
        return Ok(false);
    }
    let zone: Option<Zone> = Sql::new(
        "select event.time_zone from outbox join event on event.id = outbox.event_id \
         where outbox.id = ?",
        binds![letter.id],
    )
    .one(ctx.db())
    .await?;
    let zone = zone.and_then(|zone| zone.time_zone.parse().ok()).unwrap_or(FEDERATION_ZONE);
    let morning = reminder::awake(ctx.now(), zone);
    if morning <= ctx.now() {
        return Ok(false);
    }
    // It was not tried: waiting costs none of its attempts.
    Sql::new(
        "update outbox set due_at = ?, attempts = attempts - 1, locked_until = null, \
         locked_by = null where id = ? and locked_by = ?",
        binds![morning, letter.id, worker],
    )
    .run(ctx.house().db.write())
    .await?;
    Ok(true)
}

/// A mail server took it.
pub async fn sent(ctx: &Context, worker: &str, id: LetterId) -> Result<(), Halt> {
    settle(ctx, worker, id, State::Sent, None, None).await
}

/// It is no longer wanted: refused by preference, or what it tells of has vanished.
pub async fn skipped(
    ctx: &Context,
    worker: &str,
    id: LetterId,
    why: Hindrance,
) -> Result<(), Halt> {
    settle(ctx, worker, id, State::Skipped, Some(why.word()), None).await
}

/// Why a letter did not leave, where no mail server said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// Its reader wants no letters of its category.
    Unwanted,
    /// What it tells of has vanished, or no longer holds.
    Untrue,
    /// A newer version wrote it, and will send it.
    Unknown,
    /// Something broke here; the log says what.
    Broken,
}

impl Hindrance {
    const ALL: [Self; 4] = [Self::Unwanted, Self::Untrue, Self::Unknown, Self::Broken];

    /// How it is noted with the letter.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unwanted => "unsubscribed",
            Self::Untrue => "no longer true",
            Self::Unknown => "this version does not know this letter",
            Self::Broken => "something broke here; the log says what",
        }
    }

    /// What this note means, unless a mail server said it.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hindrance| hindrance.word() == word)
    }
}

/// How a delivery failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// May go better later: a 4xx answer, a lost connection.
    Passing,
    /// Will not go better: a 5xx answer, an address that is none.
    Lasting,
}

/// It could not be delivered: tried again after a growing pause, or given up.
pub async fn failed(
    ctx: &Context,
    worker: &str,
    letter: &Claimed,
    failure: Failure,
    why: &str,
) -> Result<(), Halt> {
    if failure == Failure::Lasting || letter.attempts >= MOST_ATTEMPTS {
        return settle(ctx, worker, letter.id, State::Failed, Some(why), None).await;
    }
    let again_at = ctx.now() + pause(letter.attempts);
    settle(ctx, worker, letter.id, State::Pending, Some(why), Some(again_at)).await
}

/// One minute, then twice as long each time, at most twelve hours.
fn pause(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(10);
    TimeDelta::minutes((1_i64 << doublings).min(720))
}

async fn settle(
    ctx: &Context,
    worker: &str,
    id: LetterId,
    state: State,
    error: Option<&str>,
    due_at: Option<DateTime<Utc>>,
) -> Result<(), Halt> {
    let sent_at = (state == State::Sent).then(|| ctx.now());
    // Only who holds the lease may say what became of the letter.
    Sql::new(
        "update outbox set state = ?, last_error = ?, sent_at = ?, due_at = coalesce(?, due_at), \
         locked_until = null, locked_by = null where id = ? and locked_by = ?",
        binds![state_word(state), error.map(str::to_owned), sent_at, due_at, id, worker],
    )
    .run(ctx.house().db.write())
    .await?;
    Ok(())
}

/// How the outbox stands, for the health page.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Counts {
    /// Wait to leave.
    pub pending: i64,
    /// Given up.
    pub failed: i64,
    /// When the oldest that waits was due.
    pub oldest_due_at: Option<DateTime<Utc>>,
}

/// Counts what waits and what failed.
pub async fn counts(ctx: &Context) -> Result<Counts, Halt> {
    let counts = Sql::new(
        "select count(case when state = 'pending' then 1 end) as pending, \
         count(case when state = 'failed' then 1 end) as failed, \
         min(case when state = 'pending' then due_at end) as oldest_due_at from outbox",
        vec![],
    )
    .one(ctx.db())
    .await?;
    Ok(counts.unwrap_or(Counts { pending: 0, failed: 0, oldest_due_at: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_day() {
        let pauses: Vec<_> = (1..=12).map(|attempt| pause(attempt).num_minutes()).collect();

        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720]);
    }

    #[test]
    fn a_server_that_is_down_for_a_weekend_loses_no_letter() {
        let minutes: i64 = (1..MOST_ATTEMPTS).map(|attempt| pause(attempt).num_minutes()).sum();
        let tried = minutes / 60;

        // From Friday evening to Monday evening.
        assert!((72..96).contains(&tried), "{tried} hours");
    }
}
