//! Events, sessions and questions loaded together.

use std::{collections::HashMap, convert::identity};

use domain::{
    context::Context,
    error::Halt,
    event::{self, Asked, AskedFilter, EventOrder, Filter, Held, Places},
    question, session,
};
use uuid::Uuid;

use super::{Event, Session};
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// An event by its key.
    EventKey => Event: |ctx, ids| event::by_ids(ctx, ids), Event::of;
    /// A session by its key.
    SessionKey => Session: |ctx, ids| session::by_ids(ctx, ids), Session::of;
    /// A question by its key.
    QuestionKey => question::Question: |ctx, ids| question::by_ids(ctx, ids), identity;
    /// The agenda of an event.
    AgendaKey => Vec<session::Session>: |ctx, ids| session::of_events(ctx, ids), identity;
    /// The questions of an event.
    QuestionsKey => Vec<question::Question>: |ctx, ids| question::of_events(ctx, ids), identity;
    /// How many places of an event are held.
    PlacesKey => Places: |ctx, ids| event::places(ctx.db(), ids), identity;
    /// How many seats of a session are held.
    SeatsKey => Held: |ctx, ids| session::places(ctx.db(), ids), identity;
    /// That the asker is invited to an event.
    ViewerIsInvitedKey => bool: |ctx, ids| invited(ctx, ids), identity;
}

async fn invited(ctx: &Context, events: &[Uuid]) -> Result<HashMap<Uuid, bool>, Halt> {
    Ok(event::invited(ctx, events).await?.into_iter().map(|id| (id, true)).collect())
}

listed_below! {
    /// Marks the list of a network's events.
    HostedBy by (Filter, EventOrder) => event::Event:
        |ctx, networks, (filter, order), page|
        event::list_of_networks(ctx, networks, filter, *order, page);
    /// Marks those who are asked to come to an event.
    AskedTo by AskedFilter => Asked:
        |ctx, events, filter, page| event::asked_of_events(ctx, events, filter, page);
}
