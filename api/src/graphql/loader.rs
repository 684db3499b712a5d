//! Nested things are loaded together: one statement for each level of a request.

use std::{
    any::TypeId,
    collections::HashMap,
    future::poll_fn,
    hash::Hash,
    marker::PhantomData,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{self, Poll, Wake, Waker},
    time::Duration,
};

use async_graphql::{
    Context, Executor, OutputType, Request, Response, Result,
    dataloader::{DataLoader, Loader},
    runtime::Timer,
};
use domain::{
    error::Halt,
    page::{self, Page},
};
use futures_util::{
    future::{self, BoxFuture, FutureExt as _},
    stream::{FuturesUnordered, StreamExt as _},
    task::{FutureObj, Spawn, SpawnError},
};
use uuid::Uuid;

use super::{
    connection::Connection,
    error::{halted, halted_together},
    id::asker,
};

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

/// The loads that a request asks for. They leave when it can go no further without them, all of a
/// level at once, so that how many there are depends on what is asked and never on how threads run.
#[derive(Clone, Default)]
pub(crate) struct Loads(Arc<Mutex<Vec<FutureObj<'static, ()>>>>);

impl Spawn for Loads {
    fn spawn_obj(&self, load: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(load);
        Ok(())
    }
}

impl Loads {
    /// A loader for this request, whose batches are as large as its levels.
    pub(crate) fn loader(&self, loaders: Loaders) -> DataLoader<Loaders> {
        DataLoader::new(loaders, self.clone(), AtOnce).max_batch_size(usize::MAX)
    }

    fn asked(&self) -> Vec<FutureObj<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Carries out the request and what it loads, in one task. A level begins when the one before
    /// is there and nothing in the request can go on.
    async fn beside<T>(self, request: impl Future<Output = T>) -> T {
        let mut request = pin!(request);
        let mut level = FuturesUnordered::new();
        poll_fn(move |task| {
            let call =
                Arc::new(Call { was_made: AtomicBool::new(false), task: task.waker().clone() });
            let waker = Waker::from(Arc::clone(&call));
            loop {
                call.was_made.store(false, Ordering::Relaxed);
                if let Poll::Ready(answer) =
                    request.as_mut().poll(&mut task::Context::from_waker(&waker))
                {
                    return Poll::Ready(answer);
                }
                // A long list pauses halfway and asks to be called again: it has not asked for
                // everything yet.
                if level.is_empty() && !call.was_made.load(Ordering::Relaxed) {
                    level.extend(self.asked());
                }
                if !matches!(level.poll_next_unpin(task), Poll::Ready(Some(()))) {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// Calls the task, and remembers that it did.
struct Call {
    was_made: AtomicBool,
    task: Waker,
}

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.was_made.store(true, Ordering::Relaxed);
        self.task.wake_by_ref();
    }
}

/// Executes a request that may have its loads with it.
pub(crate) async fn execute(schema: &impl Executor, request: Request) -> Response {
    let loads = request.data.get(&TypeId::of::<Loads>());
    let loads = loads.and_then(|loads| loads.downcast_ref::<Loads>()).cloned();
    loads.unwrap_or_default().beside(schema.execute(request)).await
}

/// No waiting for more keys: a load is not begun before the request waits for it.
struct AtOnce;

impl Timer for AtOnce {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        future::ready(()).boxed()
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

    /// The key of this parent among those who ask the same.
    pub(crate) fn of(parent: Uuid, (filter, page): &(F, page::Request)) -> Self
    where
        F: Clone,
    {
        Self::new(parent, filter.clone(), page.clone())
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

/// Keys that hold one identifier: what is found by each, the one question of the domain that finds
/// it for many, and how what is found is wrapped.
macro_rules! found_by_key {
    ($($(#[$doc:meta])* $key:ident => $value:ty:
        |$ctx:ident, $ids:ident| $ask:expr, $wrap:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub(crate) ::uuid::Uuid);

        impl ::async_graphql::dataloader::Loader<$key> for $crate::graphql::loader::Loaders {
            type Value = $value;
            type Error = $crate::graphql::loader::Shared;

            async fn load(
                &self,
                keys: &[$key],
            ) -> Result<::std::collections::HashMap<$key, $value>, Self::Error> {
                let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
                let ($ctx, $ids) = (&self.ctx, ids.as_slice());
                let found = $ask.await.map_err(::std::sync::Arc::new)?;
                Ok(found.into_iter().map(|(id, found)| ($key(id), $wrap(found))).collect())
            }
        }
    )+};
}
pub(crate) use found_by_key;

/// Lists below parents, each marked by a type of its own: its filter, what is listed, and the one
/// question of the domain that lists it for many parents.
macro_rules! listed_below {
    ($($(#[$doc:meta])* $mark:ident by $filter:ty => $item:ty:
        |$ctx:ident, $parents:ident, $asked:pat_param, $page:ident| $ask:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) struct $mark;

        impl ::async_graphql::dataloader::Loader<$crate::graphql::loader::ListKey<$mark, $filter>>
            for $crate::graphql::loader::Loaders
        {
            type Value = ::domain::page::Page<$item>;
            type Error = $crate::graphql::loader::Shared;

            async fn load(
                &self,
                keys: &[$crate::graphql::loader::ListKey<$mark, $filter>],
            ) -> Result<
                ::std::collections::HashMap<
                    $crate::graphql::loader::ListKey<$mark, $filter>,
                    Self::Value,
                >,
                Self::Error,
            > {
                let mut found = ::std::collections::HashMap::new();
                for (question, parents) in $crate::graphql::loader::gathered(keys) {
                    let ($asked, $page) = (&question.0, &question.1);
                    let ($ctx, $parents) = (&self.ctx, parents.as_slice());
                    let pages = $ask.await.map_err(::std::sync::Arc::new)?;
                    found.extend(pages.into_iter().map(|(parent, rows)| {
                        ($crate::graphql::loader::ListKey::of(parent, &question), rows)
                    }));
                }
                Ok(found)
            }
        }
    )+};
}
pub(crate) use listed_below;

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

/// The page of a list below a parent, loaded together with those of the fields beside; the mark
/// tells which list.
pub(crate) async fn below<M, F, T, U>(
    ctx: &Context<'_>,
    _: M,
    (parent, filter, page): (Uuid, F, page::Request),
    wrap: impl FnMut(T) -> U,
) -> Result<Connection<U>>
where
    M: 'static,
    F: Send + Sync + Hash + Eq + Clone + 'static,
    U: OutputType + Clone,
    Loaders: Loader<ListKey<M, F>, Value = Page<T>, Error = Shared>,
{
    let page = load(ctx, ListKey::<M, F>::new(parent, filter, page)).await?;
    Ok(Connection::of(page.unwrap_or_else(Page::empty), wrap))
}

/// The page that the domain found, or why there is none.
pub(crate) fn found_page<T, U: OutputType + Clone>(
    ctx: &Context<'_>,
    found: Result<Page<T>, Halt>,
    wrap: impl FnMut(T) -> U,
) -> Result<Connection<U>> {
    let page = found.map_err(|halt| halted(asker(ctx), &halt))?;
    Ok(Connection::of(page, wrap))
}
