//! What a session is.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{id::SessionKind, session};
use uuid::Uuid;

use super::{
    Event,
    loaders::{EventKey, SeatsKey},
    types::PlaceCount,
};
use crate::graphql::{
    id::write,
    loader::load,
    member::{Member, MemberKey},
    scalar::Markdown,
};

/// An item of an event's agenda (atelier, temps). Those that begin together form a round.
#[derive(Clone)]
pub struct Session(Arc<session::Session>);

impl Session {
    pub(crate) fn of(session: session::Session) -> Self {
        Self(Arc::new(session))
    }
}

/// An item of an event's agenda (atelier, temps). Those that begin together form a round.
#[Object]
impl Session {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<SessionKind>(self.0.id)
    }

    /// The event.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        load(ctx, EventKey(self.0.event_id)).await
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it is about.
    async fn description(&self) -> Markdown {
        Markdown(self.0.description.clone())
    }

    /// When it begins.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.starts_at
    }

    /// When it ends.
    async fn ends_at(&self) -> DateTime<Utc> {
        self.0.ends_at
    }

    /// Where, at the venue.
    async fn room(&self) -> Option<&str> {
        self.0.room.as_deref()
    }

    /// Who speaks.
    async fn speakers(&self) -> Vec<Speaker> {
        let speakers = self.0.speakers.iter();
        speakers
            .map(|speaker| Speaker { name: speaker.name.clone(), member_id: speaker.member_id })
            .collect()
    }

    /// The number of its round, from 1: sessions that begin together are in the same one.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// Its place among those that begin together.
    async fn rank(&self) -> i32 {
        self.0.rank
    }

    /// Its seats, and how many are held.
    async fn capacity(&self, ctx: &Context<'_>) -> Result<PlaceCount> {
        let held = load(ctx, SeatsKey(self.0.id)).await?.unwrap_or_default();
        Ok(PlaceCount::of(self.0.capacity, held))
    }
}

/// Someone who speaks or leads a workshop.
pub struct Speaker {
    name: String,
    member_id: Option<Uuid>,
}

/// Someone who speaks or leads a workshop.
#[Object]
impl Speaker {
    /// The name, as the agenda shows it.
    async fn name(&self) -> &str {
        &self.name
    }

    /// The member, when it is one that you may know.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.member_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }
}
