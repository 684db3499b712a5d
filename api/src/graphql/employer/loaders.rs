//! Employers loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{employer, employer_manager, page::Page};
use uuid::Uuid;

use super::{Employer, EmployerManager};
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// An employer by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EmployerKey(pub(crate) Uuid);

/// Who acts for an employer, by their key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EmployerManagerKey(pub(crate) Uuid);

/// Marks the list of those who act for an employer.
pub(crate) struct ActFor;

impl Loader<EmployerManagerKey> for Loaders {
    type Value = EmployerManager;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[EmployerManagerKey],
    ) -> Result<HashMap<EmployerManagerKey, EmployerManager>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = employer_manager::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (EmployerManagerKey(id), EmployerManager::of(found)))
            .collect())
    }
}

impl Loader<EmployerKey> for Loaders {
    type Value = Employer;
    type Error = Shared;

    async fn load(&self, keys: &[EmployerKey]) -> Result<HashMap<EmployerKey, Employer>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = employer::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (EmployerKey(id), Employer::of(found))).collect())
    }
}

impl Loader<ListKey<ActFor, ()>> for Loaders {
    type Value = Page<employer_manager::EmployerManager>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<ActFor, ()>],
    ) -> Result<HashMap<ListKey<ActFor, ()>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((), page), parents) in gathered(keys) {
            let pages = employer_manager::list_of_employers(&self.ctx, &parents, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, (), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
