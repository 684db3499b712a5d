//! The organisers' yes or no to a registration that waits for it.

use super::{
    Registration, load,
    machine::{Step, next},
    place, record, seat,
};
use crate::{
    context::Context, database::in_words, error::Outcome, id::RegistrationId, policy::Ask,
    refusals, text::is_blank,
};
use entities::event::State as EventState;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Decline {
    /// Which registration.
    pub registration: RegistrationId,
    /// Why, for the person.
    pub reason: Option<String>,
}

refusals! {
    /// Why a registration may not be approved.
    RegistrationApprove: pub enum ApproveRefusal {
        /// It does not wait for approval.
        NotPending { state: String } => "NOT_PENDING" on "registrationId",
        /// The event is over, or will not take place.
        EventOver => "EVENT_OVER" on "registrationId",
    }
}

refusals! {
    /// Why a registration may not be declined.
    RegistrationDecline: pub enum DeclineRefusal {
        /// It does not wait for approval.
        NotPending { state: String } => "NOT_PENDING" on "registrationId",
    }
}

/// Approves a registration: there is a place, or it joins the line where its own time puts it.
pub async fn approve(ctx: &Context, id: RegistrationId) -> Outcome<Registration, ApproveRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;

    ctx.may(&Ask::SeeRegistration { registration: found.registration() })?;
    ctx.may(&Ask::DecideRegistration { event: &found.facts })?;

    let is_closed = matches!(found.event.state, EventState::Cancelled | EventState::Done);
    if is_closed || found.event.ends_at <= ctx.now() {
        return Err(ApproveRefusal::EventOver.into());
    }
    let places = place::count(&*tx, &found.event, found.subject.attends).await?;
    let event = &found.event;
    let has_begun = event.state == EventState::Published && event.starts_at <= ctx.now();
    let has_room = places.has_room() || has_begun && places.has_room_at_the_door();
    let step = Step::Approve { has_room };
    let next = next(Some(found.subject.at()), step)
        .map_err(|_| ApproveRefusal::NotPending { state: in_words(&found.subject.state) })?;

    record::write(&tx, ctx, std::slice::from_ref(&found.subject), next, None).await?;
    // The letter of the approval tells of the seats too.
    seat::give_free_seats(&tx, ctx, &found.event, &[found.subject.id]).await?;
    tx.commit().await?;
    Ok(load(ctx, id).await?)
}

/// Declines a registration.
pub async fn decline(ctx: &Context, asked: Decline) -> Outcome<Registration, DeclineRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, asked.registration).await?;

    ctx.may(&Ask::SeeRegistration { registration: found.registration() })?;
    ctx.may(&Ask::DecideRegistration { event: &found.facts })?;

    let next = next(Some(found.subject.at()), Step::Decline)
        .map_err(|_| DeclineRefusal::NotPending { state: in_words(&found.subject.state) })?;

    let reason = asked.reason.as_deref().map(str::trim).filter(|reason| !is_blank(reason));
    record::write(&tx, ctx, &[found.subject], next, reason).await?;
    tx.commit().await?;
    Ok(load(ctx, asked.registration).await?)
}
