//! A unique word in every private column, looked for over every field and every page, as everybody.

mod column;
mod decision;
mod document;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use maillage::page::{FORMS, PAGES};
use serde_json::{Value, json};

use self::{
    decision::Decision,
    document::{Contract, Root, guard},
    world::{Onlooker, World},
};
use crate::{
    sign_in::log::Log,
    support::{App, Kind},
};

/// How many objects within each other the documents reach; their fields are one level deeper, and a
/// page within each is one more.
const DEPTH: usize = 3;

/// Pages that are not in the list of pages.
const MORE_PAGES: [&str; 14] = [
    "/auth/email",
    "/calendar/cybanjou.ics",
    "/calendar/feed.ics",
    "/employers/:id/participations.csv",
    "/employers/:id/staff.csv",
    "/events/:id/people.csv",
    "/graphql",
    "/healthz/live",
    "/healthz/mail",
    "/healthz/ready",
    "/letters/preferences",
    "/metrics",
    "/networks/:slug/members.csv",
    "/networks/:slug/numbers.csv",
];

#[test]
fn every_column_of_words_has_a_decision() {
    let columns: BTreeSet<_> = column::words().into_iter().collect();

    let table = decision::table();
    let undecided: Vec<_> = columns.iter().filter(|column| !table.contains_key(*column)).collect();
    let is_gone = |column: &&String| !column.contains('-') && !columns.contains(*column);
    let gone: Vec<_> = table.keys().filter(is_gone).collect();

    assert!(undecided.is_empty(), "who may see these? Say so in decision.txt: {undecided:#?}");
    assert!(gone.is_empty(), "no such column: {gone:#?}");
}

/// What an onlooker gets to read.
async fn read(app: &App, who: &Onlooker, documents: &[String], pages: &[String]) -> Vec<String> {
    let mut bodies = Vec::new();
    for document in documents {
        let request = app.client.post("/graphql").body_json(&json!({ "query": document }));
        let mut request = request;
        for (name, value) in who.headers() {
            request = request.header(name, value);
        }
        let response = request.send().await;
        let status = response.0.status();
        let body = response.0.into_body().into_string().await.unwrap();
        assert!(!status.is_server_error(), "{}: {document}: {body}", who.name);
        for error in
            serde_json::from_str::<Value>(&body).unwrap()["errors"].as_array().into_iter().flatten()
        {
            let code = error["extensions"]["code"].as_str().unwrap();
            let is_broken =
                ["INTERNAL", "GRAPHQL_VALIDATION_FAILED", "RATE_LIMITED"].contains(&code);
            assert!(!is_broken, "{}: {error}: {document}", who.name);
        }
        bodies.push(body);
    }
    for page in pages {
        let mut request = app.client.get(page);
        for (name, value) in who.headers() {
            request = request.header(name, value);
        }
        let response = request.send().await;
        assert!(!response.0.status().is_server_error() || page == "/healthz/mail", "{page}");
        // What is no text holds no word.
        bodies.push(response.0.into_body().into_string().await.unwrap_or_default());
    }
    bodies
}

