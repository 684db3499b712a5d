//! What one may list agrees with what one may see: for each asker, the lists of a thing hold exactly
//! those whose identifier the same asker may look up.

mod federation;

use std::collections::BTreeSet;

use async_graphql_parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Answer, App, Person, on_both};

/// Something that is listed and that has an identifier.
struct Thing {
    name: &'static str,
    table: &'static str,
    prefix: &'static str,
    /// Every list of it; its place is called `listed`.
    lists: &'static [&'static str],
    /// Whether the lists hold all that may be looked up.
    is_complete: bool,
}

const fn thing(
    name: &'static str,
    table: &'static str,
    prefix: &'static str,
    lists: &'static [&'static str],
) -> Thing {
    Thing { name, table, prefix, lists, is_complete: true }
}

const THINGS: &[Thing] = &[
    thing(
        "Network",
        "network",
        "network",
        &["{ listed: networks(first: 100, filter: { withArchived: true }) { nodes { id } } }"],
    ),
    thing(
        "Member",
        "member",
        "member",
        &["{ listed: members(first: 100, filter: { withPast: true }) { nodes { id } } }"],
    ),
    thing(
        "Membership",
        "membership",
        "membership",
        &[
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: memberships(first: 100) { nodes { id } } } } }",
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: memberships(first: 100, filter: { withEnded: true }) { nodes { id } } } } }",
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: memberships(first: 100, filter: { scope: SUBTREE }) { nodes { id } } } } }",
            "{ members(first: 100, filter: { withPast: true }) { nodes { \
             listed: memberships(first: 50, filter: { withEnded: true }) { nodes { id } } } } }",
            "{ members(first: 100, filter: { withPast: true }) { nodes { \
             listed: memberships(first: 50) { nodes { id } } } } }",
        ],
    ),
    thing(
        "Employer",
        "employer",
        "employer",
        &["{ listed: employers(first: 100, filter: { withArchived: true }) { nodes { id } } }"],
    ),
    thing(
        "Employment",
        "employment",
        "employment",
        &[
            "{ members(first: 100, filter: { withPast: true }) { nodes { \
             listed: employments(first: 20) { nodes { id } } } } }",
            "{ viewer { member { listed: employments(first: 20) { nodes { id } } } } }",
            "{ employers(first: 100) { nodes { staff(first: 50, filter: { withPast: true }) { \
             nodes { listed: employment { id } } } } } }",
            "{ employers(first: 100) { nodes { staff(first: 50, \
             filter: { status: DECLARED, withPast: true }) { \
             nodes { listed: employment { id } } } } } }",
            "{ employers(first: 100) { nodes { staff(first: 50, \
             filter: { status: REFUSED, withPast: true }) { \
             nodes { listed: employment { id } } } } } }",
        ],
    ),
    thing(
        "EmployerManager",
        "employer_manager",
        "manager",
        &[
            "{ employers(first: 100) { nodes { listed: managers(first: 100) { nodes { id } } } } }",
            "{ viewer { listed: employerManagers(first: 100) { nodes { id } } } }",
        ],
    ),
    thing(
        "Place",
        "place",
        "place",
        &[
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: places(first: 100) { nodes { id } } } } }",
            "{ employers(first: 100) { nodes { listed: places(first: 100) { nodes { id } } } } }",
            "{ listed: places(first: 100, filter: { withArchived: true }) { nodes { id } } }",
        ],
    ),
    thing(
        "Event",
        "event",
        "event",
        &[
            "{ listed: events(first: 100) { nodes { id } } }",
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: events(first: 100) { nodes { id } } } } }",
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: events(first: 100, filter: { scope: SUBTREE }) { nodes { id } } } } }",
        ],
    ),
    thing(
        "Session",
        "session",
        "session",
        &["{ events(first: 60) { nodes { listed: sessions { id } } } }"],
    ),
    thing(
        "Question",
        "question",
        "question",
        &["{ events(first: 60) { nodes { listed: questions { id } } } }"],
    ),
    thing(
        "Registration",
        "registration",
        "registration",
        &[
            "{ events(first: 60) { nodes { listed: registrations(first: 100) { nodes { id } } } } }",
            "{ viewer { listed: registrations(first: 100, filter: { withOver: true }) { \
             nodes { id } } } }",
            "{ members(first: 100, filter: { withPast: true }) { nodes { \
             listed: registrations(first: 100, filter: { withOver: true }) { nodes { id } } } } }",
        ],
    ),
    thing(
        "Attendance",
        "attendance",
        "attendance",
        &[
            "{ events(first: 60) { nodes { listed: attendances(first: 100) { nodes { id } } } } }",
            "{ viewer { registrations(first: 100, filter: { withOver: true }) { nodes { \
             listed: attendances { id } } } } }",
            "{ members(first: 20, filter: { withPast: true }) { nodes { \
             registrations(first: 30, filter: { withOver: true }) { nodes { \
             listed: attendances { id } } } } } }",
        ],
    ),
    thing(
        "Charter",
        "charter",
        "charter",
        &["{ networks(first: 50, filter: { withArchived: true }) { nodes { \
           listed: charters(first: 100, withArchived: true) { nodes { id } } } } }"],
    ),
    thing(
        "CharterVersion",
        "charter_version",
        "charterversion",
        &["{ networks(first: 50, filter: { withArchived: true }) { nodes { \
           charters(first: 20, withArchived: true) { nodes { \
           listed: versions(first: 10) { nodes { id } } } } } } }"],
    ),
    Thing {
        name: "Signature",
        table: "signature",
        prefix: "signature",
        lists: &[
            "{ networks(first: 10, filter: { withArchived: true }) { nodes { \
             charters(first: 5, withArchived: true) { nodes { coverage(first: 50) { nodes { \
             volunteer { listed: signature { id } } } } } } } } }",
            "{ networks(first: 10, filter: { withArchived: true }) { nodes { \
             charters(first: 5, withArchived: true) { nodes { coverage(first: 50) { nodes { \
             structure { listed: signature { id } } } } } } } } }",
            "{ viewer { charters(first: 100) { nodes { listed: signature { id } } } } }",
            "{ members(first: 100, filter: { withPast: true }) { nodes { charters(first: 30) { \
             nodes { volunteer { listed: signature { id } } structure { \
             listed: signature { id } } } } } } }",
        ],
        // A list shows the one that covers, or the newest; the others are found by their identifier.
        is_complete: false,
    },
    thing(
        "Invitation",
        "invitation",
        "invitation",
        &[
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: invitations(first: 100) { nodes { id } } } } }",
            "{ viewer { listed: invitations { id } } }",
        ],
    ),
    thing(
        "JoinRequest",
        "join_request",
        "joinrequest",
        &[
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: joinRequests(first: 100) { nodes { id } } } } }",
            "{ viewer { listed: joinRequests(first: 100) { nodes { id } } } }",
        ],
    ),
    thing(
        "Token",
        "token",
        "token",
        &[
            "{ networks(first: 50, filter: { withArchived: true }) { nodes { \
             listed: tokens(first: 100) { nodes { id } } } } }",
            "{ viewer { listed: tokens(first: 100) { nodes { id } } } }",
        ],
    ),
    thing(
        "Letter",
        "outbox",
        "letter",
        &["{ networks(first: 50, filter: { withArchived: true }) { nodes { \
           listed: letters(first: 100) { nodes { id } } } } }"],
    ),
];

