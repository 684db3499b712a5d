//! What a tool's scopes leave out is refused: no list and no count reads as if there were nothing.

use std::fmt::Write as _;

use async_graphql_parser::{
    parse_schema,
    types::{BaseType, TypeKind, TypeSystemDefinition},
};
use maillage::demonstration;
use serde_json::{Value, json};

use crate::support::{App, Kind, Person};

const CREATE: &str = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
    created { secret } userErrors { code } } }";

const SCOPES: [&str; 6] = [
    "network:read",
    "member:read",
    "employer:read",
    "event:read",
    "registration:read",
    "charter:read",
];

/// How a tool comes to one thing of each type that has lists; `@` stands for the list.
const WAYS: [(&str, &str); 6] = [
    ("Charter", "node(id: $charter) { ... on Charter { @ } }"),
    ("Employer", "employer(by: { id: $employer }) { @ }"),
    ("Event", "event(by: { id: $event }) { @ }"),
    ("Member", "member(by: { id: $member }) { @ }"),
    ("Network", "network(by: { slug: \"cybanjou\" }) { @ }"),
    ("Query", "@"),
];

/// What is one's own, each behind a scope.
const OWN: [&str; 14] = [
    "awaitingEvents { id }",
    "charters(first: 1) { totalCount }",
    "employerManagers(first: 1) { totalCount }",
    "employmentProposals { __typename }",
    "invitations { id }",
    "joinRequests(first: 1) { totalCount }",
    "letterPreferences { __typename }",
    "networks(first: 1) { totalCount }",
    "news { kind }",
    "participations(first: 1, startsFrom: \"2026-01-01T00:00:00Z\", \
     startsBefore: \"2027-01-01T00:00:00Z\") { totalCount }",
    "registrations(first: 1) { totalCount }",
    "signInSessions { __typename }",
    "tokens(first: 1) { totalCount }",
    "waiting { count }",
];

/// The lists of a type, as the schema has them, and what else says how many there are.
fn lists(of: &str) -> Vec<String> {
    let mut lists = Vec::new();
    for definition in parse_schema(api::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let TypeKind::Object(object) = definition.node.kind else { continue };
        if definition.node.name.node != of {
            continue;
        }
        for field in object.fields {
            let field = field.node;
            if let BaseType::Named(name) = &field.ty.node.base
                && name.ends_with("Connection")
            {
                lists.push(format!("it: {}(first: 1) {{ totalCount }}", field.name.node));
            }
        }
    }
    if of == "Network" {
        lists.push("it: counts(from: \"2026-01-01\", until: \"2026-12-31\") { members }".into());
    }
    if of == "Query" {
        let days = "from: \"2026-01-01\", until: \"2026-03-31\"";
        lists.push(format!("it: indicators(networkId: $network, {days}) {{ indicator }}"));
    }
    lists
}

/// What stands at `it`, wherever that is; nothing where the way to it is closed.
fn found(answer: &Value) -> Option<&Value> {
    let fields = answer.as_object()?;
    fields.get("it").or_else(|| fields.values().find_map(found))
}