/// The documents: from each query and from each thing, down to the depth.
fn documents(world: &World, depth: usize) -> Vec<String> {
    let contract = Contract::read(&api::sdl());
    let guard = guard();
    let mut roots = Vec::new();
    let id = |prefix: &str, place: usize| {
        let things = world.things.iter().filter(|(known, _)| *known == prefix);
        let (prefix, id) = things.clone().nth(place).unwrap_or_else(|| panic!("no {prefix}"));
        domain::id::write_any(prefix, *id).unwrap()
    };
    for query in contract.queries() {
        let (text, kind) = match query.as_str() {
            "charter" => (format!("charter(id: \"{}\")", id("charter", 0)), "Charter"),
            "employer" => {
                (format!("employer(by: {{ id: \"{}\" }})", id("employer", 0)), "Employer")
            }
            "employers" => ("employers(first: 5)".to_owned(), "Employer"),
            "event" => (format!("event(by: {{ id: \"{}\" }})", id("event", 0)), "Event"),
            "events" => ("events(first: 5)".to_owned(), "Event"),
            "member" => (format!("member(by: {{ id: \"{}\" }})", id("member", 0)), "Member"),
            "memberDuplicates" => {
                (format!("memberDuplicates(networkId: \"{}\")", world.network), "MemberDuplicates")
            }
            "indicators" => {
                let span = "from: \"2026-01-01\", until: \"2026-12-31\"";
                let text = format!("indicators(networkId: \"{}\", {span})", world.network);
                (text, "IndicatorSeries")
            }
            "members" => ("members(first: 5)".to_owned(), "Member"),
            "network" => ("network(by: { slug: \"cybanjou\" })".to_owned(), "Network"),
            "networkLevels" => (query.clone(), "NetworkLevel"),
            "networks" => ("networks(first: 5)".to_owned(), "Network"),
            "places" => ("places(first: 5)".to_owned(), "Place"),
            "skillThemes" => (query.clone(), "SkillTheme"),
            "viewer" => (query.clone(), "Viewer"),
            // Communes are the nation's; the server's health is its own; a letter by its secret only;
            // a place has nothing private; things come below, one by one.
            "communes" | "epcis" | "health" | "invitationLetter" | "place" | "node" | "nodes" => {
                continue;
            }
            other => panic!("tell the canary sweep how to ask {other}"),
        };
        roots.push((Root { field: text, kind: kind.to_owned(), is_node: false }, depth));
    }
    for (prefix, key) in &world.things {
        let kind = kind(prefix);
        let id = domain::id::write_any(prefix, *key).unwrap();
        let field = format!("node(id: \"{id}\")");
        roots.push((Root { field, kind: kind.to_owned(), is_node: true }, depth - 1));
    }
    roots.iter().flat_map(|(root, depth)| contract.documents(root, *depth, &guard)).collect()
}

/// The type of an identifier's word.
fn kind(prefix: &str) -> &'static str {
    match prefix {
        "attendance" => "Attendance",
        "charter" => "Charter",
        "charterversion" => "CharterVersion",
        "employer" => "Employer",
        "employment" => "Employment",
        "event" => "Event",
        "invitation" => "Invitation",
        "joinrequest" => "JoinRequest",
        "letter" => "Letter",
        "manager" => "EmployerManager",
        "member" => "Member",
        "membership" => "Membership",
        "network" => "Network",
        "registration" => "Registration",
        "signature" => "Signature",
        "token" => "Token",
        other => panic!("tell the canary sweep what {other} is"),
    }
}

/// Every page and form, with the things of the world in their addresses.
fn pages(world: &World) -> Vec<String> {
    PAGES
        .iter()
        .chain(FORMS)
        .map(|(address, _)| *address)
        .chain(MORE_PAGES)
        .flat_map(|address| {
            let parts: Vec<_> = address.split('/').collect();
            let mut filled = vec![Vec::new()];
            for (place, part) in parts.iter().enumerate() {
                let values = match part.strip_prefix(':') {
                    None => vec![(*part).to_owned()],
                    Some(name) => world.named(parts[place - 1], name),
                };
                filled = filled
                    .iter()
                    .flat_map(|before: &Vec<String>| {
                        values
                            .iter()
                            .map(|value| [&before[..], std::slice::from_ref(value)].concat())
                    })
                    .collect();
            }
            filled.into_iter().map(|parts| parts.join("/")).collect::<Vec<_>>()
        })
        .collect()
}

#[tokio::test]
async fn what_is_private_is_seen_by_those_who_may_and_by_nobody_else() {
    let depth =
        std::env::var("MAILLAGE_TEST_CANARY_DEPTH").map_or(DEPTH, |value| value.parse().unwrap());
    let log = Log::listen();
    let app = App::start(Kind::Sqlite).await;
    let world = World::settle(app).await;
    let documents = documents(&world, depth);
    let pages = pages(&world);
    println!("{} documents, {} pages", documents.len(), pages.len());

    let mut seen = BTreeMap::<&str, BTreeSet<&str>>::new();
    for who in &world.onlookers {
        let bodies = read(&world.app, who, &documents, &pages).await;
        for (canary, column) in &world.canaries {
            if bodies.iter().any(|body| body.contains(canary)) {
                seen.entry(column).or_default().insert(who.name);
            }
        }
    }

    let mut wrong = Vec::new();
    for column in world.canaries.values() {
        let found = seen.get(column.as_str()).cloned().unwrap_or_default();
        let expected = match &world.decisions[column] {
            Decision::Open => continue,
            Decision::Only(names) => names.iter().map(String::as_str).collect(),
        };
        if found != expected {
            wrong.push(format!("{column}: seen by {found:?}, decided for {expected:?}"));
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for canary in world.canaries.keys() {
        assert_eq!(log.lines_with(canary), [""; 0], "logged");
    }
}
