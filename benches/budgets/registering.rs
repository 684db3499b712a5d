//! How many people a second register for one event that all of them want.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use domain::id::{EventId, MemberId};
use serde_json::{Value, json};

use crate::{
    Report,
    outside::{
        crowd::Size,
        database,
        peer::Peer,
        server::{Server, Settings},
        settle,
    },
    own::{Kind, Own},
};

const PEOPLE: usize = 2_000;
const PLACES: i32 = 300;
const AT_ONCE: usize = 16;

pub(crate) async fn measure(report: &mut Report) {
    Report::title(&format!("Registering: {PEOPLE} people, {PLACES} places, {AT_ONCE} at once"));
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
        networks: 10,
        members: PEOPLE + 1,
        events: 1,
        capacity: PLACES,
        registrations_each: 0,
        employers: 0,
    };
    let crowd = Arc::new(settle(own.url(), size).await);
    let client = reqwest::Client::new();
    let mut server = Server::start(&settings, "serve");
    server.is_ready(&settings, &client).await;

    let next = Arc::new(AtomicUsize::new(1));
    let began = Instant::now();
    let people: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (crowd, next) = (Arc::clone(&crowd), Arc::clone(&next));
            let (client, url) = (client.clone(), settings.url("/graphql"));
            tokio::spawn(async move {
                while let Some(member) = crowd.members.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let input = json!({
                        "eventId": EventId::of(crowd.events[0]).to_string(),
                        "memberId": MemberId::of(*member).to_string(),
                    });
                    let asked = json!({
                        "query": "mutation($input: RegistrationCreateInput!) { \
                            registrationCreate(input: $input) { registration { state } } }",
                        "variables": { "input": input },
                    });
                    let request = client.post(&url).bearer_auth(&crowd.token).json(&asked);
                    let answer: Value = request.send().await.unwrap().json().await.unwrap();
                    let state = &answer["data"]["registrationCreate"]["registration"]["state"];
                    assert!(state.is_string(), "refused: {answer}");
                }
            })
        })
        .collect();
    for person in people {
        person.await.unwrap();
    }
    let rate = 2_000.0 / began.elapsed().as_secs_f64();

    let confirmed = database::count(own.url(), "registration where state = 'confirmed'").await;
    assert_eq!(i32::try_from(confirmed).unwrap(), PLACES, "never one too many, never one lost");
    report.at_least(&format!("{kind:?}"), rate, 300.0, "per second");
}
