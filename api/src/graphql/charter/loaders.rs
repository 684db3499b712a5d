//! Charters, versions, signatures and coverage loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use domain::{
    charter::{self, Over},
    page::Page,
};
use uuid::Uuid;

use super::{Charter, CharterVersion, Signature};
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A charter by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CharterKey(pub(crate) Uuid);

/// A version by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct VersionKey(pub(crate) Uuid);

/// A signature by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SignatureKey(pub(crate) Uuid);

/// How many members of a charter are covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CoveredCountKey(pub(crate) Uuid, pub(crate) Over);

/// Marks the list of a network's charters; the filter says whether closed ones are in it.
pub(crate) struct OfNetwork;

/// Marks the list of charters that ask a person; the filter is the day.
pub(crate) struct OfMember;

/// Marks the list of a charter's versions.
pub(crate) struct VersionsOf;

/// Marks the list of a charter's members and how they stand.
pub(crate) struct CoverageOf;

impl Loader<CharterKey> for Loaders {
    type Value = Charter;
    type Error = Shared;

    async fn load(&self, keys: &[CharterKey]) -> Result<HashMap<CharterKey, Charter>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = charter::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (CharterKey(id), Charter::of(found))).collect())
    }
}

impl Loader<VersionKey> for Loaders {
    type Value = CharterVersion;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[VersionKey],
    ) -> Result<HashMap<VersionKey, CharterVersion>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = charter::versions_by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (VersionKey(id), CharterVersion::of(found)))
            .collect())
    }
}

impl Loader<SignatureKey> for Loaders {
    type Value = Signature;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[SignatureKey],
    ) -> Result<HashMap<SignatureKey, Signature>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = charter::signatures_by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (SignatureKey(id), Signature::of(found))).collect())
    }
}

impl Loader<CoveredCountKey> for Loaders {
    type Value = i64;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[CoveredCountKey],
    ) -> Result<HashMap<CoveredCountKey, i64>, Shared> {
        let mut asked: HashMap<Over, Vec<Uuid>> = HashMap::new();
        for CoveredCountKey(charter, over) in keys {
            asked.entry(*over).or_default().push(*charter);
        }
        let mut found = HashMap::new();
        for (over, charters) in asked {
            let counts =
                charter::covered_counts(&self.ctx, &charters, over).await.map_err(Arc::new)?;
            found.extend(counts.into_iter().map(|(id, count)| (CoveredCountKey(id, over), count)));
        }
        Ok(found)
    }
}

impl Loader<ListKey<OfNetwork, bool>> for Loaders {
    type Value = Page<charter::Charter>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfNetwork, bool>],
    ) -> Result<HashMap<ListKey<OfNetwork, bool>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((with_archived, page), networks) in gathered(keys) {
            let pages = charter::list_below(&self.ctx, &networks, with_archived, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages
                    .into_iter()
                    .map(|(id, rows)| (ListKey::new(id, with_archived, page.clone()), rows)),
            );
        }
        Ok(found)
    }
}

impl Loader<ListKey<OfMember, NaiveDate>> for Loaders {
    type Value = Page<charter::Coverage>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfMember, NaiveDate>],
    ) -> Result<HashMap<ListKey<OfMember, NaiveDate>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((on, page), members) in gathered(keys) {
            let pages =
                charter::list_of_members(&self.ctx, &members, on, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, on, page.clone()), rows)),
            );
        }
        Ok(found)
    }
}

impl Loader<ListKey<VersionsOf, ()>> for Loaders {
    type Value = Page<charter::Version>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<VersionsOf, ()>],
    ) -> Result<HashMap<ListKey<VersionsOf, ()>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((), page), charters) in gathered(keys) {
            let pages =
                charter::list_versions(&self.ctx, &charters, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, (), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}

impl Loader<ListKey<CoverageOf, Over>> for Loaders {
    type Value = Page<charter::Coverage>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<CoverageOf, Over>],
    ) -> Result<HashMap<ListKey<CoverageOf, Over>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((over, page), charters) in gathered(keys) {
            let pages = charter::list_of_charters(&self.ctx, &charters, over, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, over, page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
