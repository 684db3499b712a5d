//! Letters loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    letter::{self, Filter},
    page::Page,
};
use uuid::Uuid;

use super::Letter;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A letter by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LetterKey(pub(crate) Uuid);

/// Marks the list of a network's letters.
pub(crate) struct OfNetwork;

impl Loader<LetterKey> for Loaders {
    type Value = Letter;
    type Error = Shared;

    async fn load(&self, keys: &[LetterKey]) -> Result<HashMap<LetterKey, Letter>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = letter::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (LetterKey(id), Letter::of(found))).collect())
    }
}

impl Loader<ListKey<OfNetwork, Filter>> for Loaders {
    type Value = Page<letter::Letter>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfNetwork, Filter>],
    ) -> Result<HashMap<ListKey<OfNetwork, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), networks) in gathered(keys) {
            let pages = letter::list_within(&self.ctx, &networks, &filter, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(pages.into_iter().map(|(network, rows)| {
                (ListKey::new(network, filter.clone(), page.clone()), rows)
            }));
        }
        Ok(found)
    }
}
