//! Requests to join loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    join_request::{self, Filter},
    page::Page,
};
use uuid::Uuid;

use super::JoinRequest;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A request by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JoinRequestKey(pub(crate) Uuid);

/// Marks the list of the requests to enter a network.
pub(crate) struct ToEnter;

impl Loader<JoinRequestKey> for Loaders {
    type Value = JoinRequest;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[JoinRequestKey],
    ) -> Result<HashMap<JoinRequestKey, JoinRequest>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = join_request::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (JoinRequestKey(id), JoinRequest::of(found)))
            .collect())
    }
}

impl Loader<ListKey<ToEnter, Filter>> for Loaders {
    type Value = Page<join_request::JoinRequest>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<ToEnter, Filter>],
    ) -> Result<HashMap<ListKey<ToEnter, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), parents) in gathered(keys) {
            let pages = join_request::list_of_networks(&self.ctx, &parents, &filter, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages
                    .into_iter()
                    .map(|(parent, rows)| (ListKey::new(parent, filter, page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
