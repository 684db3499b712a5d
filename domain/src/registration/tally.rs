//! How many registrations of an event stand how.

use sea_orm::FromQueryResult;

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
    state: State,
    number: i64,
}

/// How many registrations of this event stand how, for who may see who comes: one statement.
pub async fn tally(ctx: &Context, event: &EventFacts) -> Result<Tally, Halt> {
    ctx.may(&Ask::SeeRegistrants { event })?;
    let rows: Vec<Count> = Sql::new(
        "select state, count(*) as number from registration where event_id = ? group by state",
        binds![event.id],
    )
    .all(ctx.db())
    .await?;
    let mut tally = Tally::default();
    for row in rows {
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
    Ok(tally)
}
