//! How soon the server answers after its start, and what it holds in memory after much work.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::Report;

/// How many starts the median is taken of.
const STARTS: usize = 9;
const REQUESTS: u32 = 10_000;

/// A server with a database of its own, ended when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(binary: &Path, database: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let child = Command::new(binary)
            .arg("serve")
            .env_clear()
            .env("MAILLAGE_DATABASE_URL", database)
            .env("MAILLAGE_LISTEN", &address)
            .env("MAILLAGE_PUBLIC_URL", format!("http://{address}"))
            .env("MAILLAGE_SECRET_KEY", "a key for a measurement, of no other use")
            .env("MAILLAGE_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Self { child, address }
    }

    async fn answers(&mut self, client: &reqwest::Client) {
        let url = format!("http://{}/healthz/ready", self.address);
        let began = Instant::now();
        loop {
            if let Ok(answer) = client.get(&url).send().await
                && answer.status().is_success()
            {
                return;
            }
            assert!(self.child.try_wait().unwrap().is_none(), "the server ended by itself");
            assert!(began.elapsed() < Duration::from_secs(30), "the server is not ready");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn resident(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1_000.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

pub(crate) async fn measure(report: &mut Report, binary: &Path) {
    let client = reqwest::Client::new();
    let folder = TempDir::new().unwrap();
    let mut empty = Vec::new();
    let mut again = Vec::new();
    for start in 0..STARTS {
        let file = folder.path().join(format!("{start}.db"));
        let database = format!("sqlite://{}?mode=rwc", file.display());
        for times in [&mut empty, &mut again] {
            let began = Instant::now();
            let mut server = Server::start(binary, &database);
            server.answers(&client).await;
            times.push(began.elapsed());
        }
    }
    report.at_most("first answer, database still to make", median(empty), 300.0, "ms");
    report.at_most("first answer, database there", median(again), 300.0, "ms");

    let database = format!("sqlite://{}?mode=rwc", folder.path().join("0.db").display());
    let mut server = Server::start(binary, &database);
    server.answers(&client).await;
    let question = serde_json::json!({ "query": "{ __typename }" });
    for request in 0..REQUESTS {
        let page = ["/", "/auth/email", "/healthz/live"][request as usize % 3];
        let asked = if request % 2 == 0 {
            client.get(format!("http://{}{page}", server.address))
        } else {
            client.post(format!("http://{}/graphql", server.address)).json(&question)
        };
        asked.send().await.unwrap().bytes().await.unwrap();
    }
    report.at_most("resident after 10,000 requests", server.resident(), 60.0, "MB");
}
