//! Events, sessions and questions loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    event::{self, Filter, Held, Places},
    page::Page,
    question, session,
};
use uuid::Uuid;

use super::{Event, Session};
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// An event by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EventKey(pub(crate) Uuid);

/// A session by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SessionKey(pub(crate) Uuid);

/// A question by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct QuestionKey(pub(crate) Uuid);

/// The agenda of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AgendaKey(pub(crate) Uuid);

/// The questions of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct QuestionsKey(pub(crate) Uuid);

/// How many places of an event are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlacesKey(pub(crate) Uuid);

/// How many seats of a session are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SeatsKey(pub(crate) Uuid);

/// Marks the list of a network's events.
pub(crate) struct HostedBy;

impl Loader<EventKey> for Loaders {
    type Value = Event;
    type Error = Shared;

    async fn load(&self, keys: &[EventKey]) -> Result<HashMap<EventKey, Event>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = event::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (EventKey(id), Event::of(found))).collect())
    }
}

impl Loader<SessionKey> for Loaders {
    type Value = Session;
    type Error = Shared;

    async fn load(&self, keys: &[SessionKey]) -> Result<HashMap<SessionKey, Session>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = session::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (SessionKey(id), Session::of(found))).collect())
    }
}

impl Loader<QuestionKey> for Loaders {
    type Value = question::Question;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[QuestionKey],
    ) -> Result<HashMap<QuestionKey, question::Question>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = question::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (QuestionKey(id), found)).collect())
    }
}

impl Loader<AgendaKey> for Loaders {
    type Value = Vec<session::Session>;
    type Error = Shared;

    async fn load(&self, keys: &[AgendaKey]) -> Result<HashMap<AgendaKey, Self::Value>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = session::of_events(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, agenda)| (AgendaKey(id), agenda)).collect())
    }
}

impl Loader<QuestionsKey> for Loaders {
    type Value = Vec<question::Question>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[QuestionsKey],
    ) -> Result<HashMap<QuestionsKey, Self::Value>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = question::of_events(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, questions)| (QuestionsKey(id), questions)).collect())
    }
}

impl Loader<PlacesKey> for Loaders {
    type Value = Places;
    type Error = Shared;

    async fn load(&self, keys: &[PlacesKey]) -> Result<HashMap<PlacesKey, Places>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = event::places(self.ctx.db(), &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, places)| (PlacesKey(id), places)).collect())
    }
}

impl Loader<SeatsKey> for Loaders {
    type Value = Held;
    type Error = Shared;

    async fn load(&self, keys: &[SeatsKey]) -> Result<HashMap<SeatsKey, Held>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = session::places(self.ctx.db(), &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, held)| (SeatsKey(id), held)).collect())
    }
}

/// The key of a network's list: the filter and the order.
type Listed = (Filter, event::EventOrder);

impl Loader<ListKey<HostedBy, Listed>> for Loaders {
    type Value = Page<event::Event>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<HostedBy, Listed>],
    ) -> Result<HashMap<ListKey<HostedBy, Listed>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((listed, page), networks) in gathered(keys) {
            let (filter, order) = &listed;
            let pages = event::list_of_networks(&self.ctx, &networks, filter, *order, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(pages.into_iter().map(|(network, rows)| {
                (ListKey::new(network, listed.clone(), page.clone()), rows)
            }));
        }
        Ok(found)
    }
}
