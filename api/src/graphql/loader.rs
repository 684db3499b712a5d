//! Nested things are loaded together: one statement for each level of a request.

use std::{collections::HashMap, hash::Hash, marker::PhantomData, sync::Arc, time::Duration};

use async_graphql::{
    Context, Result,
    dataloader::{DataLoader, Loader},
    runtime::Timer,
};
use domain::{error::Halt, page};
use futures_util::future::{BoxFuture, FutureExt as _};
use uuid::Uuid;

use super::{error::halted_together, id::asker};

/// Loads for one asker, for the time of one request.
pub(crate) struct Loaders {
    pub(crate) ctx: domain::context::Context,
}

impl Loaders {
    pub(crate) fn new(ctx: domain::context::Context) -> Self {
        Self { ctx }
    }
}

/// What a loader answers with when it cannot.
pub(crate) type Shared = Arc<Halt>;

/// Lets the fields beside each other ask before the statement leaves; the default waits a whole millisecond.
pub(crate) struct YieldTimer;

impl Timer for YieldTimer {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        async {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
        }
        .boxed()
    }
}

/// The key of a page of things below a parent. `M` tells one list from another.
pub(crate) struct ListKey<M, F> {
    pub(crate) parent: Uuid,
    pub(crate) filter: F,
    pub(crate) page: page::Request,
    marker: PhantomData<fn() -> M>,
}

impl<M, F> ListKey<M, F> {
    pub(crate) fn new(parent: Uuid, filter: F, page: page::Request) -> Self {
        Self { parent, filter, page, marker: PhantomData }
    }
}

impl<M, F: Clone> Clone for ListKey<M, F> {
    fn clone(&self) -> Self {
        Self::new(self.parent, self.filter.clone(), self.page.clone())
    }
}
impl<M, F: PartialEq> PartialEq for ListKey<M, F> {
    fn eq(&self, other: &Self) -> bool {
        self.parent == other.parent && self.filter == other.filter && self.page == other.page
    }
}
impl<M, F: Eq> Eq for ListKey<M, F> {}
impl<M, F: Hash> Hash for ListKey<M, F> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parent.hash(state);
        self.filter.hash(state);
        self.page.hash(state);
    }
}

/// The keys gathered by what they ask: the parents of each filter and page.
pub(crate) fn gathered<M, F: Clone + Eq + Hash>(
    keys: &[ListKey<M, F>],
) -> HashMap<(F, page::Request), Vec<Uuid>> {
    let mut gathered: HashMap<_, Vec<Uuid>> = HashMap::new();
    for key in keys {
        gathered.entry((key.filter.clone(), key.page.clone())).or_default().push(key.parent);
    }
    gathered
}

/// Loads one thing, together with what the fields beside ask for.
pub(crate) async fn load<K>(
    ctx: &Context<'_>,
    key: K,
) -> Result<Option<<Loaders as Loader<K>>::Value>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Shared>,
{
    ctx.data_unchecked::<DataLoader<Loaders>>()
        .load_one(key)
        .await
        .map_err(|halt| halted_together(asker(ctx), &halt))
}