/// The attendances of a session are listed session by session.
fn of_session(session: &str) -> String {
    format!(
        "{{ node(id: \"{session}\") {{ ... on Session {{ event {{ listed: attendances( \
         first: 100, filter: {{ sessionId: \"{session}\" }}) {{ nodes {{ id }} }} }} }} }} }}"
    )
}

/// Someone who asks.
struct Asker {
    name: &'static str,
    person: Option<Person>,
    /// The tool that asks for this person.
    token: Option<String>,
}

impl Asker {
    async fn asks(&self, app: &App, document: &str, variables: Value) -> Answer {
        match &self.token {
            Some(token) => app.ask_with_token(token, document, variables).await,
            None => app.ask(self.person.as_ref(), document, variables).await,
        }
    }

    /// All that one list shows; what it refuses to show is not there.
    async fn lists(&self, app: &App, document: &str) -> BTreeSet<String> {
        let answer = self.asks(app, document, json!({})).await;
        for error in answer.body["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"].as_str().unwrap();
            let is_refusal = ["FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND"].contains(&code);
            assert!(is_refusal, "{}: {document}: {error}", self.name);
        }
        let mut listed = BTreeSet::new();
        collect(&answer.body["data"], false, &mut listed);
        listed
    }

    /// Those of these identifiers that may be looked up.
    async fn sees(&self, app: &App, ids: &[&str]) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        for page in ids.chunks(100) {
            let document = "query($ids: [ID!]!) { listed: nodes(ids: $ids) { id } }";
            let answer = self.asks(app, document, json!({ "ids": page })).await;
            collect(&answer.body["data"], false, &mut seen);
        }
        seen
    }
}

