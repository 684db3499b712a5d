//! Offers: a freed place is kept for the first in line, for as long as the event says, then for the next.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Registration, load,
    machine::{At, Impossible, Step, next},
    place::capacity,
    record::{self, SUBJECTS, Subject},
    seat,
};
use crate::{
    clock::end_of_day,
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Halt, Outcome},
    event,
    id::RegistrationId,
    outbox::Answer,
    policy::Ask,
    refusals,
};
use entities::{
    event::{Model as Event, State as EventState},
    registration::{Attends, State},
};

refusals! {
    /// Why an offered place may not be taken.
    RegistrationOfferAccept: pub enum OfferAcceptRefusal {
        /// No place is offered.
        NotOffered { state: String } => "NOT_OFFERED" on "registrationId",
        /// The offer's time is over.
        OfferOver => "OFFER_OVER" on "registrationId",
        /// The event was put off, cancelled or called done since.
        EventNotPublished { state: String } => "EVENT_NOT_PUBLISHED" on "registrationId",
    }
}

refusals! {
    /// Why an offered place may not be left.
    RegistrationOfferDecline: pub enum OfferDeclineRefusal {
        /// No place is offered.
        NotOffered { state: String } => "NOT_OFFERED" on "registrationId",
    }
}

/// Takes an offered place.
pub async fn accept(
    ctx: &Context,
    id: RegistrationId,
) -> Outcome<Registration, OfferAcceptRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;

    ctx.may(&Ask::ChangeRegistration { registration: found.registration() })?;

    if found.subject.state == State::Offered {
        let event = &found.event;
        if event.state != EventState::Published {
            let state = in_words(&event.state);
            return Err(OfferAcceptRefusal::EventNotPublished { state }.into());
        }
        if event.starts_at <= ctx.now() {
            return Err(OfferAcceptRefusal::OfferOver.into());
        }
    }
    let step = Step::Accept { now: ctx.now() };
    let next = next(Some(found.subject.at()), step).map_err(|impossible| match impossible {
        Impossible::TooLate => OfferAcceptRefusal::OfferOver,
        Impossible::From(_) => {
            OfferAcceptRefusal::NotOffered { state: in_words(&found.subject.state) }
        }
    })?;

    record::write(&tx, ctx, std::slice::from_ref(&found.subject), next, None).await?;
    // The letter of the place tells of the seats too.
    seat::give_free_seats(&tx, ctx, &found.event, &[found.subject.id]).await?;
    tx.commit().await?;
    Ok(load(ctx, id).await?)
}

/// Leaves an offered place to the next in line.
pub async fn refuse(
    ctx: &Context,
    id: RegistrationId,
) -> Outcome<Registration, OfferDeclineRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;

    ctx.may(&Ask::ChangeRegistration { registration: found.registration() })?;

    let next = next(Some(found.subject.at()), Step::Refuse)
        .map_err(|_| OfferDeclineRefusal::NotOffered { state: in_words(&found.subject.state) })?;

    record::write(&tx, ctx, std::slice::from_ref(&found.subject), next, None).await?;
    let reason = format!("{id}:{}", found.subject.revision + 1);
    let member = found.subject.member_id;
    event::tell_answered(&tx, ctx, &found.facts, member, Answer::OfferLeft, &reason).await?;
    offer_free_places(&tx, ctx, &found.event).await?;
    tx.commit().await?;
    Ok(load(ctx, id).await?)
}

