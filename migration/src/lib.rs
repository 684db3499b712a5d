//! How the tables came to be: one pair of SQL files for each step, the same text for both databases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, TransactionTrait};

/// One step: its name and the text that goes up and down.
struct Step {
    name: &'static str,
    up: &'static str,
    down: &'static str,
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    // SQLite would otherwise leave a half-applied step behind.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.down).await
    }
}

/// A migration may take longer than a request's statements; until the end of its transaction.
const NO_TIME_LIMIT: &str = "set local statement_timeout = 0";

async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    if backend == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(NO_TIME_LIMIT).await?;
    }
    manager.get_connection().execute_unprepared(&spoken_by(backend, text)).await?;
    Ok(())
}

/// Turns the types that the files write in capitals into those of the database.
fn spoken_by(backend: DbBackend, text: &str) -> String {
    let words = match backend {
        DbBackend::Postgres => [" uuid", " timestamptz", " jsonb", " date", " double precision"],
        _ => [" blob", " text", " text", " text", " real"],
    };
    [" UUID", " INSTANT", " JSON", " DATE", " DOUBLE"]
        .iter()
        .zip(words)
        .fold(text.to_owned(), |text, (ours, theirs)| text.replace(ours, theirs))
}

macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        vec![$(Box::new(Step {
            name: $name,
            up: include_str!(concat!("sql/", $name, ".up.sql")),
            down: include_str!(concat!("sql/", $name, ".down.sql")),
        }) as Box<dyn MigrationTrait>),*]
    };
}

/// All steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps![
            "m01_network",
            "m02_member",
            "m03_sign_in",
            "m04_trace",
            "m05_employer",
            "m06_entry",
            "m07_event",
            "m08_registration",
            "m09_charter",
            "m10_token",
        ]
    }
}

/// The number under which PostgreSQL holds the lock of a running migration.
const ADVISORY_LOCK: i64 = 0x6d61_696c;

/// Brings the database to the newest step; replicas that start together wait for each other.
pub async fn up(db: &sea_orm_migration::sea_orm::DatabaseConnection) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Migrator::up(db, None).await;
    }
    // A transaction keeps the lock on one connection of the pool, and releases it whatever happens.
    let lock = db.begin().await?;
    lock.execute_unprepared(NO_TIME_LIMIT).await?;
    lock.execute_unprepared(&format!("select pg_advisory_xact_lock({ADVISORY_LOCK})")).await?;
    Migrator::up(db, None).await?;
    lock.commit().await
}

/// Takes every step back.
pub async fn down(db: &sea_orm_migration::sea_orm::DatabaseConnection) -> Result<(), DbErr> {
    Migrator::down(db, None).await
}

/// How many steps the database is behind.
pub async fn pending(db: &sea_orm_migration::sea_orm::DatabaseConnection) -> Result<usize, DbErr> {
    Ok(Migrator::get_pending_migrations(db).await?.len())
}
