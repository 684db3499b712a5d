//! Tokens loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{page::Page, token};
use uuid::Uuid;

use super::Token;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A token by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TokenKey(pub(crate) Uuid);

/// Marks the list of a network's tokens.
pub(crate) struct OfNetwork;

impl Loader<TokenKey> for Loaders {
    type Value = Token;
    type Error = Shared;

    async fn load(&self, keys: &[TokenKey]) -> Result<HashMap<TokenKey, Token>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = token::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (TokenKey(id), Token::of(found))).collect())
    }
}

impl Loader<ListKey<OfNetwork, ()>> for Loaders {
    type Value = Page<token::Token>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfNetwork, ()>],
    ) -> Result<HashMap<ListKey<OfNetwork, ()>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((), page), networks) in gathered(keys) {
            let pages =
                token::list_of_networks(&self.ctx, &networks, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, (), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
