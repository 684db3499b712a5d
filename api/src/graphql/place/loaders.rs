//! Places loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{page::Page, place};
use uuid::Uuid;

use super::Place;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A place by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceKey(pub(crate) Uuid);

/// Marks the list of an employer's places.
pub(crate) struct HeldBy;
/// Marks the list of a network's places.
pub(crate) struct InFileOf;

impl Loader<PlaceKey> for Loaders {
    type Value = Place;
    type Error = Shared;

    async fn load(&self, keys: &[PlaceKey]) -> Result<HashMap<PlaceKey, Place>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = place::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (PlaceKey(id), Place::of(found))).collect())
    }
}

impl Loader<ListKey<HeldBy, ()>> for Loaders {
    type Value = Page<place::Place>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<HeldBy, ()>],
    ) -> Result<HashMap<ListKey<HeldBy, ()>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((), page), parents) in gathered(keys) {
            let pages =
                place::list_of_employers(&self.ctx, &parents, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, (), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}

impl Loader<ListKey<InFileOf, ()>> for Loaders {
    type Value = Page<place::Place>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<InFileOf, ()>],
    ) -> Result<HashMap<ListKey<InFileOf, ()>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((), page), parents) in gathered(keys) {
            let pages =
                place::list_of_networks(&self.ctx, &parents, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, (), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
