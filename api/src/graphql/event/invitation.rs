//! Who is asked to come to an event, and has answered or not.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    error::Halt,
    event::{self, Asked, AskedFilter},
    policy::{Ask, EventFacts},
};

use super::loaders::AskedTo;
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    id::asker,
    loader::{below, load},
    member::{Member, MemberKey},
    registration::PageArguments,
};

/// Someone asked to come to an event (personne invitée à une rencontre).
#[derive(Clone)]
pub struct EventInvitation(Arc<Asked>);

impl EventInvitation {
    fn of(asked: event::Asked) -> Self {
        Self(Arc::new(asked))
    }
}

/// Someone asked to come to an event (personne invitée à une rencontre).
#[Object]
impl EventInvitation {
    /// The person’s name, as whoever runs the event needs it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who is asked; null when you may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// Whether they answered: by a registration or an excuse; who came has answered, too.
    async fn has_answered(&self) -> bool {
        self.0.has_answered
    }

    /// Since when they are asked.
    async fn invited_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Which of those who are asked to come to an event.
#[derive(InputObject, Default)]
pub struct EventInvitationFilter {
    /// Only those who answered, or only those who did not.
    has_answered: Option<bool>,
    /// Whose name has these words; accents and case are forgiven.
    search: Option<String>,
}

/// Those who are asked to come to an event, for those who organise it.
pub(super) async fn of_event(
    ctx: &Context<'_>,
    event: &EventFacts,
    (first, after, last, before): PageArguments,
    filter: Option<EventInvitationFilter>,
) -> Result<Connection<EventInvitation>> {
    asker(ctx)
        .may(&Ask::SeeRegistrants { event })
        .map_err(|denied| halted(asker(ctx), &Halt::Denied(denied)))?;
    let filter = filter.unwrap_or_default();
    let filter = AskedFilter { has_answered: filter.has_answered, search: filter.search };
    let page = request(ctx, first, after, last, before);
    below(ctx, AskedTo, (event.id, filter, page), EventInvitation::of).await
}
