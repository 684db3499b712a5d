//! How long a page-sized query takes over a department's worth of rows, asked by one client.

use std::time::{Duration, Instant};

use domain::id::{EmployerId, EventId};
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

const NESTED: &str = "50 events with 20 registrations each";

/// Each with what a page of that name would ask; `$event` and `$slug` name one of many.
const PAGES: [(&str, &str); 11] = [
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
        "event with its registrants",
        "query($event: ID!) { event(by: { id: $event }) { title startsAt venue { name } \
           registrations(first: 50) { nodes { state rank member { name email } } } } }",
    ),
    (
        "employer with its staff",
        "query($employer: ID!) { employer(by: { id: $employer }) { name email \
           places(first: 20) { nodes { name address } } staff(first: 30) { totalCount \
             nodes { member { name } participation { registered present upcoming } } } } }",
    ),
    (
        "my calendar",
        "{ viewer { registrations(first: 50) { totalCount nodes { state rank \
           event { title startsAt venue { name } } } } } }",
    ),
    (
        "search in the directory",
        "{ members(first: 50, filter: { search: \"nom01\" }) { totalCount \
           nodes { name email jobTitle skills } } }",
    ),
    (
        NESTED,
        "{ events(first: 50) { nodes { title \
           registrations(first: 20) { nodes { state member { name } } } } } }",
    ),
    (
        "counts of a subtree over a year",
        "{ network(by: { slug: \"crowd-0\" }) { counts(from: \"2026-01-01\", until: \"2026-12-31\") \
           { meetings participants members } } }",
    ),
];

/// As many rows as a department has.
pub(crate) const fn department() -> Size {
    Size {
        networks: 30,
        members: 1_500,
        events: 200,
        capacity: 50,
        registrations_each: 40,
        employers: 60,
    }
}

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
    let crowd = settle(own.url(), department()).await;
    let client = reqwest::Client::new();
    let mut server = Server::start(&settings, "serve");
    server.is_ready(&settings, &client).await;

    for (name, query) in PAGES {
        let mut times = Vec::with_capacity(TIMES);
        for number in 0..TIMES {
            let asked = asked(query, &crowd, number);
            let began = Instant::now();
            let request = client.post(settings.url("/graphql")).bearer_auth(&crowd.token);
            let answer = request.json(&asked).send().await.unwrap().bytes().await.unwrap();
            times.push(began.elapsed());
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            assert!(answer.get("errors").is_none(), "{name}: {answer}");
        }
        // A thousand rows are more than a page.
        let budget = if name == NESTED { 50.0 } else { 10.0 };
        report.at_most(&format!("{kind:?}, {name}"), median(times), budget, "ms");
    }
}

fn asked(query: &str, crowd: &Crowd, number: usize) -> Value {
    let event = EventId::of(crowd.events[number % crowd.events.len()]);
    let employer = EmployerId::of(crowd.employers[number % crowd.employers.len()]);
    let variables = if query.contains("$event") {
        json!({ "event": event.to_string() })
    } else if query.contains("$employer") {
        json!({ "employer": employer.to_string() })
    } else {
        json!({})
    };
    json!({ "query": query, "variables": variables })
}
