//! The database: one writer and several readers on SQLite, one pool on PostgreSQL, the same text for both.

mod archived;
mod deadline;
mod durability;
mod fault;
mod hold;
mod listed;
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
pub use fault::{is_away, took_too_long};
pub(crate) use hold::Hold;
pub(crate) use listed::Listed;
pub use sql::{Bind, Sql, in_words};
pub(crate) use sql::{binds, joined_ids};
pub(crate) use transaction::Changes;
pub use transaction::Transaction;

/// How many connections read beside the one that writes, or in all on PostgreSQL.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// How long one statement may take: less than a request, so that what a client no longer waits for
/// ends there too.
const STATEMENT_TIME: Duration = Duration::from_secs(8);

/// How long a request waits for a connection: a database that is away is told well before whoever
/// asks gives up.
const CONNECTION_TIME: Duration = Duration::from_secs(5);

/// How long the database may take to say that it is there.
const PING_TIME: Duration = Duration::from_secs(2);

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
        .acquire_timeout(CONNECTION_TIME)
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
    let answer = tokio::time::timeout(PING_TIME, db.read.ping()).await;
    Ok(answer.context("no answer within two seconds")??)
}

/// How many steps the database is behind.
pub async fn pending_steps(db: &Db) -> anyhow::Result<usize> {
    Ok(migration::pending(&db.read).await?)
}
