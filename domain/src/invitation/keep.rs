//! An invitation that waits: sent again, taken back, recalled twice at most, over in time.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, FromQueryResult, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    Invitation, State,
    addressee::{Addressee, is_seated, is_unreachable},
    expiry, letter, token,
};
use crate::{
    audit::Line,
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds, broken_constraint},
    error::{self, Denied, Halt, Outcome},
    id::InvitationId,
    membership::Role,
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
    reminder::is_awake,
    secret,
};
use entities::invitation::{Entity, Model};

refusals! {
    /// Why an invitation may not be sent again.
    InvitationResend: pub enum ResendRefusal {
        /// It was accepted or declined.
        Answered => "ALREADY_ANSWERED" on "invitationId",
        /// The person has entered the network without it.
        AlreadyMember => "ALREADY_MEMBER" on "invitationId",
        /// The person acts for the employer already.
        AlreadyManager => "ALREADY_MANAGER" on "invitationId",
        /// No letter can leave: the owner of the address wants no invitations, or their record is closed.
        Unreachable => "UNREACHABLE" on "invitationId",
        /// Another invitation of the same address waits.
        AlreadyInvited => "ALREADY_INVITED" on "invitationId",
        /// It left less than an hour ago.
        JustSent => "JUST_SENT" on "invitationId",
    }
}

refusals! {
    /// Why an invitation may not be taken back.
    InvitationRevoke: pub enum RevokeRefusal {
        /// It was accepted or declined.
        Answered => "ALREADY_ANSWERED" on "invitationId",
        /// It was taken back before.
        Revoked => "INVITATION_REVOKED" on "invitationId",
    }
}

/// Two letters to one person are this far apart.
pub(super) const BETWEEN_LETTERS: TimeDelta = TimeDelta::hours(1);
/// A reminder leaves after this, and another after twice this.
const BETWEEN_REMINDERS: TimeDelta = TimeDelta::days(7);
/// How many the worker takes at once.
const BATCH: usize = 500;

async fn hold(tx: &Transaction, ctx: &Context, id: InvitationId) -> Result<Model, Halt> {
    let row = Entity::find_by_id(id.uuid()).hold().one(&**tx).await?.ok_or(Denied::Hidden)?;
    if row.employer_id.is_some() {
        ctx.may(&Ask::SeeInvitations { network: row.network_id }).map_err(|_| Denied::Hidden)?;
        ctx.may(&Ask::Invite { network: row.network_id, role: Role::Lead })?;
    } else {
        ctx.may(&Ask::SeeInvitations { network: row.network_id }).map_err(|_| Denied::Hidden)?;
        ctx.may(&Ask::Invite { network: row.network_id, role: row.role })?;
    }
    Ok(row)
}

/// Sends an invitation again, with a new link; the earlier one opens nothing. One that expired or
/// was taken back waits again.
pub async fn resend(ctx: &Context, id: InvitationId) -> Outcome<Invitation, ResendRefusal> {
    ctx.standing().is_somebody()?;
    let tx = ctx.begin().await?;
    let row = hold(&tx, ctx, id).await?;

    if matches!(row.state, State::Accepted | State::Declined) {
        return Err(ResendRefusal::Answered.into());
    }
    let addressee = Addressee::of(&tx, ctx, id).await?.ok_or(Denied::Hidden)?;
    if addressee.is_seated {
        let refusal = match row.employer_id {
            Some(_) => ResendRefusal::AlreadyManager,
            None => ResendRefusal::AlreadyMember,
        };
        return Err(refusal.into());
    }
    if addressee.is_unreachable {
        return Err(ResendRefusal::Unreachable.into());
    }
    let now = ctx.now();
    let since = now - BETWEEN_LETTERS;
    let own = if row.last_sent_at > since { row.times_sent } else { 0 };
    let others = if row.state == State::Sent { 0 } else { taken_back(&tx, &row, since).await? };
    let letters = i64::from(own) + others;
    if (letters > 0 && row.state == State::Sent) || is_in_turns(letters) {
        return Err(ResendRefusal::JustSent.into());
    }

    let times_sent = row.times_sent + 1;
    let mut model: entities::invitation::ActiveModel = row.into();
    model.state = Set(State::Sent);
    model.times_sent = Set(times_sent);
    model.token_hash = Set(secret::hash(&token(ctx.secret(), id, times_sent)));
    model.last_sent_at = Set(now);
    model.expires_at = Set(expiry(now));
    let row = model.update(&*tx).await.map_err(|error| match broken_constraint(&error) {
        Some(_) => ResendRefusal::AlreadyInvited.into(),
        None => error::Error::from(error),
    })?;
    let known = crate::member::by_address(&*tx, &row.email_key).await?;

    let line = Line::new("invitation.resend", id)
        .within(row.network_id)
        .changing(json!({ "times_sent": times_sent }));
    tx.audit(ctx, line).await?;
    tx.tell(ctx, letter(&row, known.map(|known| known.id))).await?;
    tx.commit().await?;
    Ok(Invitation::from(row).seen_by(ctx))
}

