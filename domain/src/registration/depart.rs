//! The places of somebody whose record is closed or erased.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    machine::{Next, Step, next},
    offer_free_places,
    record::{self, SUBJECTS, Subject},
};
use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    event,
};

const TO_COME: &str = "join event on event.id = registration.event_id and event.ends_at > ? \
    where registration.member_id in ? \
    and registration.state in ('pending', 'confirmed', 'waitlisted', 'offered')";

/// Takes back what these people hold of events to come, and offers it to the next in line; says how
/// many registrations. They get no letter: nobody writes to whoever is gone.
pub(crate) async fn depart(
    tx: &Transaction,
    ctx: &Context,
    members: &[Uuid],
) -> Result<usize, Halt> {
    let held: Vec<Subject> =
        Sql::new(SUBJECTS, vec![]).and(TO_COME, binds![ctx.now(), members]).all(&**tx).await?;
    // In one order for everybody, so that two departures never wait for each other.
    let events: BTreeSet<Uuid> = held.iter().map(|subject| subject.event_id).collect();
    let mut count = 0;
    for id in events {
        let (event, _) = event::lock(tx, id.into()).await?;
        let held: Vec<Subject> = Sql::new(SUBJECTS, vec![])
            .and(TO_COME, binds![ctx.now(), members])
            .and("and event.id = ?", binds![id])
            .all(&**tx)
            .await?;
        let Some(Ok(cancelled)) = held.first().map(|one| next(Some(one.at()), Step::Cancel)) else {
            continue;
        };
        record::write(tx, ctx, &held, Next { letter: None, ..cancelled }, None).await?;
        offer_free_places(tx, ctx, &event).await?;
        count += held.len();
    }
    Ok(count)
}
