//! People loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::member;
use uuid::Uuid;

use super::Member;
use crate::graphql::loader::{Loaders, Shared};

/// A person by their key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MemberKey(pub(crate) Uuid);

impl Loader<MemberKey> for Loaders {
    type Value = Member;
    type Error = Shared;

    async fn load(&self, keys: &[MemberKey]) -> Result<HashMap<MemberKey, Member>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = member::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (MemberKey(id), Member::of(found))).collect())
    }
}