/// Whether so many letters were taken back that somebody takes back and sends again in turns, and writes to
/// the same person each time: only the first time it is a mistake, which may be mended at once.
pub(super) const fn is_in_turns(letters: i64) -> bool {
    letters > 1
}

/// How many letters left since then by other invitations of the same address, to the same seat, that were
/// taken back.
async fn taken_back(tx: &Transaction, row: &Model, since: DateTime<Utc>) -> Result<i64, Halt> {
    let letters = Sql::new(
        "select cast(coalesce(sum(times_sent), 0) as bigint) from invitation \
         where network_id = ? and email_key = ? and coalesce(employer_id, network_id) = ? \
         and state = 'revoked' and last_sent_at > ? and id <> ?",
        binds![
            row.network_id,
            row.email_key.clone(),
            row.employer_id.unwrap_or(row.network_id),
            since,
            row.id
        ],
    );
    Ok(letters.number(&**tx).await?)
}

/// Why an invitation may not be sent again now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Letters are an hour apart: from then on it may.
    Until(DateTime<Utc>),
    /// Another one to the same seat waits for its answer.
    AnotherWaits,
    /// The person has entered the network without it.
    AlreadyMember,
    /// The person acts for the employer already.
    AlreadyManager,
    /// No letter can leave: the person wants no invitations, or their record is closed.
    Unreachable,
}

/// A letter that may count against an invitation: its own, or one of another to the same seat that waits or
/// was taken back. Beside each stands what is true of the person.
#[derive(FromQueryResult)]
struct Lately {
    id: Uuid,
    sent_id: Uuid,
    state: State,
    times_sent: i32,
    last_sent_at: DateTime<Utc>,
    is_of_employer: bool,
    is_seated: bool,
    is_unreachable: bool,
}

/// Which of these `resend` refuses now, and why. The caller has found them; one statement for all, and none
/// where all were answered.
pub async fn pauses(
    ctx: &Context,
    invitations: &[&Invitation],
) -> Result<HashMap<Uuid, Pause>, Halt> {
    let since = ctx.now() - BETWEEN_LETTERS;
    let is_waiting = |row: &&&Invitation| row.state == State::Sent;
    let just_sent = invitations.iter().filter(is_waiting).filter(|row| row.last_sent_at > since);
    let mut pauses: HashMap<_, _> =
        just_sent.map(|row| (row.id, Pause::Until(row.last_sent_at + BETWEEN_LETTERS))).collect();
    let is_open = |row: &&&Invitation| !matches!(row.state, State::Accepted | State::Declined);
    let ids: Vec<Uuid> = invitations.iter().filter(is_open).map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(pauses);
    }
    let waiting: HashSet<Uuid> = invitations.iter().filter(is_waiting).map(|row| row.id).collect();
    let today = ctx.today();
    let letters: Vec<Lately> = Sql::new(
        &format!(
            "select asked.id, sent.id as sent_id, sent.state, sent.times_sent, sent.last_sent_at, \
             asked.employer_id is not null as is_of_employer, {} as is_seated, \
             {} as is_unreachable \
             from invitation asked join invitation sent on sent.email_key = asked.email_key \
             and sent.network_id = asked.network_id \
             and coalesce(sent.employer_id, sent.network_id) \
             = coalesce(asked.employer_id, asked.network_id) \
             where asked.id in ? and (sent.id = asked.id or sent.state = 'sent' \
             or (sent.state = 'revoked' and sent.last_sent_at > ?)) \
             order by sent.last_sent_at desc",
            is_seated("asked"),
            is_unreachable("asked"),
        ),
        binds![today, false, today, ids, since],
    )
    .all(ctx.db())
    .await?;
    // From the newest on: the first with which they are more than a mistake has to be an hour old.
    let mut counted: HashMap<Uuid, i64> = HashMap::new();
    for letter in letters {
        let lasting = match letter {
            Lately { is_seated: true, is_of_employer: true, .. } => Some(Pause::AlreadyManager),
            Lately { is_seated: true, .. } => Some(Pause::AlreadyMember),
            Lately { is_unreachable: true, .. } => Some(Pause::Unreachable),
            // The pause of one that waits itself is told by its own letter, above.
            _ if waiting.contains(&letter.id) => continue,
            _ if letter.state == State::Sent && letter.sent_id != letter.id => {
                Some(Pause::AnotherWaits)
            }
            _ => None,
        };
        if let Some(lasting) = lasting {
            pauses.insert(letter.id, lasting);
            continue;
        }
        if letter.last_sent_at <= since {
            continue;
        }
        let count = counted.entry(letter.id).or_default();
        *count += i64::from(letter.times_sent);
        if is_in_turns(*count) {
            let at = letter.last_sent_at + BETWEEN_LETTERS;
            pauses.entry(letter.id).or_insert(Pause::Until(at));
        }
    }
    Ok(pauses)
}

