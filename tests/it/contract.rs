//! What the schema promises by its shape, and that a later one keeps what an earlier one promised.

use std::{collections::HashMap, path::Path, process::Command};

use api::deprecation::{Deprecations, Reason};
use async_graphql_parser::{
    parse_schema,
    types::{
        FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
    },
};
use serde_json::Value;

const COMMITTED: &str = include_str!("../../schema.graphql");

/// The committed schema's types by name.
fn types() -> HashMap<String, TypeDefinition> {
    let document = parse_schema(COMMITTED).unwrap();
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    types.map(|definition| (definition.name.node.to_string(), definition)).collect()
}

fn fields(definition: &TypeDefinition) -> Vec<&FieldDefinition> {
    match &definition.kind {
        TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
        TypeKind::Interface(object) => object.fields.iter().map(|field| &field.node).collect(),
        _ => Vec::new(),
    }
}

fn inputs(definition: &TypeDefinition) -> Vec<&InputValueDefinition> {
    match &definition.kind {
        TypeKind::InputObject(object) => object.fields.iter().map(|field| &field.node).collect(),
        _ => Vec::new(),
    }
}

fn has(definition: &TypeDefinition, name: &str) -> bool {
    fields(definition).iter().any(|field| field.name.node == name)
        || inputs(definition).iter().any(|field| field.name.node == name)
}

