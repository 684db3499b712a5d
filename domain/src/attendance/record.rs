//! Recording who came, many at once; a later record corrects an earlier one.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::{Attendance, State, by_ids};
use crate::{
    audit,
    bulk::Bulk,
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Halt, Outcome},
    event,
    id::{AttendanceId, EventId, MemberId, SessionId},
    member,
    policy::{Ask, EventFacts},
    refusals,
    text::is_blank,
};
use entities::event::{Model as Event, State as EventState};

/// How many are recorded at once.
pub(super) const MOST: usize = 100;

/// How long before the start the first ones come in.
pub(super) const DOORS_OPEN: TimeDelta = TimeDelta::hours(1);

/// What is recorded.
#[derive(Clone, Debug)]
pub struct Record {
    /// Of which event.
    pub event: EventId,
    /// Of which session; none means the event as a whole.
    pub session: Option<SessionId>,
    /// Who came, and who did not.
    pub entries: Vec<Entry>,
    /// All or as many as can be, or only to see.
    pub bulk: Bulk,
}

/// What is recorded of one person.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whom, registered or not.
    pub member: MemberId,
    /// Whether they came.
    pub state: State,
    /// Why not.
    pub reason: Option<String>,
    /// The revision of the attendance that the person looked at; 0 when there was none.
    pub expected_revision: Option<i32>,
}

/// What came of one entry.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which one, counted from 0.
    pub index: usize,
    /// The attendance as it is now, if there is one that the asker may see.
    pub attendance: Option<Attendance>,
    /// Why it is not recorded.
    pub refusal: Option<EntryRefusal>,
}

refusals! {
    /// Why nothing may be recorded.
    AttendanceRecord: pub enum RecordRefusal {
        /// The event is not published, or was put off or cancelled.
        EventNotHeld => "EVENT_NOT_HELD" on "eventId",
        /// It begins in more than an hour.
        NotBegun => "NOT_BEGUN" on "eventId",
        /// The event has no such session.
        SessionUnknown => "SESSION_UNKNOWN" on "sessionId",
        /// There are more than a hundred at once.
        TooManyRecords => "TOO_MANY_RECORDS" on "records",
    }
}

refusals! {
    /// Why one person's attendance may not be recorded.
    AttendanceEntry: pub enum EntryRefusal {
        /// Someone else recorded it in the meantime; the result has its present state.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// There is no such person, or none that you may know of.
        MemberUnknown => "MEMBER_UNKNOWN" on "memberId",
        /// The same person was named before.
        MemberTwice => "MEMBER_TWICE" on "memberId",
        /// An excuse needs a reason.
        ReasonMissing => "REASON_MISSING" on "reason",
        /// Nothing is wrong with it; another record was refused, and all or nothing was asked.
        HeldBack => "HELD_BACK",
    }
}

/// What is known of someone already.
#[derive(FromQueryResult)]
pub(super) struct Known {
    id: Uuid,
    pub(super) member_id: Uuid,
    pub(super) state: State,
    reason: Option<String>,
    recorded_by_id: Option<Uuid>,
    revision: i32,
}

impl Known {
    /// Its row.
    pub(super) fn id(&self) -> Uuid {
        self.id
    }

    /// Whether the person noted it: what somebody else noted is the team's.
    pub(super) fn is_own_word(&self) -> bool {
        self.recorded_by_id == Some(self.member_id)
    }

    /// Whether the person sent this excuse: one that the team noted is the team's.
    pub(super) fn is_own_excuse(&self) -> bool {
        self.state == State::Excused && self.is_own_word()
    }
}

/// One row to be written.
pub(super) struct Change<'a> {
    pub(super) member_id: Uuid,
    pub(super) state: State,
    pub(super) reason: Option<String>,
    pub(super) known: Option<&'a Known>,
}

/// Whether there is anything to attend.
pub(super) fn is_held(event: &Event) -> bool {
    matches!(event.state, EventState::Published | EventState::Done)
}

