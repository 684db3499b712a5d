//! Looking into a database beside the server that uses it.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

/// Rows of text, from a statement whose columns are all text.
pub(crate) async fn rows(url: &str, sql: &str) -> Vec<Vec<String>> {
    let text = AssertSqlSafe(sql.to_owned());
    if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let rows = sqlx::raw_sql(text).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| (0..row.len()).map(|place| row.get(place)).collect()).collect()
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let rows = sqlx::raw_sql(text).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| (0..row.len()).map(|place| row.get(place)).collect()).collect()
    }
}

/// How many rows there are.
pub(crate) async fn count(url: &str, from: &str) -> usize {
    let rows = rows(url, &format!("select cast(count(*) as text) from {from}")).await;
    rows[0][0].parse().unwrap()
}
