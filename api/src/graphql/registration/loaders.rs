//! Registrations loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    page::Page,
    registration::{self, Answer, Chance, Choice, Filter, MemberFilter, Order},
};
use uuid::Uuid;

use super::Registration;
use crate::graphql::loader::{ListKey, Loaders, Shared, gathered};

/// A registration by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RegistrationKey(pub(crate) Uuid);

/// The asker's own registration for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ViewerRegistrationKey(pub(crate) Uuid);

/// Whether the asker could register for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ChanceKey(pub(crate) Uuid);

/// The sessions that a registration chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ChoicesKey(pub(crate) Uuid);

/// The answers of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AnswersKey(pub(crate) Uuid);

/// Marks the registrations of an event.
pub(crate) struct OfEvent;

/// Marks the registrations of a person.
pub(crate) struct OfMember;

/// A loader for each kind of key that one set-based question of the domain answers.
macro_rules! answered_by {
    ($($key:ident => $value:ty, $ask:path, $wrap:expr;)*) => {$(
        impl Loader<$key> for Loaders {
            type Value = $value;
            type Error = Shared;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, Shared> {
                let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
                let found = $ask(&self.ctx, &ids).await.map_err(Arc::new)?;
                Ok(found.into_iter().map(|(id, found)| ($key(id), $wrap(found))).collect())
            }
        }
    )*};
}
answered_by! {
    RegistrationKey => Registration, registration::by_ids, Registration::of;
    ViewerRegistrationKey => Registration, registration::viewer_registrations, Registration::of;
    ChanceKey => Chance, registration::chances, std::convert::identity;
    ChoicesKey => Vec<Choice>, registration::choices_of, std::convert::identity;
    AnswersKey => Vec<Answer>, registration::answers_of, std::convert::identity;
}

impl Loader<ListKey<OfEvent, (Filter, Order)>> for Loaders {
    type Value = Page<registration::Registration>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfEvent, (Filter, Order)>],
    ) -> Result<HashMap<ListKey<OfEvent, (Filter, Order)>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), events) in gathered(keys) {
            let pages =
                registration::list_of_events(&self.ctx, &events, &filter.0, filter.1, &page)
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

impl Loader<ListKey<OfMember, MemberFilter>> for Loaders {
    type Value = Page<registration::Registration>;
    type Error = Shared;

    async fn load(
        &self,
        keys: &[ListKey<OfMember, MemberFilter>],
    ) -> Result<HashMap<ListKey<OfMember, MemberFilter>, Self::Value>, Shared> {
        let mut found = HashMap::new();
        for ((filter, page), members) in gathered(keys) {
            let pages = registration::list_of_members(&self.ctx, &members, &filter, &page)
                .await
                .map_err(Arc::new)?;
            found.extend(
                pages.into_iter().map(|(member, rows)| {
                    (ListKey::new(member, filter.clone(), page.clone()), rows)
                }),
            );
        }
        Ok(found)
    }
}
