//! Counts loaded together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::count::{self, Counts, Period, Scope};
use uuid::Uuid;

use crate::graphql::loader::{Loaders, Shared};

/// The counts of a network over a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CountsKey {
    pub(crate) network: Uuid,
    pub(crate) scope: Scope,
    pub(crate) period: Period,
}

impl Loader<CountsKey> for Loaders {
    type Value = Counts;
    type Error = Shared;

    async fn load(&self, keys: &[CountsKey]) -> Result<HashMap<CountsKey, Counts>, Shared> {
        let mut asked: HashMap<(Scope, Period), Vec<Uuid>> = HashMap::new();
        for key in keys {
            asked.entry((key.scope, key.period)).or_default().push(key.network);
        }
        let mut found = HashMap::new();
        for ((scope, period), networks) in asked {
            let counts =
                count::of_networks(&self.ctx, &networks, scope, period).await.map_err(Arc::new)?;
            found.extend(
                counts
                    .into_iter()
                    .map(|(network, counts)| (CountsKey { network, scope, period }, counts)),
            );
        }
        Ok(found)
    }
}
