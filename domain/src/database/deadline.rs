//! What takes too long ends on SQLite too, which knows no time limit: it asks now and then whether to go on.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::ConnectOptions;
use sqlx::{Connection as _, sqlite::SqliteConnection};

/// After how many of its instructions SQLite asks: about a millisecond of work.
const INSTRUCTIONS: i32 = 10_000;

/// The time that a connection's present statement may take, counted from when SQLite first asks.
#[derive(Clone, Debug)]
pub(super) struct Deadline {
    limit: Duration,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    since: Option<Instant>,
    is_lifted: bool,
}

impl Deadline {
    pub(super) fn new(limit: Duration) -> Self {
        Self { limit, state: Arc::default() }
    }

    /// The next statement has all of its time.
    pub(super) fn begin_anew(&self) {
        self.set(|state| state.since = None);
    }

    /// A migration may take longer than a request's statements.
    pub(super) fn lift(&self, is_lifted: bool) {
        self.set(|state| state.is_lifted = is_lifted);
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn goes_on(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_lifted || state.since.get_or_insert_with(Instant::now).elapsed() < self.limit
    }

    async fn watch(self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let mut handle = connection.lock_handle().await?;
        handle.set_progress_handler(INSTRUCTIONS, move || self.goes_on());
        Ok(())
    }
}

/// Each reader has a deadline of its own, set again whenever it is taken: outside a transaction that
/// is once a statement.
pub(super) fn watch_readers(options: &mut ConnectOptions, limit: Duration) {
    options
        // Setting the deadline asks the connection already.
        .test_before_acquire(false)
        .map_sqlx_sqlite_before_acquire(move |connection, _| {
            Box::pin(async move {
                Deadline::new(limit).watch(connection).await?;
                Ok(true)
            })
        })
        .map_sqlx_sqlite_pool_opts(move |pool| {
            pool.after_connect(move |connection, _| {
                Box::pin(Deadline::new(limit).watch(connection))
            })
        });
}

/// The one writer keeps this deadline for life; whoever counts its statements begins it anew after
/// each, since a transaction holds the connection for many.
///
/// A write that is interrupted, or that finds the disk full, makes SQLite end the whole transaction by
/// itself. sqlx then rolls back what is no more, and goes on counting that transaction as open: every
/// later change would be a part of it, confirmed and never certain. Such a connection is given up for
/// a new one. Whether it is one is sure by now: the pool has asked the connection since it came back,
/// and it answers in order.
pub(super) fn watch_writer(options: &mut ConnectOptions, deadline: &Deadline) {
    let (fresh, taken) = (deadline.clone(), deadline.clone());
    options
        .map_sqlx_sqlite_before_acquire(move |connection, _| {
            taken.begin_anew();
            let is_at_rest = !connection.is_in_transaction();
            if !is_at_rest {
                tracing::warn!("SQLite ended a change by itself: its connection is opened anew");
            }
            Box::pin(async move { Ok(is_at_rest) })
        })
        .map_sqlx_sqlite_pool_opts(move |pool| {
            let fresh = fresh.clone();
            pool.after_connect(move |connection, _| Box::pin(fresh.clone().watch(connection)))
        });
}
