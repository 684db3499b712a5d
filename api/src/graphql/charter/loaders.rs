//! Charters, versions, signatures and coverage loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use domain::charter::{self, CoverageFilter, Over};
use uuid::Uuid;

use super::{Charter, CharterVersion, Signature};
use crate::graphql::loader::{Loaders, Shared, found_by_key, listed_below};

found_by_key! {
    /// A charter by its key.
    CharterKey => Charter: |ctx, ids| charter::by_ids(ctx, ids), Charter::of;
    /// A version by its key.
    VersionKey => CharterVersion: |ctx, ids| charter::versions_by_ids(ctx, ids), CharterVersion::of;
    /// A signature by its key.
    SignatureKey => Signature: |ctx, ids| charter::signatures_by_ids(ctx, ids), Signature::of;
}

listed_below! {
    /// Marks the list of a network's charters; the filter says whether closed ones are in it.
    OfNetwork by bool => charter::Charter:
        |ctx, networks, with_archived, page|
        charter::list_below(ctx, networks, *with_archived, page);
    /// Marks the list of charters that ask a person; the filter is the day.
    OfMember by NaiveDate => charter::Coverage:
        |ctx, members, on, page| charter::list_of_members(ctx, members, *on, page);
    /// Marks the list of a charter's versions.
    VersionsOf by () => charter::Version:
        |ctx, charters, (), page| charter::list_versions(ctx, charters, page);
    /// Marks the list of a charter's members and how they stand.
    CoverageOf by CoverageFilter => charter::Coverage:
        |ctx, charters, filter, page| charter::list_of_charters(ctx, charters, filter, page);
}

/// How many members of a charter are covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CoveredCountKey(pub(crate) Uuid, pub(crate) Over);

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