/// Every identifier below `listed`.
fn collect(answer: &Value, is_listed: bool, into: &mut BTreeSet<String>) {
    match answer {
        Value::Array(all) => all.iter().for_each(|one| collect(one, is_listed, into)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if let (true, "id", Some(id)) = (is_listed, name.as_str(), value.as_str()) {
                    into.insert(id.to_owned());
                }
                collect(value, is_listed || name == "listed", into);
            }
        }
        _ => {}
    }
}

/// To whom the lists of its kind show a thing, of those who may look it up.
#[derive(Clone, Copy)]
enum Shown {
    All,
    Nobody,
    Oneself(Uuid),
    Others(Uuid),
}

impl Shown {
    fn is_for(self, me: Uuid) -> bool {
        match self {
            Self::All => true,
            Self::Nobody => false,
            Self::Oneself(whose) => me == whose,
            Self::Others(whose) => me != whose,
        }
    }
}

/// A thing of the story.
struct Known {
    id: String,
    name: String,
    shown: Shown,
}

#[test]
fn everything_with_an_identifier_has_its_lists_here() {
    let mut unheard = Vec::new();
    for definition in parse_schema(api::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let TypeKind::Object(object) = definition.node.kind else { continue };
        let name = definition.node.name.node.to_string();
        let has_identifier = object.implements.iter().any(|interface| interface.node == "Node");
        if has_identifier && THINGS.iter().all(|thing| thing.name != name) {
            unheard.push(name);
        }
    }

    assert_eq!(unheard, Vec::<String>::new(), "say in THINGS where they are listed");
}

on_both! {
    async fn what_one_may_list_is_what_one_may_see(app: App) {
        let (cast, story) = federation::settle(&app).await;
        let mut wrong = Vec::new();
        let mut seen_by_any = BTreeSet::new();

        for asker in &cast {
            let me = asker.person.as_ref().map_or_else(Uuid::nil, |person| person.id.uuid());
            for thing in THINGS {
                let all = story.all(thing.table);
                let ids: Vec<&str> = all.iter().map(|known| known.id.as_str()).collect();
                let seen = asker.sees(&app, &ids).await;
                let mut listed = BTreeSet::new();
                for document in thing.lists {
                    listed.extend(asker.lists(&app, document).await);
                }
                if thing.table == "attendance" {
                    for session in story.all("session") {
                        let document = of_session(&session.id);
                        listed.extend(asker.lists(&app, &document).await);
                    }
                }
                for known in all {
                    let (is_seen, is_listed) = (seen.contains(&known.id), listed.contains(&known.id));
                    let what = format!("{} {}", thing.table, known.name);
                    if is_listed && !is_seen {
                        wrong.push(format!("{} lists, and cannot look up: {what}", asker.name));
                    }
                    // A tool may lack the scope of every way to what it knows an identifier of.
                    let is_owed = thing.is_complete && asker.token.is_none();
                    if is_seen && !is_listed && is_owed && known.shown.is_for(me) {
                        wrong.push(format!("{} looks up, and cannot list: {what}", asker.name));
                    }
                }
                if !seen.is_empty() && seen.len() < ids.len() {
                    seen_by_any.insert(thing.table);
                }
            }
        }

        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // Places, networks and what charters published are public; of everything else someone sees some and not all.
        let public = ["network", "place", "employer", "charter_version"];
        let private = THINGS.iter().map(|thing| thing.table).filter(|name| !public.contains(name));
        let seen_whole: Vec<_> = private.filter(|table| !seen_by_any.contains(table)).collect();
        assert_eq!(seen_whole, [""; 0]);
    }
}