/// Records who came: from an hour before the start, for as long as the event is kept. Whoever came
/// without a registration is recorded too. What is the same as before leaves no trace.
pub async fn record(ctx: &Context, asked: Record) -> Outcome<Vec<Recorded>, RecordRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = event::lock(&tx, asked.event).await?;

    ctx.may(&Ask::RecordAttendance { event: &facts })?;

    if !is_held(&event) {
        return Err(RecordRefusal::EventNotHeld.into());
    }
    if event.starts_at - DOORS_OPEN > ctx.now() {
        return Err(RecordRefusal::NotBegun.into());
    }
    if asked.entries.len() > MOST {
        return Err(RecordRefusal::TooManyRecords.into());
    }
    if let Some(session) = asked.session {
        let of_event = Sql::new(
            "select 1 as one from session where id = ? and event_id = ?",
            binds![session, event.id],
        );
        if !of_event.exists(&*tx).await? {
            return Err(RecordRefusal::SessionUnknown.into());
        }
    }
    let members: Vec<_> = asked.entries.iter().map(|entry| entry.member.uuid()).collect();
    let expected = known_to(ctx, &tx, event.id, &members).await?;
    let known = known(&tx, event.id, asked.session, &members).await?;

    let mut seen = HashSet::new();
    let mut changes = Vec::new();
    let mut refused = HashMap::new();
    for (index, entry) in asked.entries.iter().enumerate() {
        let member_id = entry.member.uuid();
        let known = known.get(&member_id);
        let checked = checked(entry, expected.contains(&member_id), seen.insert(member_id));
        match checked.and_then(|reason| fresh(entry, known).map(|()| reason)) {
            Err(refusal) => {
                refused.insert(index, refusal);
            }
            Ok(reason) => changes.push(Change { member_id, state: entry.state, reason, known }),
        }
    }
    let is_held_back = asked.bulk.holds_back(!refused.is_empty());
    let ids: Vec<_> = if is_held_back || asked.bulk.is_dry_run {
        drop(changes);
        drop(tx);
        known.into_values().map(|row| row.id).collect()
    } else {
        write(&tx, ctx, &facts, asked.session, &changes).await?;
        let written = self::known(&tx, event.id, asked.session, &members).await?;
        tx.commit().await?;
        written.into_values().map(|row| row.id).collect()
    };

    let mut attendances: HashMap<_, _> = by_ids(ctx, &ids)
        .await?
        .into_values()
        .map(|attendance| (attendance.member_id, attendance))
        .collect();
    let recorded = asked.entries.iter().enumerate().map(|(index, entry)| {
        let held_back = is_held_back.then_some(EntryRefusal::HeldBack);
        let refusal = refused.remove(&index).or(held_back);
        // Nobody learns of an unknown person's attendance, nor twice of the same one's.
        let attendance = attendances.remove(&entry.member.uuid());
        Recorded { index, attendance, refusal }
    });
    Ok(recorded.collect())
}

/// The reason to write down: who was there needs none.
fn checked(entry: &Entry, is_known: bool, is_first: bool) -> Result<Option<String>, EntryRefusal> {
    let reason = entry.reason.as_deref().map(str::trim).filter(|reason| !is_blank(reason));
    if !is_known {
        Err(EntryRefusal::MemberUnknown)
    } else if !is_first {
        Err(EntryRefusal::MemberTwice)
    } else if entry.state == State::Excused && reason.is_none() {
        Err(EntryRefusal::ReasonMissing)
    } else {
        Ok(reason.filter(|_| entry.state != State::Present).map(str::to_owned))
    }
}

/// Whether what is recorded is what the person looked at.
fn fresh(entry: &Entry, known: Option<&Known>) -> Result<(), EntryRefusal> {
    let revision = known.map_or(0, |known| known.revision);
    match entry.expected_revision {
        Some(expected) if expected != revision => Err(EntryRefusal::Stale { revision }),
        _ => Ok(()),
    }
}

#[derive(FromQueryResult)]
struct Registered {
    member_id: Uuid,
}

