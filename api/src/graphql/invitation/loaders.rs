//! Invitations loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    invitation::{self, Filter},
    page::Page,
};
use uuid::Uuid;

use super::Invitation;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// An invitation by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct InvitationKey(pub(crate) Uuid);

/// Marks the list of the invitations to a network.
pub(crate) struct ToNetwork;

impl Loader<InvitationKey> for Loaders {
    type Value = Invitation;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[InvitationKey],
    ) -> Result<HashMap<InvitationKey, Invitation>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = invitation::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (InvitationKey(id), Invitation::of(found)))
            .collect())
    }
}

impl Loader<ListKey<ToNetwork, Filter>> for Loaders {
    type Value = Page<invitation::Invitation>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<ToNetwork, Filter>],
    ) -> Result<HashMap<ListKey<ToNetwork, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), parents) in gathered(keys) {
            let pages = invitation::list_of_networks(&self.ctx, &parents, &filter, &page)
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
