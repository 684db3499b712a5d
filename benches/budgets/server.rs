//! How soon the server answers after its start, and what it holds in memory after much work.

use std::{fs, time::Instant};

use crate::{
    Report, median,
    outside::{
        peer::Peer,
        server::{Server, Settings},
    },
};

/// How many starts the median is taken of.
const STARTS: usize = 9;
const REQUESTS: u32 = 10_000;

pub(crate) async fn measure(report: &mut Report) {
    let client = reqwest::Client::new();
    let peer = Peer::start(std::time::Duration::ZERO);
    let mut empty = Vec::new();
    let mut again = Vec::new();
    let mut last = None;
    for _ in 0..STARTS {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
        for times in [&mut empty, &mut again] {
            let settings = Settings::new(&url, &peer);
            let began = Instant::now();
            let mut server = Server::start(&settings, "serve");
            server.is_ready(&settings, &client).await;
            times.push(began.elapsed());
        }
        last = Some((folder, url));
    }
    report.at_most("first answer, database still to make", median(empty), 300.0, "ms");
    report.at_most("first answer, database there", median(again), 300.0, "ms");

    let (_folder, url) = last.unwrap();
    let settings = Settings::new(&url, &peer);
    let mut server = Server::start(&settings, "serve");
    server.is_ready(&settings, &client).await;
    let question = serde_json::json!({ "query": "{ __typename }" });
    for request in 0..REQUESTS {
        let asked = if request % 2 == 0 {
            client.get(settings.url(["/", "/auth/email", "/healthz/live"][request as usize % 3]))
        } else {
            client.post(settings.url("/graphql")).json(&question)
        };
        asked.send().await.unwrap().bytes().await.unwrap();
    }
    report.at_most("resident after 10,000 requests", resident(server.child.id()), 60.0, "MB");
}

/// The memory that a process holds, in megabytes; the kernel counts by 1,024 bytes.
fn resident(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() * 1_024.0 / 1e6
}
