//! Employments, staff and what they took part in, loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use domain::{
    employment::{self, StaffFilter},
    page::Page,
};
use uuid::Uuid;

use super::Employment;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// An employment by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EmploymentKey(pub(crate) Uuid);

/// Marks the list of a person's employments.
pub(crate) struct OfPerson;
/// Marks the list of an employer's staff.
pub(crate) struct StaffOf;
/// Marks the list of what an employer's staff took part in.
pub(crate) struct PartOf;

/// From a day to a day.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

impl Loader<EmploymentKey> for Loaders {
    type Value = Employment;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[EmploymentKey],
    ) -> Result<HashMap<EmploymentKey, Employment>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = employment::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (EmploymentKey(id), Employment::of(found)))
            .collect())
    }
}

impl Loader<ListKey<OfPerson, ()>> for Loaders {
    type Value = Page<employment::Employment>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfPerson, ()>],
    ) -> Result<HashMap<ListKey<OfPerson, ()>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for (((), page), members) in gathered(keys) {
            let pages =
                employment::list_of_members(&self.ctx, &members, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, (), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}

impl Loader<ListKey<StaffOf, StaffFilter>> for Loaders {
    type Value = Page<employment::Staff>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<StaffOf, StaffFilter>],
    ) -> Result<HashMap<ListKey<StaffOf, StaffFilter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), employers) in gathered(keys) {
            let pages =
                employment::staff(&self.ctx, &employers, filter, &page).await.map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, filter, page.clone()), rows)),
            );
        }
        Ok(found)
    }
}

impl Loader<ListKey<PartOf, Days>> for Loaders {
    type Value = Page<employment::Participation>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<PartOf, Days>],
    ) -> Result<HashMap<ListKey<PartOf, Days>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((days, page), employers) in gathered(keys) {
            let pages = employment::participations(&self.ctx, &employers, days, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(id, rows)| (ListKey::new(id, days, page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
