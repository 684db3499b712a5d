//! How many registrations of an event stand how.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::State;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::{Ask, EventFacts},
};

/// How many stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Wait for an organiser's answer.
    pub pending: i64,
    /// Have a place.
    pub confirmed: i64,
    /// Stand in line.
    pub waitlisted: i64,
    /// Are offered a place.
    pub offered: i64,
    /// Were refused.
    pub declined: i64,
    /// Took it back.
    pub cancelled: i64,
}

impl Tally {
    /// How many stand so.
    pub const fn of(&self, state: State) -> i64 {
        match state {
            State::Pending => self.pending,
            State::Confirmed => self.confirmed,
            State::Waitlisted => self.waitlisted,
            State::Offered => self.offered,
            State::Declined => self.declined,
            State::Cancelled => self.cancelled,
        }
    }

    /// How many are told when the event changes: all whose registration still stands.
    pub const fn standing(&self) -> i64 {
        self.pending + self.confirmed + self.waitlisted + self.offered
    }

    /// All of them.
    pub const fn all(&self) -> i64 {
        self.standing() + self.declined + self.cancelled
    }
}

#[derive(FromQueryResult)]
struct Count {
    event_id: Uuid,
    state: State,
    number: i64,
}

/// How many registrations of this event stand how, for who may see who comes: one statement.
pub async fn tally(ctx: &Context, event: &EventFacts) -> Result<Tally, Halt> {
    ctx.may(&Ask::SeeRegistrants { event })?;
    Ok(tallies(ctx, &[event]).await?.remove(&event.id).unwrap_or_default())
}

/// The same for each of these events of which one may see who comes, in one statement.
pub async fn tallies(ctx: &Context, events: &[&EventFacts]) -> Result<HashMap<Uuid, Tally>, Halt> {
    let seen = events.iter().filter(|event| ctx.may(&Ask::SeeRegistrants { event }).is_ok());
    let mut tallies: HashMap<_, _> = seen.map(|event| (event.id, Tally::default())).collect();
    let ids: Vec<Uuid> = tallies.keys().copied().collect();
    let rows: Vec<Count> = Sql::new(
        "select event_id, state, count(*) as number from registration where event_id in ? \
         group by event_id, state",
        binds![ids],
    )
    .all(ctx.db())
    .await?;
    for row in rows {
        let tally = tallies.entry(row.event_id).or_default();
        let count = match row.state {
            State::Pending => &mut tally.pending,
            State::Confirmed => &mut tally.confirmed,
            State::Waitlisted => &mut tally.waitlisted,
            State::Offered => &mut tally.offered,
            State::Declined => &mut tally.declined,
            State::Cancelled => &mut tally.cancelled,
        };
        *count = row.number;
    }
    Ok(tallies)
}
