//! Trails loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    audit::{self, Filter, Of},
    error::Denied,
    page::Page,
};

use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// Marks the list of what was done to something.
pub(crate) struct Trail;

impl Loader<ListKey<Trail, (Of, Filter)>> for Loaders {
    type Value = Result<Page<audit::Change>, Denied>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<Trail, (Of, Filter)>],
    ) -> Result<HashMap<ListKey<Trail, (Of, Filter)>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((of, filter), page), parents) in gathered(keys) {
            let pages =
                audit::history(&self.ctx, of, &parents, &filter, &page).await.map_err(Arc::new)?;
            found.extend(pages.into_iter().map(|(parent, answer)| {
                (ListKey::new(parent, (of, filter.clone()), page.clone()), answer)
            }));
        }
        Ok(found)
    }
}