async fn token(app: &App, who: &Person, scopes: &[&str]) -> String {
    let input = json!({ "input": { "name": "Outil", "scopes": scopes } });
    let made = app.ask(Some(who), CREATE, input).await;
    made.done()["created"]["secret"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_tool_of_one_scope_reads_what_its_maker_reads_or_is_told_that_it_may_not() {
    let app = App::start(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();
    let existing = app.existing().await;
    let ada = app.person("Ada").await;
    let rise = "update member set is_administrator = true where id = ?";
    app.write(rise, vec![ada.id.into()]).await;
    let mut tools = Vec::new();
    for scope in SCOPES {
        tools.push((scope, token(&app, &ada, &[scope]).await));
    }
    let (mut silent, mut told, mut read) = (Vec::new(), 0, 0);

    for (of, way) in WAYS {
        let lists = lists(of);
        assert!(!lists.is_empty(), "{of}");
        for list in lists {
            let inner = way.replace('@', &list);
            let mut variables = serde_json::Map::new();
            let mut declared = String::new();
            for name in ["charter", "employer", "event", "member", "network"] {
                if inner.contains(&format!("${name}")) {
                    write!(declared, "${name}: ID! ").unwrap();
                    variables
                        .insert(name.into(), existing[format!("{name}Id").as_str()].clone().into());
                }
            }
            let head = if declared.is_empty() { String::new() } else { format!("({declared})") };
            let document = format!("query{head} {{ {inner} }}");
            let whole = app.ask(Some(&ada), &document, variables.clone().into()).await;
            let whole = found(whole.data()).unwrap_or_else(|| panic!("{document}")).clone();
            for (scope, token) in &tools {
                let answer = app.ask_with_token(token, &document, variables.clone().into()).await;
                if answer.body["errors"].is_array() {
                    let extensions = &answer.body["errors"][0]["extensions"];
                    assert_eq!(
                        extensions["needs"], "SCOPE",
                        "{scope}: {document}: {}",
                        answer.body
                    );
                    // A list that is refused takes nothing beside it away.
                    let path = answer.body["errors"][0]["path"].as_array().unwrap();
                    if path.last().unwrap() == "it" {
                        let part = found(&answer.body["data"]);
                        assert_eq!(
                            part,
                            Some(&Value::Null),
                            "{scope}: {document}: {}",
                            answer.body
                        );
                    }
                    told += 1;
                } else if let Some(part) = found(&answer.body["data"]) {
                    // Without an error, what is told is all that there is.
                    if *part == whole {
                        read += 1;
                    } else {
                        silent.push(format!("{scope}: {document}: {part}, not {whole}"));
                    }
                }
            }
        }
    }

    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(told > 50 && read > 20, "{told} refused, {read} read");
}

#[tokio::test]
async fn what_a_tool_may_not_read_of_its_maker_is_null_alone() {
    let app = App::start(Kind::Sqlite).await;
    let network = app.network("cybanjou").await;
    let ana = app.member_of(network, "Ana").await;
    let blind = token(&app, &ana, &["network:read"]).await;

    for own in OWN {
        let document = format!("{{ viewer {{ isAdministrator it: {own} }} }}");
        let whole = app.ask(Some(&ana), &document, json!({})).await;
        let part = app.ask_with_token(&blind, &document, json!({})).await;

        assert!(!whole.data()["viewer"]["it"].is_null(), "{own}");
        assert_eq!(part.body["errors"][0]["extensions"]["needs"], "SCOPE", "{own}: {}", part.body);
        assert_eq!(
            part.body["data"],
            json!({ "viewer": { "isAdministrator": false, "it": null } }),
            "{own}"
        );
    }
}

#[tokio::test]
async fn a_tool_that_may_not_read_registrations_is_not_told_that_its_maker_has_none() {
    let app = App::start(Kind::Sqlite).await;
    let network = app.network("cybanjou").await;
    let ana = app.member_of(network, "Ana").await;
    let event = app.event(network, |_| ()).await;
    let id = json!({ "id": event.to_string() });
    let register = "mutation($id: ID!) { registrationCreate(input: { eventId: $id }) {
        registration { id } userErrors { code } } }";
    app.ask(Some(&ana), register, id.clone()).await.done();
    let blind = token(&app, &ana, &["event:read"]).await;
    let seeing = token(&app, &ana, &["event:read", "registration:read"]).await;

    for own in ["viewerRegistration { state }", "viewerAttendance { state }"] {
        let document = format!("query($id: ID!) {{ event(by: {{ id: $id }}) {{ it: {own} }} }}");
        let refused = app.ask_with_token(&blind, &document, id.clone()).await;
        let read = app.ask_with_token(&seeing, &document, id.clone()).await;

        assert_eq!(
            refused.body["errors"][0]["extensions"]["needs"], "SCOPE",
            "{own}: {}",
            refused.body
        );
        assert!(read.body["errors"].is_null(), "{own}: {}", read.body);
    }
}