/// Offers every free place to the first in line, and gives every free seat of a session to the
/// first in its line. To be called under `event::lock`, after each change that frees or adds
/// places or seats, with the event as it is then; nothing is offered once the event has begun, or
/// while it is not published.
pub async fn offer_free_places(tx: &Transaction, ctx: &Context, event: &Event) -> Result<(), Halt> {
    if event.state != EventState::Published || event.starts_at <= ctx.now() {
        return Ok(());
    }
    // More than anyone counts stands for as many as come.
    let places = |attends| capacity(event, attends).unwrap_or(i64::from(i32::MAX));
    let first_in_line: Vec<Subject> = Sql::new(SUBJECTS, vec![])
        .and(
            "join (select line.id, line.attends, row_number() over \
             (partition by line.attends order by line.rank) as turn from registration line \
             where line.event_id = ? and line.state = 'waitlisted') line on line.id = registration.id \
             where line.turn <= case line.attends when 'on_site' then ? else ? end - \
             (select count(*) from registration held where held.event_id = ? \
             and held.attends = line.attends and held.state in ('confirmed', 'offered')) \
             order by registration.rank",
            binds![event.id, places(Attends::OnSite), places(Attends::Online), event.id],
        )
        .all(&**tx)
        .await?;
    if !first_in_line.is_empty() {
        let until = end_of_offer(ctx, event);
        let from = At { state: State::Waitlisted, offered_until: None };
        if let Ok(offered) = next(Some(from), Step::Offer { until }) {
            record::write(tx, ctx, &first_in_line, offered, None).await?;
        }
    }
    let just_told: Vec<_> = first_in_line.iter().map(|subject| subject.id).collect();
    seat::give_free_seats(tx, ctx, event, &just_told).await
}

fn end_of_offer(ctx: &Context, event: &Event) -> DateTime<Utc> {
    offered_until(ctx.now(), event.starts_at, event.offer_hours, event::zone(event))
}

/// Until when a place that is offered now is kept. Nobody remembers a minute past midnight: an offer that
/// lasts a day or more lasts until its last day is over; none outlasts the event's beginning.
pub(crate) fn offered_until(
    now: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    hours: i32,
    zone: Tz,
) -> DateTime<Utc> {
    let until = now + TimeDelta::hours(hours.into());
    let until = if hours < 24 { until } else { end_of_day(until, zone) };
    starts_at.min(until)
}

/// Gives the offers of an event that was put off their time again, now that it stands: nobody
/// could take a place meanwhile.
pub async fn renew_offers(tx: &Transaction, ctx: &Context, event: &Event) -> Result<(), Halt> {
    Sql::new(
        "update registration set offered_at = ?, offered_until = ? \
         where event_id = ? and state = 'offered'",
        binds![ctx.now(), end_of_offer(ctx, event), event.id],
    )
    .run(&**tx)
    .await?;
    Ok(())
}

/// Ends the offers of an event that begins earlier now when it begins: nobody takes a place after that.
pub(crate) async fn shorten_offers(tx: &Transaction, event: &Event) -> Result<(), Halt> {
    Sql::new(
        "update registration set offered_until = ? \
         where event_id = ? and state = 'offered' and offered_until > ?",
        binds![event.starts_at, event.id, event.starts_at],
    )
    .run(&**tx)
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct EventId {
    event_id: Uuid,
}

/// Lets offers lapse whose time is over, and offers their places to the next: for the worker. Says how many lapsed.
pub async fn lapse_offers(ctx: &Context) -> Result<u64, Halt> {
    let now = ctx.now();
    let events: Vec<EventId> = Sql::new(
        "select distinct registration.event_id from registration \
         join event on event.id = registration.event_id and event.state = 'published' \
         where registration.state = 'offered' and registration.offered_until <= ?",
        binds![now],
    )
    .all(ctx.db())
    .await?;
    let mut count = 0;
    for EventId { event_id } in events {
        let tx = ctx.begin().await?;
        let (event, _) = event::lock(&tx, event_id.into()).await?;
        let over: Vec<Subject> = Sql::new(SUBJECTS, vec![])
            .and(
                "where registration.event_id = ? and registration.state = 'offered' \
                 and registration.offered_until <= ? order by registration.rank",
                binds![event_id, now],
            )
            .all(&*tx)
            .await?;
        let from = over.first().map(Subject::at);
        if let Ok(lapsed) = next(from, Step::Lapse { now }) {
            record::write(&tx, ctx, &over, lapsed, None).await?;
            offer_free_places(&tx, ctx, &event).await?;
            count += over.len() as u64;
        }
        tx.commit().await?;
    }
    Ok(count)
}
