//! Memberships loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    membership::{self, Filter},
    page::Page,
};
use uuid::Uuid;

use super::Membership;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A membership by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MembershipKey(pub(crate) Uuid);

/// Marks the list of a network's memberships.
pub(crate) struct InNetwork;
/// Marks the list of a person's memberships.
pub(crate) struct InNetworks;

impl Loader<MembershipKey> for Loaders {
    type Value = Membership;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[MembershipKey],
    ) -> Result<HashMap<MembershipKey, Membership>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = membership::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (MembershipKey(id), Membership::of(found)))
            .collect())
    }
}

impl Loader<ListKey<InNetwork, Filter>> for Loaders {
    type Value = Page<membership::Membership>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<InNetwork, Filter>],
    ) -> Result<HashMap<ListKey<InNetwork, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), parents) in gathered(keys) {
            let pages = membership::list_of_networks(&self.ctx, &parents, &filter, &page)
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

impl Loader<ListKey<InNetworks, Filter>> for Loaders {
    type Value = Page<membership::Membership>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<InNetworks, Filter>],
    ) -> Result<HashMap<ListKey<InNetworks, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), parents) in gathered(keys) {
            let pages = membership::list_of_members(&self.ctx, &parents, &filter, &page)
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
