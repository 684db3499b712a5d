//! What is looked for is read to an end: no search is so long that the database gives up.

use std::{collections::HashSet, fmt::Write as _};

use async_graphql_parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
};
use maillage::demonstration;
use poem::http::StatusCode;
use serde_json::json;

use crate::support::{Browser, on_both};

/// How one comes to a thing of each type that looks for something; `@` stands for the field.
const WAYS: [(&str, &str); 6] = [
    ("Charter", "node(id: $charter) { ... on Charter { @ } }"),
    ("Employer", "employer(by: { id: $employer }) { @ }"),
    ("Event", "event(by: { id: $event }) { @ }"),
    ("Network", "network(by: { slug: \"cybanjou\" }) { @ }"),
    ("Query", "@"),
    ("Viewer", "viewer { @ }"),
];

/// The words by which something is looked for, wherever they stand.
const WORDS: [&str; 2] = ["search", "skill"];

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}

/// A field that takes this argument, with all else that it must be told.
fn call(field: &FieldDefinition, name: &str, value: &str) -> String {
    let mut arguments = vec![format!("{name}: {value}")];
    for argument in &field.arguments {
        let argument = &argument.node;
        let is_told = argument.name.node.as_str() == name || argument.default_value.is_some();
        if is_told || argument.ty.node.nullable {
            continue;
        }
        let year = if argument.name.node.as_str() == "startsFrom" { 2026 } else { 2027 };
        arguments.push(format!("{}: \"{year}-01-01T00:00:00Z\"", argument.name.node));
    }
    let is_page = base(&field.ty.node).ends_with("Connection");
    if is_page {
        arguments.push("first: 1".to_owned());
    }
    let selection = if is_page { "pageInfo { hasNextPage }" } else { "__typename" };
    format!("{}({}) {{ {selection} }}", field.name.node, arguments.join(", "))
}

/// Every field of the schema that looks for a text, `$text`, by its type.
fn searches() -> Vec<(String, String)> {
    let definitions: Vec<_> = parse_schema(api::sdl())
        .unwrap()
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => Some(definition.node),
            _ => None,
        })
        .collect();
    let mut filters: Vec<(String, String)> = Vec::new();
    for definition in &definitions {
        let TypeKind::InputObject(input) = &definition.kind else { continue };
        for field in &input.fields {
            let word = field.node.name.node.as_str();
            if definition.name.node.ends_with("Filter") && WORDS.contains(&word) {
                filters.push((definition.name.node.to_string(), word.to_owned()));
            }
        }
    }
    let mut found = Vec::new();
    for definition in &definitions {
        let TypeKind::Object(object) = &definition.kind else { continue };
        for field in &object.fields {
            for argument in &field.node.arguments {
                let (name, of) = (argument.node.name.node.as_str(), base(&argument.node.ty.node));
                let direct = (WORDS.contains(&name) && of == "String").then(|| "$text".to_owned());
                let filtered = filters.iter().filter(|(filter, _)| filter == of);
                for value in direct
                    .into_iter()
                    .chain(filtered.map(|(_, word)| format!("{{ {word}: $text }}")))
                {
                    found.push((definition.name.node.to_string(), call(&field.node, name, &value)));
                }
            }
        }
    }
    found
}

on_both! {
    async fn a_search_of_any_length_is_answered(app: App) {
        demonstration::load(&app.server).await.unwrap();
        let existing = app.existing().await;
        let ada = app.person("Ada").await;
        let rise = "update member set is_administrator = true where id = ?";
        app.write(rise, vec![ada.id.into()]).await;
        let texts = ["x".repeat(60_000), "mot ".repeat(15_000), format!("a@{}", "é".repeat(25_000))];
        let searches = searches();
        let types: HashSet<&str> = searches.iter().map(|(of, _)| of.as_str()).collect();
        let known: HashSet<&str> = WAYS.iter().map(|(of, _)| *of).collect();
        assert_eq!(types, known, "tell the way to the others");
        assert!(searches.len() >= 20, "{searches:?}");

        for (of, call) in &searches {
            let (_, way) = WAYS.iter().find(|(known, _)| known == of).unwrap();
            let way = way.replace('@', call);
            let mut declared = "$text: String!".to_owned();
            let mut variables = serde_json::Map::new();
            for name in ["charter", "employer", "event"] {
                if way.contains(&format!("${name})")) || way.contains(&format!("${name} }}")) {
                    write!(declared, ", ${name}: ID!").unwrap();
                    let id = existing[format!("{name}Id").as_str()].clone();
                    variables.insert(name.to_owned(), id.into());
                }
            }
            let document = format!("query({declared}) {{ {way} }}");
            for text in &texts {
                variables.insert("text".to_owned(), json!(text));
                let answer = app.ask(Some(&ada), &document, json!(variables)).await;
                assert!(answer.body.get("errors").is_none(), "{document}: {}", answer.body);
            }
        }
    }

    async fn a_long_search_finds_what_its_beginning_finds_and_breaks_no_page(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let name = "x".repeat(300);
        app.write("update network set search = ? where id = ?", vec![name.into(), network.into()])
            .await;
        let document = "query($text: String!) { networks(first: 5, filter: { search: $text }) {
            nodes { slug } } }";

        let long = "x".repeat(60_000);
        let found = app.ask(Some(&lead), document, json!({ "text": &long })).await;
        let other = app.ask(Some(&lead), document, json!({ "text": "y".repeat(60_000) })).await;
        for path in ["/networks/cybanjou/events", "/calendar", "/places", "/members", "/employers"] {
            let shown = Browser::of(&app, &lead).get(&format!("{path}?search={long}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}");
        }
        Browser::of(&app, &lead).get("/members").await.says(" maxlength=\"200\"");

        assert_eq!(found.data()["networks"]["nodes"], json!([{ "slug": "cybanjou" }]));
        assert_eq!(other.data()["networks"]["nodes"], json!([]));
    }
}
