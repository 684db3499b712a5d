//! What takes too long ends, also where the client no longer waits.

use domain::database::{Sql, took_too_long};

use crate::support::{App, Kind};

#[tokio::test]
async fn a_statement_ends_before_the_request_that_asked_it() {
    let app = App::start(Kind::Postgres).await;
    let house = app.house();
    let set = "select cast(setting as bigint) from pg_settings where name = 'statement_timeout'";
    let limit = Sql::new(set, vec![]).number(house.db()).await.unwrap();
    let tx = house.begin().await.unwrap();
    Sql::new("set local statement_timeout = 50", vec![]).run(&*tx).await.unwrap();

    let slow = Sql::new("select count(*) from (select pg_sleep(5)) as slept", vec![]);
    let error = slow.number(&*tx).await.unwrap_err();

    assert!((1..10_000).contains(&limit), "{limit} ms");
    assert!(took_too_long(&anyhow::Error::new(error).context("asking the database")));
    drop(tx);
    let missing = Sql::new("select count(*) from nowhere", vec![]).number(house.db()).await;
    assert!(!took_too_long(&anyhow::Error::new(missing.unwrap_err())));
}
