//! The real binary as a process of its own, which can be killed without warning.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::peer::Peer;

/// How long a start may take here, in a debug build on a busy machine; the budget is in `benches/`.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every process of one test is told.
#[derive(Clone)]
pub(crate) struct Settings {
    database: String,
    smtp: String,
    address: String,
}

impl Settings {
    pub(crate) fn new(database: &str, peer: &Peer) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        Self { database: database.to_owned(), smtp: peer.url(), address }
    }

    fn command(&self, word: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
        command
            .arg(word)
            .env_clear()
            .env("MAILLAGE_DATABASE_URL", &self.database)
            .env("MAILLAGE_LISTEN", &self.address)
            .env("MAILLAGE_PUBLIC_URL", format!("http://{}", self.address))
            .env("MAILLAGE_SECRET_KEY", "a key for one test only, of no use elsewhere")
            .env("MAILLAGE_SMTP_URL", &self.smtp)
            .env("MAILLAGE_MAIL_FROM", "Maillage <maillage@example.org>")
            .env("MAILLAGE_LOG", "warn")
            // A crowd asks with one token.
            .env("MAILLAGE_API_LIMIT_SIGNED_IN", "none")
            .stdin(Stdio::null());
        command
    }

    /// Where a path is served.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// A running process; killed when dropped.
pub(crate) struct Server {
    pub(crate) child: Child,
}

impl Server {
    /// `serve` or `worker`, in the background.
    pub(crate) fn start(settings: &Settings, word: &str) -> Self {
        let child = settings.command(word).stdout(Stdio::null()).spawn().unwrap();
        Self { child }
    }

    /// Waits until it answers.
    pub(crate) async fn is_ready(&mut self, settings: &Settings, client: &reqwest::Client) {
        let url = settings.url("/healthz/ready");
        let began = Instant::now();
        loop {
            if let Ok(answer) = client.get(&url).send().await
                && answer.status().is_success()
            {
                return;
            }
            assert!(self.is_alive(), "the server ended by itself");
            assert!(began.elapsed() < PATIENCE, "the server is not ready after {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Whether it still runs; a worker that ended by itself has failed.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// SIGKILL: no word of farewell, nothing put in order.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
