//! Employers loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::employer;
use uuid::Uuid;

use super::Employer;
use crate::graphql::loader::{Loaders, Shared};

/// An employer by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EmployerKey(pub(crate) Uuid);

impl Loader<EmployerKey> for Loaders {
    type Value = Employer;
    type Error = Shared;

    async fn load(&self, keys: &[EmployerKey]) -> Result<HashMap<EmployerKey, Employer>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = employer::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (EmployerKey(id), Employer::of(found))).collect())
    }
}
