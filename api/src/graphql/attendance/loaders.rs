//! Attendances loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    attendance::{self, Filter},
    page::Page,
};
use uuid::Uuid;

use super::Attendance;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// An attendance by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AttendanceKey(pub(crate) Uuid);

/// The attendances that go with a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AttendancesKey(pub(crate) Uuid);

/// Marks the attendances of an event.
pub(crate) struct AtEvent;

impl Loader<AttendanceKey> for Loaders {
    type Value = Attendance;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[AttendanceKey],
    ) -> Result<HashMap<AttendanceKey, Attendance>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = attendance::by_ids(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found
            .into_iter()
            .map(|(id, found)| (AttendanceKey(id), Attendance::of(found)))
            .collect())
    }
}

impl Loader<AttendancesKey> for Loaders {
    type Value = Vec<attendance::Attendance>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[AttendancesKey],
    ) -> Result<HashMap<AttendancesKey, Self::Value>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = attendance::of_registrations(&self.ctx, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, found)| (AttendancesKey(id), found)).collect())
    }
}

impl Loader<ListKey<AtEvent, Filter>> for Loaders {
    type Value = Page<attendance::Attendance>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<AtEvent, Filter>],
    ) -> Result<HashMap<ListKey<AtEvent, Filter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), events) in gathered(keys) {
            let pages = attendance::list_of_events(&self.ctx, &events, &filter, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages
                    .into_iter()
                    .map(|(event, rows)| (ListKey::new(event, filter.clone(), page.clone()), rows)),
            );
        }
        Ok(found)
    }
}
