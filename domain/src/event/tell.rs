//! Telling those who are registered.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    content::agenda_mark,
    untold::{self, Changed},
    update::agenda,
};
use crate::{
    context::{Context, Door},
    database::{Sql, Transaction, binds},
    error::Halt,
    id::{EventId, RegistrationId},
    outbox::{Answer, Aspect, Letter, Recipient, Told},
    policy::EventFacts,
};
use entities::event::Model;

/// What the registered are told of their event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News<'a> {
    /// This of it changed.
    Changed(&'a Changed),
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

/// Tells everyone who has a place, stands in line or waits for approval, once for each sequence. Who was not
/// told yet of a change that is undone hears nothing of it, unless it took their excuse back.
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
    let unsent = match news {
        News::Changed(_) => untold::unsent(tx, event.id).await?,
        News::Postponed | News::Cancelled => HashMap::new(),
    };
    let is_agenda_among = match news {
        News::Changed(changed) => {
            changed.may_undo_agenda() || unsent.values().any(Changed::may_undo_agenda)
        }
        News::Postponed | News::Cancelled => false,
    };
    let agenda_now = if is_agenda_among {
        BTreeMap::from([(Aspect::Agenda, agenda_mark(event, &agenda(tx, event).await?))])
    } else {
        BTreeMap::new()
    };
    let sequence = event.sequence;
    let reason = format!("{}:{sequence}", EventId::of(event.id));
    let letters = registered
        .into_iter()
        .filter_map(|row| {
            let registration = RegistrationId::of(row.id);
            let told = match news {
                News::Changed(changed) => {
                    let before = unsent.get(&row.id);
                    let mut all =
                        before.map_or_else(|| changed.clone(), |before| before.and(changed));
                    if changed.unexcused.contains(&row.member_id) {
                        all.aspects.insert(Aspect::Excuse, None);
                    }
                    let all = all.still(event).without(&agenda_now);
                    if all.is_empty() {
                        return None;
                    }
                    let Changed { aspects, is_again, .. } = all;
                    let changed = aspects.keys().copied().collect();
                    let marked = aspects.into_iter();
                    let was = marked.filter_map(|(aspect, was)| Some((aspect, was?))).collect();
                    Told::EventChanged { registration, sequence, changed, was, is_again }
                }
                News::Postponed => Told::EventPostponed { registration, sequence },
                News::Cancelled => Told::EventCancelled { registration, sequence },
            };
            let to = Recipient { member_id: Some(row.member_id), email: row.email };
            Some(addressed(Letter::new(told, to, &reason), event.id, facts))
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

#[derive(FromQueryResult)]
struct Reader {
    email: String,
}

/// Tells a person what the link of a letter answered in their name, once for this reason: it may have been
/// somebody else who had the link. At the other doors one knows what one did.
pub(crate) async fn tell_answered(
    tx: &Transaction,
    ctx: &Context,
    event: &EventFacts,
    member: Uuid,
    answer: Answer,
    reason: &str,
) -> Result<(), Halt> {
    if ctx.door() != Door::Letter {
        return Ok(());
    }
    let sql = "select email from member where id = ? and email_key is not null";
    let reader: Option<Reader> = Sql::new(sql, binds![member]).one(&**tx).await?;
    let Some(Reader { email }) = reader else { return Ok(()) };
    let told = Told::AnsweredByLetter { event: EventId::of(event.id), answer };
    let to = Recipient { member_id: Some(member), email };
    let letter = match answer {
        Answer::Excuse | Answer::OfferLeft => Letter::new(told, to, reason),
        Answer::Sessions => {
            // Who chooses several sessions reads of them once, when it is done.
            let due_at = end_of_slot(ctx.now());
            Letter::new(told, to, &format!("{reason}:{}", due_at.timestamp())).due_at(due_at)
        }
    };
    tx.tell(ctx, addressed(letter, event.id, event)).await
}

/// When the ten minutes end in which this moment lies.
fn end_of_slot(now: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = 600 - now.timestamp().rem_euclid(600);
    now + TimeDelta::seconds(seconds) - TimeDelta::nanoseconds(now.timestamp_subsec_nanos().into())
}
