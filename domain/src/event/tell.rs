//! Telling those who are registered.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    id::{EventId, RegistrationId},
    outbox::{Aspect, Letter, Recipient, Told},
    policy::EventFacts,
};
use entities::event::Model;

/// What the registered are told of their event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News<'a> {
    /// This of it changed.
    Changed(&'a [Aspect]),
    /// Put off.
    Postponed,
    /// Will not take place.
    Cancelled,
}

#[derive(FromQueryResult)]
struct Registered {
    id: Uuid,
    member_id: Uuid,
    email: String,
}

/// Tells everyone who has a place, stands in line or waits for approval, once for each sequence.
pub(super) async fn tell_registered(
    tx: &Transaction,
    ctx: &Context,
    event: &Model,
    facts: &EventFacts,
    news: News<'_>,
) -> Result<u64, Halt> {
    let registered: Vec<Registered> = Sql::new(
        "select registration.id, member.id as member_id, member.email from registration \
         join member on member.id = registration.member_id \
         where registration.event_id = ? \
         and registration.state in ('pending', 'confirmed', 'offered', 'waitlisted') \
         and member.archived_at is null and member.email_key is not null \
         order by registration.rank, registration.id",
        binds![event.id],
    )
    .all(&**tx)
    .await?;
    let sequence = event.sequence;
    let reason = format!("{}:{sequence}", EventId::of(event.id));
    let letters = registered
        .into_iter()
        .map(|row| {
            let registration = RegistrationId::of(row.id);
            let told = match news {
                News::Changed(aspects) => {
                    Told::EventChanged { registration, sequence, changed: aspects.to_vec() }
                }
                News::Postponed => Told::EventPostponed { registration, sequence },
                News::Cancelled => Told::EventCancelled { registration, sequence },
            };
            let to = Recipient { member_id: Some(row.member_id), email: row.email };
            addressed(Letter::new(told, to, &reason), event.id, facts)
        })
        .collect();
    tx.tell_all(ctx, letters).await
}

/// The letter, in the affairs of the first host.
pub(super) fn addressed(letter: Letter, event: Uuid, facts: &EventFacts) -> Letter {
    let letter = letter.about(event);
    match facts.hosts.first() {
        Some(host) => letter.within(*host),
        None => letter,
    }
}