/// Those of these people who are registered, or whom the asker may know.
async fn known_to(
    ctx: &Context,
    tx: &Transaction,
    event_id: Uuid,
    members: &[Uuid],
) -> Result<HashSet<Uuid>, Halt> {
    let registered: Vec<Registered> = Sql::new(
        "select member_id from registration where event_id = ? and member_id in ?",
        binds![event_id, members],
    )
    .all(&**tx)
    .await?;
    let mut known: HashSet<_> = registered.into_iter().map(|row| row.member_id).collect();
    if members.iter().any(|id| !known.contains(id)) {
        let facts = member::facts(ctx, &**tx, members).await?;
        let may_know = facts.values().filter(|member| ctx.may(&Ask::SeeMember { member }).is_ok());
        known.extend(may_know.map(|member| member.id));
    }
    Ok(known)
}

/// What is recorded of these people.
pub(super) async fn known(
    tx: &Transaction,
    event_id: Uuid,
    session: Option<SessionId>,
    members: &[Uuid],
) -> Result<HashMap<Uuid, Known>, Halt> {
    let select = Sql::new(
        "select id, member_id, state, reason, recorded_by_id, revision from attendance \
         where event_id = ? and member_id in ? and",
        binds![event_id, members],
    );
    let select = match session {
        Some(session) => select.and("session_id = ?", binds![session]),
        None => select.and("session_id is null", vec![]),
    };
    let rows: Vec<Known> = select.all(&**tx).await?;
    Ok(rows.into_iter().map(|row| (row.member_id, row)).collect())
}

/// Writes what differs from before, each with its audit line: before and after, never the reason.
pub(super) async fn write(
    tx: &Transaction,
    ctx: &Context,
    facts: &EventFacts,
    session: Option<SessionId>,
    changes: &[Change<'_>],
) -> Result<(), Halt> {
    let different: Vec<_> = changes
        .iter()
        .filter(|change| {
            change
                .known
                .is_none_or(|known| known.state != change.state || known.reason != change.reason)
        })
        .collect();
    if different.is_empty() {
        return Ok(());
    }
    let mut upsert = Sql::new(
        "insert into attendance (id, event_id, session_id, member_id, state, reason, \
         recorded_by_id, recorded_at, revision) values",
        vec![],
    );
    let mut lines = Vec::with_capacity(different.len());
    for (number, change) in different.into_iter().enumerate() {
        let id = change.known.map_or_else(AttendanceId::new, |known| AttendanceId::of(known.id));
        let comma = if number == 0 { "" } else { ", " };
        upsert = upsert.and(
            &format!("{comma}(?, ?, ?, ?, ?, ?, ?, ?, 1)"),
            binds![
                id,
                facts.id,
                session,
                change.member_id,
                in_words(&change.state),
                change.reason.clone(),
                ctx.standing().member,
                ctx.now(),
            ],
        );
        let action =
            if change.known.is_some() { "attendance.correct" } else { "attendance.record" };
        let line = event::line_about(action, id, facts).on_behalf_of(change.member_id);
        lines.push(line.changing(json!({
            "event": EventId::of(facts.id).to_string(),
            "session": session.map(|session| session.to_string()),
            "state": {
                "from": change.known.map(|known| in_words(&known.state)),
                "to": in_words(&change.state),
            },
            "is_reason_changed":
                change.known.is_some_and(|known| known.reason != change.reason),
        })));
    }
    let target = match session {
        Some(_) => "(session_id, member_id) where session_id is not null",
        None => "(event_id, member_id) where session_id is null",
    };
    let upsert = upsert.and(
        &format!(
            "on conflict {target} do update set state = excluded.state, \
             reason = excluded.reason, recorded_by_id = excluded.recorded_by_id, \
             recorded_at = excluded.recorded_at, revision = attendance.revision + 1"
        ),
        vec![],
    );
    tx.together(vec![upsert, audit::insert(ctx, lines)]).await?;
    Ok(())
}
