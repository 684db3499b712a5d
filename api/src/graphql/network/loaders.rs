//! Networks loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    network::{self, Filter},
    page::Page,
};
use uuid::Uuid;

use super::Network;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A network by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NetworkKey(pub(crate) Uuid);

/// The networks above one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AncestorsKey(pub(crate) Uuid);

/// How many hang below one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SubtreeCountKey(pub(crate) Uuid);

/// The communes of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CommunesKey(pub(crate) Uuid);

/// Marks the list of networks right below one.
pub(crate) struct Below;

impl Loader<NetworkKey> for Loaders {
    type Value = Network;
    type Error = Shared;

    async fn load(&self, keys: &[NetworkKey]) -> Result<HashMap<NetworkKey, Network>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = network::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (NetworkKey(id), Network::of(found))).collect())
    }
}

impl Loader<AncestorsKey> for Loaders {
    type Value = Vec<Network>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[AncestorsKey],
    ) -> Result<HashMap<AncestorsKey, Vec<Network>>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = network::ancestors(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, above)| (AncestorsKey(id), above.into_iter().map(Network::of).collect()))
            .collect())
    }
}

impl Loader<SubtreeCountKey> for Loaders {
    type Value = i64;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[SubtreeCountKey],
    ) -> Result<HashMap<SubtreeCountKey, i64>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = network::subtree_counts(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, count)| (SubtreeCountKey(id), count)).collect())
    }
}

impl Loader<CommunesKey> for Loaders {
    type Value = Vec<network::Commune>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[CommunesKey],
    ) -> Result<HashMap<CommunesKey, Vec<network::Commune>>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = network::communes_of(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, communes)| (CommunesKey(id), communes)).collect())
    }
}

impl Loader<ListKey<Below, Filter>> for Loaders {
    type Value = Page<network::Network>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<Below, Filter>],
    ) -> Result<HashMap<ListKey<Below, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), parents) in gathered(keys) {
            let pages =
                network::list_below(&self.ctx, &parents, &filter, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(parent, rows)| {
                    (ListKey::new(parent, filter.clone(), page.clone()), rows)
                }),
            );
        }
        Ok(found)
    }
}
