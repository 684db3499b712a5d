//! The database: one writer and several readers on SQLite, one pool on PostgreSQL, the same text for both.

mod deadline;
mod durability;
mod sql;
mod together;
mod transaction;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use deadline::Deadline;
pub use durability::weakness;
pub use sql::{Bind, Sql, in_words};
pub(crate) use sql::{binds, joined_ids};
pub use transaction::Transaction;

/// How many connections read beside the one that writes, or in all on PostgreSQL.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// How long one statement may take: less than a request, so that what a client no longer waits for
/// ends there too.
const STATEMENT_TIME: Duration = Duration::from_secs(8);

/// The way to the rows.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    statements: Arc<AtomicU64>,
    deadline: Deadline,
}

impl Db {
    /// Opens the database of this address; says in one sentence what is wrong with it.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        Self::open_for(url, STATEMENT_TIME).await
    }

    /// The same, with statements that end after this time.
    pub async fn open_for(url: &str, statement_time: Duration) -> anyhow::Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let deadline = Deadline::new(statement_time);
        if !url.starts_with("sqlite:") {
            if !url.starts_with("postgres:") && !url.starts_with("postgresql:") {
                anyhow::bail!(
                    "the database address must begin with sqlite:, postgres: or postgresql:"
                );
            }
            let mut options = options(url, POSTGRES_CONNECTIONS);
            options.statement_timeout(statement_time);
            let write =
                connect(options, &statements, None).await.context("opening the database")?;
            return Ok(Self { read: write.clone(), write, statements, deadline });
        }
        let (mut writer, mut readers) = (options(url, 1), options(url, SQLITE_READERS));
        deadline::watch_writer(&mut writer, &deadline);
        deadline::watch_readers(&mut readers, statement_time);
        let write =
            connect(writer, &statements, Some(&deadline)).await.context("opening the database")?;
        let read = connect(readers, &statements, None).await.context("opening the database")?;
        Ok(Self { read, write, statements, deadline })
    }

    /// For reads outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For the migrations and the outbox's single statements.
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Whose dialect is spoken.
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// How many statements were sent since the start, transactions' brackets not counted.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes the connections once those who use them are done.
    pub async fn close(self) -> anyhow::Result<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                // A confirmed place must outlive a power cut.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("cache_size", "-16384")
        });
    options
}

async fn connect(
    options: ConnectOptions,
    statements: &Arc<AtomicU64>,
    deadline: Option<&Deadline>,
) -> Result<DatabaseConnection, sea_orm::DbErr> {
    let mut connection = Database::connect(options).await?;
    let (statements, deadline) = (Arc::clone(statements), deadline.cloned());
    connection.set_metric_callback(move |told| {
        statements.fetch_add(1, Ordering::Relaxed);
        // Without its values, which are people's.
        tracing::trace!(target: "maillage::statement", sql = told.statement.sql.as_str());
        if let Some(deadline) = &deadline {
            deadline.begin_anew();
        }
    });
    Ok(connection)
}

/// The name of the unique constraint that a write broke, if that is why it failed.
pub fn broken_constraint(error: &sea_orm::DbErr) -> Option<String> {
    match error.sql_err()? {
        sea_orm::SqlErr::UniqueConstraintViolation(text)
        | sea_orm::SqlErr::ForeignKeyConstraintViolation(text) => Some(text),
        _ => None,
    }
}

/// What PostgreSQL and SQLite call a statement that was given up.
const GIVEN_UP: [&str; 2] = ["57014", "9"];

/// Whether the database gave a statement up because it took too long.
pub fn took_too_long(error: &anyhow::Error) -> bool {
    let is_given_up = |cause: &(dyn std::error::Error + 'static)| {
        let Some(
            sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(inner))
            | sea_orm::DbErr::Query(sea_orm::RuntimeErr::SqlxError(inner)),
        ) = cause.downcast_ref()
        else {
            return false;
        };
        let code = inner.as_database_error().and_then(sea_orm::sqlx::error::DatabaseError::code);
        code.is_some_and(|code| GIVEN_UP.contains(&&*code))
    };
    error.chain().any(is_given_up)
}

/// Brings the tables to the newest step.
pub async fn migrate(db: &Db) -> anyhow::Result<()> {
    db.deadline.lift(true);
    let done = migration::up(&db.write).await;
    db.deadline.lift(false);
    done?;
    crate::network::settle_levels(db).await?;
    Ok(crate::territory::settle(db).await?)
}

/// Whether the database answers.
pub async fn ping(db: &Db) -> anyhow::Result<()> {
    Ok(db.read.ping().await?)
}

/// How many steps the database is behind.
pub async fn pending_steps(db: &Db) -> anyhow::Result<usize> {
    Ok(migration::pending(&db.read).await?)
}
