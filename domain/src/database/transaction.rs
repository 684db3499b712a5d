//! One change: all of it, with its audit lines and letters, or nothing.

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use sea_orm::{
    DatabaseTransaction, DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::Db;

/// A transaction that may write. Dropped without a commit, it leaves no trace.
pub struct Transaction {
    inner: DatabaseTransaction,
    changes: Changes,
}

/// The changes of one request: how many are certain, or may be, and whether more may become so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes(Arc<AtomicU32>);

/// Beyond all counting: no more changes.
const ENDED: u32 = 1 << 31;

impl Changes {
    /// Lets no further one become certain; says whether any is, or may be.
    pub(crate) fn end(&self) -> bool {
        self.0.fetch_or(ENDED, Ordering::AcqRel) & !ENDED > 0
    }
}

impl Db {
    /// Begins a change. On SQLite it takes the writer's place at once: a deferred one would fail when it first writes.
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        self.begin_for(&Changes::default()).await
    }

    /// The same, counted among the changes of a request once it is certain.
    pub(crate) async fn begin_for(&self, changes: &Changes) -> Result<Transaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.write.begin_with_options(options).await?;
        Ok(Transaction { inner, changes: changes.clone() })
    }
}

impl Transaction {
    /// Makes the change certain.
    pub async fn commit(self) -> Result<(), DbErr> {
        // Counted before it is known: whoever is not told, because the connection or the client is
        // gone, cannot take it for undone.
        if self.changes.0.fetch_add(1, Ordering::AcqRel) >= ENDED {
            return Err(DbErr::Custom("the request of this change is over".to_owned()));
        }
        let done = self.inner.commit().await;
        if done.as_ref().is_err_and(is_told_by_the_database) {
            self.changes.0.fetch_sub(1, Ordering::AcqRel);
        }
        done
    }
}

/// Whether the database itself said no, and not only the way to it.
fn is_told_by_the_database(error: &DbErr) -> bool {
    matches!(error, DbErr::Query(RuntimeErr::SqlxError(inner)) if inner.as_database_error().is_some())
}

impl Deref for Transaction {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}