/// What the breaking-change check says of two schemas, and whether it lets the newer one pass.
fn compared(older: &str, newer: &str, today: &str) -> (bool, Vec<(String, String)>) {
    let node = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    assert!(
        node.join("node_modules/graphql").exists(),
        "npm's graphql is missing: run `npm ci` in tests/node, or scripts/test"
    );
    let folder = tempfile::tempdir().unwrap();
    let paths = ["older.graphql", "newer.graphql"].map(|name| folder.path().join(name));
    for (path, text) in paths.iter().zip([older, newer]) {
        std::fs::write(path, text).unwrap();
    }
    let output = Command::new("node")
        .arg("breaking_changes.mjs")
        .args(&paths)
        .arg(today)
        .current_dir(node)
        .output()
        .expect("node compares the schemas");
    let told = String::from_utf8(output.stdout).unwrap();
    let changes = told.lines().map(|line| {
        let change: Value = serde_json::from_str(line).unwrap();
        let word = |name: &str| change[name].as_str().unwrap().to_owned();
        (word("severity"), word("description"))
    });
    let changes: Vec<_> = changes.collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    (output.status.success(), changes)
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

#[test]
fn nothing_breaks_since_the_last_release() {
    let today = chrono::Utc::now().date_naive().to_string();
    let Some(tag) = git(&["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"]) else {
        // Before the first release, or in a copy without its history, nobody was promised anything:
        // that the comparison reads this very schema can be seen all the same.
        let (passes, changes) = compared(COMMITTED, COMMITTED, &today);
        assert!(passes && changes.is_empty(), "compared with itself: {changes:#?}");
        return;
    };
    let released = git(&["show", &format!("{}:schema.graphql", tag.trim())]);
    let released = released.expect("the release has its schema");

    let (passes, changes) = compared(&released, COMMITTED, &today);

    assert!(passes, "since {}: {changes:#?}", tag.trim());
}

#[test]
fn a_break_is_told_and_what_was_announced_in_time_is_none() {
    let older = r#"
        type Query {
            hike(id: ID!, slug: String): Hike
            walk: Hike @deprecated(reason: "2026-01-15: use hike; removed after 2026-12-31")
        }
        type Hike { name: String! kind: Kind! }
        enum Kind { LONG SHORT }
    "#;
    let newer = "
        type Query { hike(id: ID!): Hike }
        type Hike { name: String kind: Kind! }
        enum Kind { LONG SHORT ROUND }
    ";
    let severities = |today: &str| {
        let (passes, changes) = compared(older, newer, today);
        assert!(!passes, "{changes:?}");
        changes
    };

    let before = severities("2026-12-31");
    let after = severities("2027-01-01");

    let told = |changes: &[(String, String)], severity: &str, words: &str| {
        changes.iter().any(|(found, said)| found == severity && said.contains(words))
    };
    assert!(told(&before, "breaking", "Query.walk was removed"), "{before:?}");
    assert!(told(&after, "announced", "Query.walk was removed"), "{after:?}");
    assert!(told(&after, "breaking", "Query.hike arg slug was removed"), "{after:?}");
    assert!(told(&after, "breaking", "Hike.name changed type"), "{after:?}");
    assert!(told(&after, "dangerous", "ROUND was added"), "{after:?}");
    let (passes, changes) = compared(older, older, "2026-12-31");
    assert!(passes && changes.is_empty(), "{changes:?}");
}

#[test]
fn what_is_to_go_is_announced_with_its_dates() {
    let undated: Vec<_> = Deprecations::of(parse_schema(COMMITTED).unwrap())
        .all()
        .into_iter()
        .filter(|gone| !Reason::read(&gone.reason).is_some_and(|reason| reason.keeps_the_promise()))
        .map(|gone| format!("{}: {}", gone.coordinate, gone.reason))
        .collect();

    assert_eq!(undated, Vec::<String>::new(), "«2027-01-15: use x; removed after 2027-12-31»");
}

#[test]
fn every_enum_says_that_it_may_grow() {
    let mut silent: Vec<_> = types()
        .into_values()
        .filter(|found| matches!(found.kind, TypeKind::Enum(_)))
        .filter(|found| {
            let said = found.description.as_ref().map_or("", |said| said.node.as_str());
            !said.ends_with("The list may grow.")
        })
        .map(|found| found.name.node.to_string())
        .collect();
    silent.sort_unstable();

    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn every_scalar_says_where_its_format_is_defined() {
    let bare: Vec<_> = types()
        .into_values()
        .filter(|found| matches!(found.kind, TypeKind::Scalar))
        .filter(|found| found.directives.iter().all(|known| known.node.name.node != "specifiedBy"))
        .map(|found| found.name.node.to_string())
        .collect();

    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn every_mutation_takes_one_input_of_its_own_and_answers_with_user_errors() {
    let types = types();
    let mut takers: HashMap<String, String> = HashMap::new();
    for mutation in fields(&types["Mutation"]) {
        let name = mutation.name.node.as_str();
        let [input] = mutation.arguments.as_slice() else { panic!("{name} takes one input") };
        assert_eq!(input.node.name.node, "input", "{name}");
        let other = takers.insert(input.node.ty.node.to_string(), name.to_owned());
        assert_eq!(other, None, "{name} shares its input");
        let payload = mutation.ty.node.to_string();
        let payload = &types[payload.trim_end_matches('!')];
        assert!(has(payload, "userErrors"), "{name}");
        for field in fields(payload).iter().filter(|field| field.name.node != "userErrors") {
            assert!(field.ty.node.nullable, "{name}: a refusal has no {}", field.name.node);
        }
    }
}

#[test]
fn every_edit_may_say_which_revision_it_was_made_on() {
    let types = types();
    let exceptions = [
        // Set whole by the one person whom they concern.
        "LetterPreferencesUpdateInput",
        // Many at once: what each was goes with the answer, and can be undone.
        "MembershipsUpdateInput",
        // Adds and removes what it names; what others did meanwhile stays.
        "NetworkTerritoryUpdateInput",
    ];
    for (name, input) in &types {
        let Some(thing) = name.strip_suffix("UpdateInput") else { continue };
        if exceptions.contains(&name.as_str()) {
            continue;
        }
        assert!(has(input, "expectedRevision"), "{name}");
        // The agenda and the questions of an event share its revision.
        let thing = match thing {
            "Session" | "Question" => "Event",
            "MemberEmail" => "Member",
            other => other,
        };
        assert!(has(&types[thing], "revision"), "{thing}");
    }
}

#[test]
fn every_list_that_may_grow_is_turned_page_by_page_and_counted_on_request() {
    let types = types();
    for found in types.values() {
        for field in fields(found) {
            let given = field.ty.node.to_string();
            let given = given.trim_end_matches('!');
            let Some(connection) = types.get(given).filter(|_| given.ends_with("Connection"))
            else {
                continue;
            };
            for argument in ["first", "after", "last", "before"] {
                assert!(
                    field.arguments.iter().any(|found| found.node.name.node == argument),
                    "{}.{} has no {argument}",
                    found.name.node,
                    field.name.node
                );
            }
            for name in ["edges", "nodes", "pageInfo", "totalCount", "totalCountIsExact"] {
                assert!(has(connection, name), "{given} has no {name}");
            }
        }
    }
}

#[test]
fn everything_with_an_identifier_says_what_the_viewer_may_do_with_it() {
    // What one may do with these is asked of the event or charter that they belong to.
    let parts = ["Attendance", "CharterVersion", "Letter", "Question", "Session"];
    let mut silent: Vec<_> = types()
        .into_values()
        .filter(|found| match &found.kind {
            TypeKind::Object(object) => object.implements.iter().any(|name| name.node == "Node"),
            _ => false,
        })
        .filter(|found| !has(found, "viewerCan"))
        .map(|found| found.name.node.to_string())
        .collect();
    silent.sort_unstable();

    assert_eq!(silent, parts);
}
