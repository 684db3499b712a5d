//! The real binary from the outside: its process, a database of its own, a mail server, a crowd of people.

#[macro_use]
pub(crate) mod crowd;
pub(crate) mod database;
pub(crate) mod peer;
pub(crate) mod server;

use domain::{clock::Clock, database::Db};

use self::crowd::{Crowd, Size};

/// Writes a crowd into a migrated database.
pub(crate) async fn settle(url: &str, size: Size) -> Crowd {
    let db = Db::open(url).await.unwrap();
    let crowd = crowd::settle(&db, size, Clock::Machine.now()).await;
    db.close().await.unwrap();
    crowd
}

/// A client that opens a new connection for each request: a server that is killed must not leave
/// its own to the next one.
pub(crate) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap()
}
