//! Registering at a server that is killed over and over.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use domain::id::{EventId, MemberId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::wanted_by;
use crate::{
    outside::{
        client, database,
        peer::Peer,
        server::{Server, Settings},
        settle,
    },
    support::database::{Kind, Own},
};

const PEOPLE: usize = 150;
const PLACES: usize = 50;
const AT_ONCE: usize = 6;
/// How long after a kill the server may take to answer again, on a busy machine.
const READY_WITHIN: Duration = Duration::from_secs(10);

const REGISTER: &str = "mutation($input: RegistrationCreateInput!) { \
    registrationCreate(input: $input) { registration { state } userErrors { code } } }";

#[tokio::test(flavor = "multi_thread")]
async fn no_place_is_lost_or_doubled_when_the_server_is_killed_on_sqlite() {
    killed_while_registering(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_place_is_lost_or_doubled_when_the_server_is_killed_on_postgresql() {
    killed_while_registering(Kind::Postgres).await;
}

/// What people were told, by their number in the crowd.
type Told = Arc<Mutex<BTreeMap<usize, Option<String>>>>;

async fn killed_while_registering(kind: Kind) {
    let own = Own::new(kind).await;
    let peer = Peer::start(Duration::ZERO);
    let settings = Settings::new(own.url(), &peer);
    let crowd = Arc::new(settle(own.url(), wanted_by(PEOPLE + 1)).await);
    let client = client();

    // The first member leads; everyone else wants a place.
    let next = Arc::new(AtomicUsize::new(1));
    let told = Told::default();
    let people: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (crowd, next, told) = (Arc::clone(&crowd), Arc::clone(&next), Arc::clone(&told));
            let (client, url) = (client.clone(), settings.url("/graphql"));
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let Some(member) = crowd.members.get(number) else { return };
                    let asked = asked(crowd.events[0], *member);
                    let state = insist(&client, &url, &crowd.token, &asked, number).await;
                    told.lock().unwrap().insert(number, state);
                }
            })
        })
        .collect();
    let mut kills = 0;
    let mut server = start(&settings, &client).await;
    while !people.iter().all(tokio::task::JoinHandle::is_finished) {
        // After so many answers more, with others under way: a slow machine is killed as often as a
        // fast one, and comes to the end.
        let enough = told.lock().unwrap().len() + 3 + 5 * (kills % 3);
        while told.lock().unwrap().len() < enough
            && !people.iter().all(tokio::task::JoinHandle::is_finished)
        {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
        kills += 1;
        let began = Instant::now();
        server = start(&settings, &client).await;
        assert!(began.elapsed() < READY_WITHIN, "ready only after {:?}", began.elapsed());
    }
    for person in people {
        person.await.unwrap();
    }

    assert!(kills >= 3, "too quick to be killed: {kills} times");
    let rows = database::rows(
        own.url(),
        "select m.email, r.state, cast(r.rank as text) from registration r \
             join member m on m.id = r.member_id order by r.rank",
    )
    .await;
    assert_eq!(rows.len(), PEOPLE);
    let ranks: Vec<_> = rows.iter().map(|row| row[2].parse::<usize>().unwrap()).collect();
    let in_line = ranks.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(in_line, "two have one place in the line: {ranks:?}");
    for (place, row) in rows.iter().enumerate() {
        let right = if place < PLACES { "confirmed" } else { "waitlisted" };
        assert_eq!(row[1], right, "place {place} in the line");
        let number: usize =
            row[0].trim_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap();
        if let Some(state) = &told.lock().unwrap()[&number] {
            assert_eq!(state.to_lowercase(), right, "what {} was told", row[0]);
        }
    }
    // What is told and what is written down came with the place, once each.
    let letters = "outbox where kind like 'registration%'";
    assert_eq!(database::count(own.url(), letters).await, PEOPLE);
    let written = "audit_line where subject_kind = 'registration'";
    assert_eq!(database::count(own.url(), written).await, PEOPLE);
}

async fn start(settings: &Settings, client: &reqwest::Client) -> Server {
    let mut server = Server::start(settings, "serve");
    server.is_ready(settings, client).await;
    server
}

fn asked(event: Uuid, member: Uuid) -> Value {
    let (event, member) = (EventId::of(event), MemberId::of(member));
    json!({
        "query": REGISTER,
        "variables": {
            "input": { "eventId": event.to_string(), "memberId": member.to_string() },
        },
    })
}

/// Asks until it is known that there is a registration, as a careful tool does: the same key while
/// the connection is at fault, another once the key is known to be spent. The answer's state, unless
/// the server died between the change and its answer.
async fn insist(
    client: &reqwest::Client,
    url: &str,
    token: &str,
    asked: &Value,
    number: usize,
) -> Option<String> {
    let mut key = 0;
    loop {
        let request = client
            .post(url)
            .bearer_auth(token)
            .header("idempotency-key", format!("person-{number}-{key}"))
            .json(asked);
        if let Ok(answer) = request.send().await
            && let Ok(answer) = answer.json::<Value>().await
        {
            let payload = &answer["data"]["registrationCreate"];
            if let Some(state) = payload["registration"]["state"].as_str() {
                return Some(state.to_owned());
            }
            if payload["userErrors"][0]["code"] == "ALREADY_REGISTERED" {
                return None;
            }
            let code = &answer["errors"][0]["extensions"]["code"];
            assert_eq!(code, "IDEMPOTENCY_KEY_IN_USE", "person {number} was refused: {answer}");
            key += 1;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
