//! A database of one test's own, looked into beside the server that uses it.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// Which of the two.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// An empty database; its server has yet to make the tables.
pub(crate) struct Database {
    kind: Kind,
    url: String,
    _folder: TempDir,
}

impl Database {
    pub(crate) async fn create(kind: Kind) -> Self {
        let folder = TempDir::new().unwrap();
        let url = match kind {
            Kind::Sqlite => format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display()),
            Kind::Postgres => {
                let server = postgres();
                let name = format!("durability_{}", Uuid::now_v7().simple());
                let mut connection = PgConnection::connect(&server).await.unwrap();
                let create = format!("create database {name}");
                sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
                let (before, _) = server.rsplit_once('/').unwrap();
                format!("{before}/{name}")
            }
        };
        Self { kind, url, _folder: folder }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Rows of text, from a statement whose columns are all text.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let text = AssertSqlSafe(sql.to_owned());
        match self.kind {
            Kind::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                let rows = sqlx::raw_sql(text).fetch_all(&mut connection).await.unwrap();
                rows.iter()
                    .map(|row| (0..row.len()).map(|place| row.get(place)).collect())
                    .collect()
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                let rows = sqlx::raw_sql(text).fetch_all(&mut connection).await.unwrap();
                rows.iter()
                    .map(|row| (0..row.len()).map(|place| row.get(place)).collect())
                    .collect()
            }
        }
    }

    /// One number.
    pub(crate) async fn count(&self, from: &str) -> usize {
        let rows = self.rows(&format!("select cast(count(*) as text) from {from}")).await;
        rows[0][0].parse().unwrap()
    }

    pub(crate) async fn change(&self, sql: &str) {
        self.rows(sql).await;
    }
}

fn postgres() -> String {
    #[expect(clippy::disallowed_methods, reason = "scripts/test says here where PostgreSQL is")]
    let url = std::env::var("MAILLAGE_TEST_POSTGRES_URL");
    url.expect("MAILLAGE_TEST_POSTGRES_URL is missing: run the tests with scripts/test")
}
