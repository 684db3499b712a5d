//! How long a page takes from the request to its last byte, over a department's worth of rows.

use std::time::{Duration, Instant};

use domain::id::{EmployerId, EventId};

use crate::{
    Report, median,
    outside::{
        crowd::{Crowd, Size},
        peer::Peer,
        server::{Server, Settings},
        settle,
    },
    own::{Kind, Own},
};

const TIMES: usize = 100;

/// Each page by its address; `EVENT` and `EMPLOYER` stand for one of many.
const PAGES: [&str; 16] = [
    "/",
    "/calendar",
    "/events/EVENT",
    "/events/EVENT/attendance",
    "/events/EVENT/people",
    "/employers/EMPLOYER",
    "/employers/EMPLOYER/staff",
    "/find?q=angers",
    "/me",
    "/me/participation",
    "/members?search=nom01",
    "/networks",
    "/networks/crowd-0",
    "/networks/crowd-0/history",
    "/networks/crowd-0/members",
    "/networks/crowd-0/numbers",
];

pub(crate) async fn measure(report: &mut Report, size: Size) {
    Report::title("Pages, median, asked by the lead of all networks, one client, SQLite");
    let own = Own::new(Kind::Sqlite).await;
    let peer = Peer::start(Duration::ZERO);
    let settings = Settings::new(own.url(), &peer);
    let crowd = settle(own.url(), size).await;
    let client = reqwest::Client::new();
    let mut server = Server::start(&settings, "serve");
    server.is_ready(&settings, &client).await;

    for page in PAGES {
        let mut times = Vec::with_capacity(TIMES);
        for number in 0..TIMES {
            let address = settings.url(&filled(page, &crowd, number));
            let began = Instant::now();
            let answer = client.get(address).bearer_auth(&crowd.token).send().await.unwrap();
            let status = answer.status();
            answer.bytes().await.unwrap();
            times.push(began.elapsed());
            assert!(status.is_success(), "{page}: {status}");
        }
        report.at_most(page, median(times), 50.0, "ms");
    }
}

fn filled(page: &str, crowd: &Crowd, number: usize) -> String {
    let event = EventId::of(crowd.events[number % crowd.events.len()]);
    let employer = EmployerId::of(crowd.employers[number % crowd.employers.len()]);
    page.replace("EVENT", &event.to_string()).replace("EMPLOYER", &employer.to_string())
}
