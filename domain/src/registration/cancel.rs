//! Taking a registration back; the freed place goes to the line.

use chrono::{DateTime, Utc};

use super::{
    Registration, load,
    machine::{Step, holds_place, next},
    offer_free_places, record,
};
use crate::{
    context::Context, database::in_words, error::Outcome, id::RegistrationId, outbox::Told,
    policy::Ask, refusals, text::is_blank,
};
use entities::{event::State as EventState, registration::State};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// Which registration.
    pub registration: RegistrationId,
    /// Why, in the words of whoever cancels.
    pub reason: Option<String>,
}

refusals! {
    /// Why a registration may not be taken back.
    RegistrationCancel: pub enum CancelRefusal {
        /// It was taken back or declined already.
        NotRegistered { state: String } => "NOT_REGISTERED" on "registrationId",
        /// The time to cancel is over: write to the organisers.
        CancelDeadlinePassed => "CANCEL_DEADLINE_PASSED" on "registrationId",
    }
}

/// Until when one leaves a place by oneself; nothing while the event is put off, for nobody is bound
/// to a day that is not known.
pub fn cancellable_until(
    state: EventState,
    cancel_until: Option<DateTime<Utc>>,
    starts_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    (state != EventState::Postponed).then(|| cancel_until.unwrap_or(starts_at))
}

/// Takes a registration back: the person until the event's deadline, its organisers always. Who
/// only waits keeps nobody from a place, and may leave at any time.
pub async fn cancel(ctx: &Context, asked: Cancel) -> Outcome<Registration, CancelRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, asked.registration).await?;

    ctx.may(&Ask::ChangeRegistration { registration: found.registration() })?;
    let is_organiser = ctx.may(&Ask::DecideRegistration { event: &found.facts }).is_ok();

    let held = found.subject.state;
    let mut next = next(Some(found.subject.at()), Step::Cancel)
        .map_err(|_| CancelRefusal::NotRegistered { state: in_words(&held) })?;
    let event = &found.event;
    let is_too_late = cancellable_until(event.state, event.cancel_until, event.starts_at)
        .is_some_and(|until| until <= ctx.now());
    if held == State::Confirmed && !is_organiser && is_too_late {
        return Err(CancelRefusal::CancelDeadlinePassed.into());
    }

    if !ctx.standing().is(found.subject.member_id) {
        next.letter = Some(if held == State::Confirmed { lost_place } else { lost_rank });
    }
    let reason = asked.reason.as_deref().map(str::trim).filter(|reason| !is_blank(reason));
    record::write(&tx, ctx, &[found.subject], next, reason).await?;
    if holds_place(held) {
        offer_free_places(&tx, ctx, &found.event).await?;
    }
    tx.commit().await?;
    Ok(load(ctx, asked.registration).await?)
}

/// Somebody else took back a place.
const fn lost_place(registration: RegistrationId) -> Told {
    Told::RegistrationCancelled { registration, had_place: true, is_by_organiser: true }
}

/// Somebody else took back what was no place yet.
const fn lost_rank(registration: RegistrationId) -> Told {
    Told::RegistrationCancelled { registration, had_place: false, is_by_organiser: true }
}
