//! How an event takes its course: published, put off, cancelled, done.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    Event, Mode, State,
    content::{dated, filled, kept, zone},
    edit::{line, open, retime_sensitive_answers, save, seen},
    machine::{Step, after},
    shift::Shift,
    tell::{News, tell_registered},
    untold::{self, Changed},
    update::{agenda, move_agenda},
    word::state_word,
};
use crate::{attendance, context::Context, error::Outcome, id::EventId, refusals, registration};

refusals! {
    /// Why an event may not be published.
    EventPublish: pub enum PublishRefusal {
        /// Only a draft, or an event that was put off, is published.
        WrongState { state: &'static str } => "WRONG_STATE" on "eventId",
        /// Its time is over.
        Over => "EVENT_OVER" on "eventId",
        /// One takes part on site, and there is no venue, not even a tentative one.
        VenueMissing => "VENUE_MISSING" on "eventId",
    }
}

refusals! {
    /// Why an event may not be put off.
    EventPostpone: pub enum PostponeRefusal {
        /// Only a published event is put off.
        WrongState { state: &'static str } => "WRONG_STATE" on "eventId",
        /// The registered are told why.
        ReasonMissing => "REASON_MISSING" on "reason",
        /// It would end before it begins.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endsAt",
        /// It would be over already.
        EndsInPast => "ENDS_IN_PAST" on "startsAt",
    }
}

refusals! {
    /// Why an event may not be cancelled.
    EventCancel: pub enum CancelRefusal {
        /// Only an event that was published is cancelled.
        WrongState { state: &'static str } => "WRONG_STATE" on "eventId",
        /// The registered are told why.
        ReasonMissing => "REASON_MISSING" on "reason",
    }
}

refusals! {
    /// Why an event may not be called done.
    EventMarkDone: pub enum MarkDoneRefusal {
        /// Only a published event is done, or a draft whose time is over.
        WrongState { state: &'static str } => "WRONG_STATE" on "eventId",
        /// It has not begun.
        NotBegun => "EVENT_NOT_BEGUN" on "eventId",
    }
}

/// Opens an event to its audience; after it was put off, its date is no longer tentative, and the registered
/// are told that it stands.
pub async fn publish(ctx: &Context, id: EventId) -> Outcome<Event, PublishRefusal> {
    let tx = ctx.begin().await?;
    let (mut event, facts) = open(&tx, ctx, id).await?;

    let Some(state) = after(event.state, Step::Publish) else {
        return Err(PublishRefusal::WrongState { state: state_word(event.state) }.into());
    };
    if event.ends_at <= ctx.now() {
        return Err(PublishRefusal::Over.into());
    }
    if event.mode != Mode::Online && event.venue.is_none() && !event.is_venue_tentative {
        return Err(PublishRefusal::VenueMissing.into());
    }

    let is_again = event.state == State::Postponed;
    event.state = state;
    event.state_reason = None;
    let changed = untold::take(&mut event);
    // To publish what was put off is to say that its date stands.
    event.is_date_tentative &= !is_again;
    event.published_at = event.published_at.or(Some(ctx.now()));
    event.sequence += i32::from(is_again);
    let event = save(&tx, event).await?;

    if is_again {
        tell_registered(&tx, ctx, &event, &facts, News::Changed(&changed)).await?;
        registration::renew_offers(&tx, ctx, &event).await?;
        // Places that were freed while nothing was offered.
        registration::offer_free_places(&tx, ctx, &event).await?;
    }
    tx.audit(ctx, line("event.publish", event.id, &facts)).await?;
    tx.commit().await?;
    Ok(seen(ctx, event, facts))
}

/// How an event is put off.
#[derive(Clone, Debug, Default)]
pub struct Postpone {
    /// Why; the registered read it.
    pub reason: String,
    /// When it might begin instead.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it might end; else it lasts as long as before.
    pub ends_at: Option<DateTime<Utc>>,
}

/// Puts an event off, to a tentative date or to none yet. Its agenda and its deadlines move along.
pub async fn postpone(
    ctx: &Context,
    id: EventId,
    asked: Postpone,
) -> Outcome<Event, PostponeRefusal> {
    let tx = ctx.begin().await?;
    let (mut event, facts) = open(&tx, ctx, id).await?;

    let Some(state) = after(event.state, Step::Postpone) else {
        return Err(PostponeRefusal::WrongState { state: state_word(event.state) }.into());
    };
    let Some(reason) = filled(Some(asked.reason)) else {
        return Err(PostponeRefusal::ReasonMissing.into());
    };
    let starts_at = asked.starts_at.map_or(event.starts_at, kept);
    let shift = Shift::new(event.starts_at, starts_at, zone(&event));
    let (_, ends_at) = shift.span(event.starts_at, event.ends_at);
    let ends_at = asked.ends_at.map_or(ends_at, kept);
    if ends_at <= starts_at {
        return Err(PostponeRefusal::EndsBeforeStart.into());
    }
    // What keeps its date has none yet.
    if ends_at != event.ends_at && ends_at <= ctx.now() {
        return Err(PostponeRefusal::EndsInPast.into());
    }

    if starts_at != event.starts_at {
        let agenda = agenda(&tx, &event).await?;
        move_agenda(&tx, agenda, &event, starts_at).await?;
    }
    let before = event.clone();
    event.former_starts_at = Some(event.starts_at);
    event.starts_at = starts_at;
    event.ends_at = ends_at;
    event.registration_opens_at = event.registration_opens_at.map(|at| shift.of(at));
    event.registration_closes_at = event.registration_closes_at.map(|at| shift.of(at).min(ends_at));
    event.cancel_until = event.cancel_until.map(|at| shift.of(at).min(ends_at));
    event.is_date_tentative = true;
    event.state = state;
    event.state_reason = Some(reason.clone());
    event.sequence += 1;
    event = dated(event);
    let changed = Changed::between(&before, &event);
    untold::keep(&mut event, &changed);
    let event = save(&tx, event).await?;
    retime_sensitive_answers(&tx, &event).await?;
    attendance::take_back_all(&tx, ctx, &facts).await?;

    tell_registered(&tx, ctx, &event, &facts, News::Postponed).await?;
    tx.audit(
        ctx,
        line("event.postpone", event.id, &facts).changing(json!({
            "reason": reason,
            "starts_at": { "from": event.former_starts_at, "to": event.starts_at },
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(seen(ctx, event, facts))
}

/// Says that an event will not take place, and why.
pub async fn cancel(ctx: &Context, id: EventId, reason: String) -> Outcome<Event, CancelRefusal> {
    let tx = ctx.begin().await?;
    let (mut event, facts) = open(&tx, ctx, id).await?;

    let Some(state) = after(event.state, Step::Cancel) else {
        return Err(CancelRefusal::WrongState { state: state_word(event.state) }.into());
    };
    let Some(reason) = filled(Some(reason)) else {
        return Err(CancelRefusal::ReasonMissing.into());
    };

    event.state = state;
    event.state_reason = Some(reason.clone());
    event.sequence += 1;
    let event = save(&tx, event).await?;

    tell_registered(&tx, ctx, &event, &facts, News::Cancelled).await?;
    let line = line("event.cancel", event.id, &facts).changing(json!({ "reason": reason }));
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(seen(ctx, event, facts))
}

/// Says that an event has taken place: from then on its audience may know of a draft, too.
pub async fn mark_done(ctx: &Context, id: EventId) -> Outcome<Event, MarkDoneRefusal> {
    let tx = ctx.begin().await?;
    let (mut event, facts) = open(&tx, ctx, id).await?;

    let Some(state) = after(event.state, Step::Finish) else {
        return Err(MarkDoneRefusal::WrongState { state: state_word(event.state) }.into());
    };
    if event.state == State::Draft && ctx.now() < event.ends_at {
        return Err(MarkDoneRefusal::WrongState { state: state_word(event.state) }.into());
    }
    if ctx.now() < event.starts_at {
        return Err(MarkDoneRefusal::NotBegun.into());
    }

    event.state = state;
    event.published_at = event.published_at.or(Some(ctx.now()));
    let event = save(&tx, event).await?;

    tx.audit(ctx, line("event.done", event.id, &facts)).await?;
    tx.commit().await?;
    Ok(seen(ctx, event, facts))
}
