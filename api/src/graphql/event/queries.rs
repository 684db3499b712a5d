//! Finding events.

use async_graphql::{Context, ID, Object, OneofObject, Result};
use domain::{
    error::{Denied, Halt},
    event,
};

use super::{Event, EventFilter, EventOrder};
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    id::{asker, read},
    loader::found_page,
};

/// By what an event is known: exactly one of these.
#[derive(OneofObject)]
pub enum EventBy {
    /// Its identifier.
    Id(ID),
}

/// Look-ups and lists of events.
#[derive(Default)]
pub struct EventQuery;

/// Look-ups and lists of events.
#[Object]
impl EventQuery {
    /// One event; null when there is none, or none that you may know of.
    async fn event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is known.")] by: EventBy,
    ) -> Result<Option<Event>> {
        let EventBy::Id(id) = by;
        match event::load(asker(ctx), read(ctx, &id)?).await {
            Ok(event) => Ok(Some(Event::of(event))),
            Err(Halt::Denied(Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// The events that you may know of.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<EventFilter>,
        #[graphql(desc = "In which order.", default)] order_by: EventOrder,
    ) -> Result<Option<Connection<Event>>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().read(ctx)?;
        let found = event::list(asker(ctx), &filter, order_by.into(), &page).await;
        found_page(ctx, found, Event::of).map(Some)
    }
}
