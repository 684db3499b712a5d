//! How long a page-sized query takes over a department's worth of rows, asked by one client.

use std::time::{Duration, Instant};

use domain::id::EventId;
use serde_json::{Value, json};

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

const TIMES: usize = 200;

/// Each with what a page of that name would ask; `$event` and `$slug` name one of many.
const PAGES: [(&str, &str); 6] = [
    (
        "home of a network",
        "{ network(by: { slug: \"crowd-0\" }) { name description host descendantCount \
           ancestors { name } children(first: 20) { nodes { name slug } } \
           events(first: 10, filter: { scope: SUBTREE }) { nodes { title startsAt venue { name } \
             hosts { name } capacity { onSite { total taken } } } } \
           viewerCan(action: INVITE) { isAllowed reason } } }",
    ),
    (
        "event page",
        "query($event: ID!) { event(by: { id: $event }) { title description startsAt endsAt venue { name } \
           hosts { name } capacity { onSite { total taken } } sessions { title startsAt } \
           questions { prompt } viewerCan(action: EDIT) { isAllowed reason } } }",
    ),
    (
        "50 events with hosts and places",
        "{ events(first: 50) { nodes { title startsAt endsAt venue { name } hosts { name } \
           capacity { onSite { total taken } } } pageInfo { hasNextPage endCursor } } }",
    ),
    (
        "events found by a word",
        "{ events(first: 20, filter: { search: \"rencontre 01\" }) { nodes { title startsAt } } }",
    ),
    (
        "all networks",
        "{ networks(first: 50) { nodes { name slug level parent { name } } totalCount } }",
    ),
    (
        "counts of a subtree over a year",
        "{ network(by: { slug: \"crowd-0\" }) { counts(from: \"2026-01-01\", until: \"2026-12-31\") \
           { meetings participants members } } }",
    ),
];

pub(crate) async fn measure(report: &mut Report) {
    Report::title(
        "Page-sized queries, median: 1,500 members, 200 events, 8,000 registrations, one client",
    );
    one(report, Kind::Sqlite).await;
    if std::env::var_os("MAILLAGE_TEST_POSTGRES_URL").is_some() {
        one(report, Kind::Postgres).await;
    }
}

async fn one(report: &mut Report, kind: Kind) {
    let own = Own::new(kind).await;
    let peer = Peer::start(Duration::ZERO);
    let settings = Settings::new(own.url(), &peer);
    let size = Size {
        networks: 30,
        members: 1_500,
        events: 200,
        capacity: 50,
        registrations_each: 40,
        employers: 60,
    };
    let crowd = settle(own.url(), size).await;
    let client = reqwest::Client::new();
    let mut server = Server::start(&settings, "serve");
    server.is_ready(&settings, &client).await;

    for (name, query) in PAGES {
        let mut times = Vec::with_capacity(TIMES);
        for number in 0..TIMES {
            let asked = asked(query, &crowd, number);
            let began = Instant::now();
            let request = client.post(settings.url("/graphql")).bearer_auth(&crowd.token);
            let answer = request.json(&asked).send().await.unwrap();
            let answer: Value = answer.json().await.unwrap();
            times.push(began.elapsed());
            assert!(answer.get("errors").is_none(), "{name}: {answer}");
        }
        report.at_most(&format!("{kind:?}, {name}"), median(times), 10.0, "ms");
    }
}

fn asked(query: &str, crowd: &Crowd, number: usize) -> Value {
    let event = EventId::of(crowd.events[number % crowd.events.len()]);
    let variables =
        if query.contains("$event") { json!({ "event": event.to_string() }) } else { json!({}) };
    json!({ "query": query, "variables": variables })
}