/// Takes an invitation back: its link opens nothing any more.
pub async fn revoke(ctx: &Context, id: InvitationId) -> Outcome<Invitation, RevokeRefusal> {
    ctx.standing().is_somebody()?;
    let tx = ctx.begin().await?;
    let row = hold(&tx, ctx, id).await?;

    match row.state {
        State::Accepted | State::Declined => return Err(RevokeRefusal::Answered.into()),
        State::Revoked => return Err(RevokeRefusal::Revoked.into()),
        State::Sent | State::Expired => {}
    }

    let network = row.network_id;
    let mut model: entities::invitation::ActiveModel = row.into();
    model.state = Set(State::Revoked);
    let row = model.update(&*tx).await?;
    tx.audit(ctx, Line::new("invitation.revoke", id).within(network)).await?;
    tx.commit().await?;
    Ok(Invitation::from(row).seen_by(ctx))
}

/// Writes again to those who have not answered for seven days, then for fourteen, and never more;
/// nothing at night, and nothing to those who have come in without it.
/// For the worker; says how many letters leave. Several workers at once send none twice.
pub async fn remind(ctx: &Context) -> Result<u64, Halt> {
    if !is_awake(ctx.now(), FEDERATION_ZONE) {
        return Ok(0);
    }
    let (now, first, second) =
        (ctx.now(), ctx.now() - BETWEEN_REMINDERS, ctx.now() - BETWEEN_REMINDERS * 2);
    // Somebody whose membership is announced is not asked to join either.
    let (is_seated, today) = (is_seated("invitation"), ctx.today());
    // Without anything due, a reader's glance is enough: SQLite's one writer is left in peace.
    let due = Sql::new(
        &format!(
            "select 1 as one from invitation where state = 'sent' and reminders < 2 \
             and last_sent_at <= ? and not {is_seated} limit 1"
        ),
        binds![first, today, true, today],
    );
    if !due.exists(ctx.db()).await? {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let rows: Vec<Model> = Sql::new(
        &format!(
            "update invitation set reminders = case when last_sent_at <= ? then 2 else 1 end \
             where id in (select id from invitation where state = 'sent' and expires_at > ? \
             and ((reminders = 0 and last_sent_at <= ?) or (reminders = 1 and last_sent_at <= ?)) \
             and not {is_seated} order by last_sent_at, id limit {BATCH}) \
             and state = 'sent' and reminders < 2 returning *"
        ),
        binds![second, now, first, second, today, true, today],
    )
    .all(&*tx)
    .await?;
    let letters = rows
        .iter()
        .map(|row| {
            let invitation = InvitationId::of(row.id);
            let to = Recipient { member_id: None, email: row.email.clone() };
            let reason = format!("{invitation}:{}:{}", row.times_sent, row.reminders);
            Letter::new(Told::InvitedAgain { invitation }, to, &reason).within(row.network_id)
        })
        .collect();
    let lines = rows
        .iter()
        .map(|row| {
            Line::new("invitation.remind", InvitationId::of(row.id))
                .within(row.network_id)
                .changing(json!({ "reminders": row.reminders }))
        })
        .collect();
    let told = tx.tell_all(ctx, letters).await?;
    tx.audit_all(ctx, lines).await?;
    tx.commit().await?;
    Ok(told)
}

/// Notes which invitations nobody answered in time. For the worker; says how many.
pub async fn expire(ctx: &Context) -> Result<u64, Halt> {
    let over = Sql::new(
        "select 1 as one from invitation where state = 'sent' and expires_at <= ? limit 1",
        binds![ctx.now()],
    );
    if !over.exists(ctx.db()).await? {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let rows: Vec<Model> = Sql::new(
        &format!(
            "update invitation set state = 'expired' where id in (select id from invitation \
             where state = 'sent' and expires_at <= ? order by expires_at, id limit {BATCH}) \
             and state = 'sent' returning *"
        ),
        binds![ctx.now()],
    )
    .all(&*tx)
    .await?;
    let lines: Vec<_> = rows
        .iter()
        .map(|row| Line::new("invitation.expire", InvitationId::of(row.id)).within(row.network_id))
        .collect();
    let expired = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    tx.audit_all(ctx, lines).await?;
    tx.commit().await?;
    Ok(expired)
}
