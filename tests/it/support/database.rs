//! A database of its own for each test: a copy of a template that was migrated once.

use std::path::PathBuf;

use sqlx::{Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Which database a story is told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A database that goes when it is dropped.
pub enum Own {
    Sqlite { _folder: TempDir, url: String },
    Postgres { name: String, url: String },
}

static SQLITE_TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();

impl Own {
    pub async fn new(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let template = SQLITE_TEMPLATE.get_or_init(sqlite_template).await;
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("maillage.db");
                std::fs::copy(template, &file).unwrap();
                Self::Sqlite { url: format!("sqlite://{}", file.display()), _folder: folder }
            }
            Kind::Postgres => {
                let template = POSTGRES_TEMPLATE.get_or_init(postgres_template).await;
                let name = format!("maillage_{}", Uuid::new_v4().simple());
                run(&format!("create database {name} template {template}")).await;
                Self::Postgres { url: postgres_url(&name), name }
            }
        }
    }

    pub fn url(&self) -> &str {
        match self {
            Self::Sqlite { url, .. } | Self::Postgres { url, .. } => url,
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Self::Postgres { name, .. } = self {
            let statement = format!("drop database if exists {name} with (force)");
            // A drop cannot await; a thread of its own can.
            let _ = std::thread::spawn(move || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap()
                    .block_on(run(&statement));
            })
            .join();
        }
    }
}

/// The server that `scripts/test` started.
fn server() -> String {
    std::env::var("MAILLAGE_TEST_POSTGRES_URL").expect(
        "MAILLAGE_TEST_POSTGRES_URL is not set: run the tests with scripts/test, which starts a PostgreSQL of its own",
    )
}

fn postgres_url(name: &str) -> String {
    let server = server();
    let (before, after) = server.split_once("://").unwrap();
    let (host, query) = after
        .split_once('?')
        .map_or((after, String::new()), |(host, query)| (host, format!("?{query}")));
    let host = host.split('/').next().unwrap();
    format!("{before}://{host}/{name}{query}")
}

async fn run(statement: &str) {
    let mut connection = PgConnection::connect(&server()).await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

async fn sqlite_template() -> PathBuf {
    let folder = tempfile::tempdir().unwrap().keep();
    let file = folder.join("template.db");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    migrate(&url).await;
    file
}

async fn postgres_template() -> String {
    let name = format!("maillage_template_{}", Uuid::new_v4().simple());
    run(&format!("create database {name}")).await;
    migrate(&postgres_url(&name)).await;
    name
}

async fn migrate(url: &str) {
    let db = domain::database::Db::open(url).await.unwrap();
    domain::database::migrate(&db).await.unwrap();
    db.close().await.unwrap();
}
