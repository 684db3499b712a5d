//! One change: all of it, with its audit lines and letters, or nothing.

use std::ops::Deref;

use sea_orm::{
    DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::Db;

/// A transaction that may write. Dropped without a commit, it leaves no trace.
pub struct Transaction {
    inner: DatabaseTransaction,
}

impl Db {
    /// Begins a change. On SQLite it takes the writer's place at once: a deferred one would fail when it first writes.
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Transaction { inner: self.write.begin_with_options(options).await? })
    }
}

impl Transaction {
    /// Makes the change certain.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }
}

impl Deref for Transaction {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}
