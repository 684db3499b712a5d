//! Sending an excuse: by the person, who was expected and does not come; and taking it back.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Attendance, State, by_ids,
    record::{Change, Known, is_held, known, write},
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    event,
    id::{AttendanceId, EventId},
    outbox::Answer,
    policy::{Ask, EventFacts, RegistrationFacts},
    refusals,
    text::is_blank,
};
use entities::event::Model as Event;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// For which event.
    pub event: EventId,
    /// Why one does not come.
    pub reason: String,
}

refusals! {
    /// Why an excuse may not be sent.
    AttendanceExcuse: pub enum ExcuseRefusal {
        /// The event is not published, or was put off or cancelled.
        EventNotHeld => "EVENT_NOT_HELD" on "eventId",
        /// The event is over.
        EventOver => "EVENT_OVER" on "eventId",
        /// You are neither registered nor invited.
        NotExpected => "NOT_EXPECTED" on "eventId",
        /// You were there.
        AlreadyPresent => "ALREADY_PRESENT" on "eventId",
        /// The team has noted already that you are absent or excused: write to them.
        AlreadyRecorded => "ALREADY_RECORDED" on "eventId",
        /// An excuse needs a reason.
        ReasonMissing => "REASON_MISSING" on "reason",
    }
}

refusals! {
    /// Why an excuse may not be taken back.
    AttendanceExcuseWithdraw: pub enum ExcuseWithdrawRefusal {
        /// The event is not published, or was put off or cancelled.
        EventNotHeld => "EVENT_NOT_HELD" on "eventId",
        /// The event is over.
        EventOver => "EVENT_OVER" on "eventId",
        /// You sent no excuse, or it counts no more.
        NotExcused => "NOT_EXCUSED" on "eventId",
    }
}

/// A registration or an invitation: why somebody is expected.
#[derive(FromQueryResult)]
struct Expected {
    is_by_letter: bool,
}

/// How somebody stands with an event.
struct Own {
    event: Event,
    facts: EventFacts,
    is_expected: bool,
    before: Option<Known>,
}

/// The event, locked, and how this person stands with it, who may change what they answered.
async fn own(ctx: &Context, tx: &Transaction, id: EventId, member_id: Uuid) -> Result<Own, Halt> {
    let (event, facts) = event::lock(tx, id).await?;
    let expected: Vec<Expected> = Sql::new(
        "select is_by_letter from registration where event_id = ? and member_id = ? \
         union all select true from event_invitation where event_id = ? and member_id = ?",
        binds![event.id, member_id, event.id, member_id],
    )
    .all(&**tx)
    .await?;
    let is_expected = !expected.is_empty();
    let is_by_letter = expected.iter().all(|expected| expected.is_by_letter);
    let before = known(tx, event.id, None, &[member_id]).await?.remove(&member_id);

    if !is_expected {
        ctx.may(&Ask::SeeEvent { event: &facts })?;
    }
    let registration = RegistrationFacts { event: &facts, member_id, is_by_letter };
    ctx.may(&Ask::ChangeRegistration { registration })?;
    Ok(Own { event, facts, is_expected, before })
}

/// Sends an excuse, or changes one's own, until the event ends. It frees no place: cancelling does.
/// What the team noted is not the person's to change.
pub async fn excuse(ctx: &Context, asked: Excuse) -> Outcome<Attendance, ExcuseRefusal> {
    let member_id = ctx.member()?.uuid();
    let tx = ctx.begin().await?;
    let Own { event, facts, is_expected, before } = own(ctx, &tx, asked.event, member_id).await?;
    let before = before.as_ref();

    if !is_held(&event) {
        return Err(ExcuseRefusal::EventNotHeld.into());
    }
    if event.ends_at <= ctx.now() {
        return Err(ExcuseRefusal::EventOver.into());
    }
    if !is_expected {
        return Err(ExcuseRefusal::NotExpected.into());
    }
    if before.is_some_and(|known| known.state == State::Present) {
        return Err(ExcuseRefusal::AlreadyPresent.into());
    }
    if before.is_some_and(|known| !known.is_own_word()) {
        return Err(ExcuseRefusal::AlreadyRecorded.into());
    }
    let reason = asked.reason.trim();
    if is_blank(reason) {
        return Err(ExcuseRefusal::ReasonMissing.into());
    }

    let reason = Some(reason.to_owned());
    let change = Change { member_id, state: State::Excused, reason, known: before };
    write(&tx, ctx, &facts, None, &[change]).await?;
    let written = known(&tx, event.id, None, &[member_id]).await?;
    if let Some(excuse) = written.get(&member_id) {
        let reason = excuse.id().to_string();
        event::tell_answered(&tx, ctx, &facts, member_id, Answer::Excuse, &reason).await?;
    }
    tx.commit().await?;

    let ids: Vec<_> = written.values().map(Known::id).collect();
    let attendance = by_ids(ctx, &ids).await?.into_values().next();
    Ok(attendance.ok_or(Denied::Hidden)?)
}

/// Takes one's excuse back, until the event ends; gives back its identifier. What the team noted is
/// not the person's to take back.
pub async fn excuse_withdraw(
    ctx: &Context,
    event: EventId,
) -> Outcome<AttendanceId, ExcuseWithdrawRefusal> {
    let member_id = ctx.member()?.uuid();
    let tx = ctx.begin().await?;
    let Own { event, facts, before, .. } = own(ctx, &tx, event, member_id).await?;

    if !is_held(&event) {
        return Err(ExcuseWithdrawRefusal::EventNotHeld.into());
    }
    if event.ends_at <= ctx.now() {
        return Err(ExcuseWithdrawRefusal::EventOver.into());
    }
    let Some(excuse) = before.filter(Known::is_own_excuse) else {
        return Err(ExcuseWithdrawRefusal::NotExcused.into());
    };

    let (delete, line) = take_back(&facts, excuse.id(), member_id);
    tx.together(vec![delete, audit::insert(ctx, vec![line])]).await?;
    tx.commit().await?;
    Ok(AttendanceId::of(excuse.id()))
}

#[derive(FromQueryResult)]
struct Excused {
    id: Uuid,
    member_id: Uuid,
}

/// Takes back every excuse for an event that was moved to another day: it was for the day that was said
/// then. To be called under the event's lock, before the event has begun. Says whose they were.
pub(crate) async fn take_back_all(
    tx: &Transaction,
    ctx: &Context,
    event: &EventFacts,
) -> Result<HashSet<Uuid>, Halt> {
    let excused: Vec<Excused> = Sql::new(
        "select id, member_id from attendance \
         where event_id = ? and session_id is null and state = 'excused'",
        binds![event.id],
    )
    .all(&**tx)
    .await?;
    for chunk in excused.chunks(200) {
        let taken = chunk.iter().map(|excuse| take_back(event, excuse.id, excuse.member_id));
        let (mut writes, lines): (Vec<_>, Vec<_>) = taken.unzip();
        writes.push(audit::insert(ctx, lines));
        tx.together(writes).await?;
    }
    Ok(excused.into_iter().map(|excuse| excuse.member_id).collect())
}

/// Takes an excuse back, by its owner or for who registers after it, with its audit line.
pub(crate) fn take_back(facts: &EventFacts, excuse: Uuid, member: Uuid) -> (Sql, Line) {
    let line = event::line_about("attendance.withdraw", AttendanceId::of(excuse), facts);
    let line = line.on_behalf_of(member);
    (Sql::new("delete from attendance where id = ?", binds![excuse]), line)
}
