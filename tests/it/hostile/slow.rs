//! What takes too long ends, also where the client no longer waits.

use std::{
    error::Error,
    net::SocketAddr,
    time::{Duration, Instant},
};

use domain::database::{Db, Sql, took_too_long};
use maillage::{config::Config, listener::Patience};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{App, Kind, on_both};

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

/// What comes until the server hangs up, well before a test gives up.
async fn heard(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes)).await;
    // To be cut off is an end like another.
    assert!(end.is_ok(), "the server does not hang up");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_head_that_stops_halfway_is_cut_off_while_others_are_answered() {
    let hasty = |config: Config| {
        let usual = config.patience;
        // A second, where a server has half a minute.
        let patience = Patience { request: usual.request / 30, ..usual };
        Config { patience, ..config }.listening_on(SocketAddr::from(([127, 0, 0, 1], 0)))
    };
    let app = App::start_with(Kind::Sqlite, hasty).await;
    let address = app.serves().await;
    let begun = Instant::now();

    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET /healthz/live HTTP/1.1\r\nhost: ").await.unwrap();
    let mut other = TcpStream::connect(address).await.unwrap();
    let asked = b"GET /healthz/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    other.write_all(asked).await.unwrap();
    let answer = heard(&mut other).await;

    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let nothing = heard(&mut slow).await;
    assert!(!nothing.contains("HTTP/1.1 200"), "{nothing}");
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
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
