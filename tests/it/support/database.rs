//! A database of its own for each test: a copy of a template that was migrated once.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Which database a story is told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A database that goes when it is dropped.
pub(crate) enum Own {
    Sqlite { _folder: TempDir, url: String },
    Postgres { name: String, url: String },
}

static SQLITE_TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();

impl Own {
    pub(crate) async fn new(kind: Kind) -> Self {
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

    /// Whether PostgreSQL takes connections to this database; those that there are end with it.
    pub(crate) async fn takes_connections(&self, does: bool) {
        let Self::Postgres { name, .. } = self else { panic!("a file is always there") };
        run(&format!("alter database {name} allow_connections {does}")).await;
        if !does {
            run(&format!(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
            ))
            .await;
        }
    }

    pub(crate) fn url(&self) -> &str {
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

/// What the template depends on: a name that changes with any migration, so that the tests of
/// one run, each in a process of its own, and the runs after it share one template.
fn version() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migration/src/sql");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(file.file_name().unwrap().as_encoded_bytes());
        hasher.update(std::fs::read(file).unwrap());
    }
    hex::encode(&hasher.finalize()[..8])
}

async fn sqlite_template() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = folder.join(format!("template-{}.db", version()));
    if !template.exists() {
        let making = tempfile::tempdir_in(folder).unwrap();
        let file = making.path().join("template.db");
        migrate(&format!("sqlite://{}?mode=rwc", file.display())).await;
        // Whoever comes last replaces it by its like.
        std::fs::rename(file, &template).unwrap();
    }
    template
}

async fn postgres_template() -> String {
    let template = format!("maillage_template_{}", version());
    let mut connection = PgConnection::connect(&server()).await.unwrap();
    // One makes it while the others wait; the lock goes with the connection.
    connection.execute("select pg_advisory_lock(7463)").await.unwrap();
    let known = sqlx::query("select 1 from pg_database where datname = $1").bind(&template);
    if known.fetch_optional(&mut connection).await.unwrap().is_none() {
        let making = format!("{template}_making");
        run(&format!("drop database if exists {making} with (force)")).await;
        run(&format!("create database {making}")).await;
        migrate(&postgres_url(&making)).await;
        run(&format!("alter database {making} rename to {template}")).await;
    }
    connection.close().await.unwrap();
    template
}

async fn migrate(url: &str) {
    let db = domain::database::Db::open(url).await.unwrap();
    domain::database::migrate(&db).await.unwrap();
    db.close().await.unwrap();
}
