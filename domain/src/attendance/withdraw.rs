//! Taking back what is recorded, many at once: as if nobody had noted it yet.

use std::collections::{HashMap, HashSet};

use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::{
    Attendance, State, by_ids,
    record::{DOORS_OPEN, MOST, is_held},
};
use crate::{
    audit,
    bulk::Bulk,
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Halt, Outcome},
    event,
    id::{AttendanceId, EventId, SessionId},
    policy::{Ask, EventFacts},
    refusals,
};

/// What is taken back.
#[derive(Clone, Debug)]
pub struct RecordWithdraw {
    /// Of which event, of it as a whole or of its sessions.
    pub event: EventId,
    /// Which attendances.
    pub entries: Vec<WithdrawEntry>,
    /// All or as many as can be, or only to see.
    pub bulk: Bulk,
}

/// One attendance as the person looked at it. What is recorded anew has another identifier, what is
/// corrected another revision: nobody takes back what they have not seen.
#[derive(Clone, Copy, Debug)]
pub struct WithdrawEntry {
    /// Which one.
    pub attendance: AttendanceId,
    /// Its revision then.
    pub expected_revision: i32,
}

/// What came of one entry.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    /// Which one, counted from 0.
    pub index: usize,
    /// The identifier of what is gone.
    pub gone: Option<AttendanceId>,
    /// What is still recorded, if the asker may see it.
    pub attendance: Option<Attendance>,
    /// Why it is not taken back.
    pub refusal: Option<WithdrawEntryRefusal>,
}

refusals! {
    /// Why nothing may be taken back.
    AttendanceRecordWithdraw: pub enum RecordWithdrawRefusal {
        /// The event is not published, or was put off or cancelled.
        EventNotHeld => "EVENT_NOT_HELD" on "eventId",
        /// It begins in more than an hour.
        NotBegun => "NOT_BEGUN" on "eventId",
        /// There are more than a hundred at once.
        TooManyRecords => "TOO_MANY_RECORDS" on "records",
    }
}

refusals! {
    /// Why one attendance may not be taken back.
    AttendanceWithdrawEntry: pub enum WithdrawEntryRefusal {
        /// Someone else corrected it in the meantime; the result has its present state.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// Nothing is recorded under this identifier at this event, or nothing any more.
        AttendanceUnknown => "ATTENDANCE_UNKNOWN" on "attendanceId",
        /// The same attendance was named before.
        AttendanceTwice => "ATTENDANCE_TWICE" on "attendanceId",
        /// Nothing is wrong with it; another one was refused, and all or nothing was asked.
        HeldBack => "HELD_BACK",
    }
}

/// What is recorded of someone.
#[derive(FromQueryResult)]
struct Noted {
    id: Uuid,
    session_id: Option<Uuid>,
    member_id: Uuid,
    state: State,
    revision: i32,
}

/// Takes back what is recorded, by whom and when one may record: also an excuse that the person sent,
/// which the team may write over as well.
pub async fn record_withdraw(
    ctx: &Context,
    asked: RecordWithdraw,
) -> Outcome<Vec<Withdrawn>, RecordWithdrawRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = event::lock(&tx, asked.event).await?;

    ctx.may(&Ask::RecordAttendance { event: &facts })?;

    if !is_held(&event) {
        return Err(RecordWithdrawRefusal::EventNotHeld.into());
    }
    if event.starts_at - DOORS_OPEN > ctx.now() {
        return Err(RecordWithdrawRefusal::NotBegun.into());
    }
    if asked.entries.len() > MOST {
        return Err(RecordWithdrawRefusal::TooManyRecords.into());
    }
    let ids: Vec<_> = asked.entries.iter().map(|entry| entry.attendance.uuid()).collect();
    let noted = noted(&tx, event.id, &ids).await?;

    let mut seen = HashSet::new();
    let mut those = Vec::new();
    let mut refused = HashMap::new();
    for (index, entry) in asked.entries.iter().enumerate() {
        let id = entry.attendance.uuid();
        match checked(*entry, noted.get(&id), seen.insert(id)) {
            Ok(noted) => those.push(noted),
            Err(refusal) => {
                refused.insert(index, refusal);
            }
        }
    }
    let is_held_back = asked.bulk.holds_back(!refused.is_empty());
    let is_done = !is_held_back && !asked.bulk.is_dry_run;
    if is_done {
        take_back(&tx, ctx, &facts, &those).await?;
        tx.commit().await?;
    } else {
        drop(tx);
    }

    // Only those of this event: nobody learns here of another one's.
    let found: Vec<_> = noted.keys().copied().collect();
    let mut left = by_ids(ctx, &found).await?;
    let withdrawn = asked.entries.iter().enumerate().map(|(index, entry)| {
        let held_back = is_held_back.then_some(WithdrawEntryRefusal::HeldBack);
        let refusal = refused.remove(&index).or(held_back);
        let gone = (is_done && refusal.is_none()).then_some(entry.attendance);
        let attendance = left.remove(&entry.attendance.uuid());
        Withdrawn { index, gone, attendance, refusal }
    });
    Ok(withdrawn.collect())
}

/// What is to go, when it is what the person looked at.
fn checked(
    entry: WithdrawEntry,
    noted: Option<&Noted>,
    is_first: bool,
) -> Result<&Noted, WithdrawEntryRefusal> {
    let noted = noted.ok_or(WithdrawEntryRefusal::AttendanceUnknown)?;
    if !is_first {
        return Err(WithdrawEntryRefusal::AttendanceTwice);
    }
    if noted.revision != entry.expected_revision {
        return Err(WithdrawEntryRefusal::Stale { revision: noted.revision });
    }
    Ok(noted)
}

/// Those of these attendances that are of this event.
async fn noted(
    tx: &Transaction,
    event_id: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Noted>, Halt> {
    let rows: Vec<Noted> = Sql::new(
        "select id, session_id, member_id, state, revision from attendance \
         where event_id = ? and id in ?",
        binds![event_id, ids],
    )
    .all(&**tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Takes them back, each with its audit line.
async fn take_back(
    tx: &Transaction,
    ctx: &Context,
    facts: &EventFacts,
    those: &[&Noted],
) -> Result<(), Halt> {
    if those.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = those.iter().map(|noted| noted.id).collect();
    let lines = those.iter().map(|noted| {
        let line = event::line_about("attendance.unmark", AttendanceId::of(noted.id), facts);
        line.on_behalf_of(noted.member_id).changing(json!({
            "event": EventId::of(facts.id).to_string(),
            "session": noted.session_id.map(|session| SessionId::of(session).to_string()),
            "state": { "from": in_words(&noted.state), "to": null },
        }))
    });
    let lines: Vec<_> = lines.collect();
    let delete = Sql::new("delete from attendance where id in ?", binds![ids]);
    tx.together(vec![delete, audit::insert(ctx, lines)]).await?;
    Ok(())
}
