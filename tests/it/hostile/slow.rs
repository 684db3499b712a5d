//! What takes too long ends, also where the client no longer waits.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use domain::database::{Db, Sql, took_too_long};

use crate::support::on_both;

/// Counts up to here, one by one.
fn count_to(end: i64) -> Sql {
    let text = "with recursive count_up (n) as (select cast(1 as bigint) union all \
        select n + 1 from count_up where n < ?) select count(*) from count_up";
    Sql::new(text, vec![end.into()])
}

/// What no test waits for.
const ENDLESS: i64 = 1_000_000_000_000;

fn is_late<T: std::fmt::Debug, E: Error + Send + Sync + 'static>(answer: Result<T, E>) -> bool {
    took_too_long(&anyhow::Error::new(answer.unwrap_err()).context("asking the database"))
}

/// Some statements, each within its time, that take longer together.
async fn take_their_time<E: std::fmt::Debug>(ask: impl AsyncFn(Sql) -> Result<i64, E>) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(1_500) {
        assert_eq!(ask(count_to(100_000)).await.unwrap(), 100_000);
    }
}

on_both! {
    async fn a_statement_that_takes_too_long_ends(app: App) {
        let db = Db::open_for(&app.server.config.database_url, Duration::from_secs(1)).await.unwrap();

        for _ in 0..2 {
            assert!(is_late(count_to(ENDLESS).number(db.read()).await));
            assert!(is_late(count_to(ENDLESS).number(db.write()).await));
        }
        take_their_time(async |sql| sql.number(db.read()).await).await;
        let missing = Sql::new("select count(*) from nowhere", vec![]).number(db.read()).await;
        assert!(!is_late(missing));
        db.close().await.unwrap();
    }

    async fn a_change_that_takes_too_long_leaves_no_trace(app: App) {
        let db = Db::open_for(&app.server.config.database_url, Duration::from_secs(1)).await.unwrap();
        let level = "select count(*) from network_level where code = 'x'";

        let tx = db.begin().await.unwrap();
        take_their_time(async |sql| sql.number(&*tx).await).await;
        let create = "insert into network_level (code, name, rank) values ('x', 'X', 1)";
        Sql::new(create, vec![]).run(&*tx).await.unwrap();
        let change = Sql::new("update network_level set name = (", vec![])
            .append(count_to(ENDLESS))
            .and(") where code = 'x'", vec![]);
        assert!(is_late(change.run(&*tx).await));
        drop(tx);

        // Whatever else is given up before the next change, that one is certain.
        drop(db.begin().await.unwrap());
        drop(db.begin().await.unwrap());
        let tx = db.begin().await.unwrap();
        assert_eq!(Sql::new(level, vec![]).number(&*tx).await.unwrap(), 0);
        Sql::new(create, vec![]).run(&*tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(Sql::new(level, vec![]).number(db.read()).await.unwrap(), 1);
        db.close().await.unwrap();
    }

    async fn the_server_sets_a_limit_of_seconds(app: App) {
        let begun = Instant::now();

        assert!(is_late(count_to(ENDLESS).number(app.house().db()).await));

        assert!((5..10).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    }
}
