//! The arrows between our crates, and the rooms of each feature, read from the tree itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Who may know whom among our own crates; `maillage` is the server.
const ARROWS: [(&str, &[&str]); 8] = [
    ("api", &["domain", "locales"]),
    ("domain", &["entities", "migration"]),
    ("entities", &[]),
    ("locales", &[]),
    ("mail", &["domain", "locales"]),
    ("maillage", &["api", "domain", "locales", "mail", "migration", "web"]),
    ("migration", &[]),
    ("web", &["domain", "locales"]),
];

/// Libraries that only some of our crates may know, by the beginning of their name.
const WALLS: [(&str, &[&str]); 9] = [
    ("askama", &["mail", "web"]),
    ("async-graphql", &["api"]),
    ("clap", &["maillage"]),
    ("fluent", &["locales"]),
    ("lettre", &["mail"]),
    ("openidconnect", &["maillage"]),
    ("poem", &["maillage", "web"]),
    ("sea-", &["domain", "entities", "migration"]),
    ("sqlx", &["domain", "entities", "migration"]),
];

/// What the domain must not know: HTTP, GraphQL, HTML, language.
const NOT_IN_DOMAIN: [&str; 12] = [
    "askama",
    "async-graphql",
    "axum",
    "fluent",
    "http",
    "hyper",
    "icalendar",
    "lettre",
    "poem",
    "pulldown-cmark",
    "reqwest",
    "unic-langid",
];

/// The names of the crates that one of ours is built with; what its tests use is its own affair.
fn dependencies(package: &str) -> BTreeSet<String> {
    let folder = if package == "maillage" { "." } else { package };
    let path = Path::new(ROOT).join(folder).join("Cargo.toml");
    let text = fs::read_to_string(&path).expect("each crate has its manifest");
    let manifest: toml::Table = text.parse().expect("a manifest is TOML");
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    targets
        .into_iter()
        .flat_map(toml::Table::values)
        .filter_map(toml::Value::as_table)
        .chain([&manifest])
        .flat_map(|table| [table.get("dependencies"), table.get("build-dependencies")])
        .flatten()
        .filter_map(toml::Value::as_table)
        .flat_map(toml::Table::keys)
        .cloned()
        .collect()
}

/// The folders of a folder, by name.
fn rooms(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(Path::new(ROOT).join(folder)).into_iter().flatten();
    entries
        .map(|entry| entry.expect("the tree can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the tree can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn each_crate_knows_only_the_crates_it_may() {
    let ours: BTreeMap<_, _> = ARROWS.into_iter().collect();
    let text = fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).unwrap();
    let workspace: toml::Table = text.parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let members: BTreeSet<_> =
        members.iter().filter_map(toml::Value::as_str).chain(["maillage"]).collect();
    assert_eq!(members, ours.keys().copied().collect(), "every crate has its line in ARROWS");

    for (package, may_know) in &ours {
        for dependency in dependencies(package) {
            if ours.contains_key(dependency.as_str()) {
                assert!(may_know.contains(&dependency.as_str()), "{package} knows {dependency}");
            }
        }
    }
}

#[test]
fn each_library_stays_behind_its_wall() {
    for (package, _) in ARROWS {
        for dependency in dependencies(package) {
            for (library, may_know) in WALLS {
                assert!(
                    !dependency.starts_with(library) || may_know.contains(&package),
                    "{package} knows {dependency}"
                );
            }
        }
    }
}

#[test]
fn the_domain_knows_no_http_no_graphql_no_html_no_language() {
    for dependency in dependencies("domain") {
        assert!(!NOT_IN_DOMAIN.contains(&dependency.as_str()), "domain knows {dependency}");
    }
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let mut files = Vec::new();
    for folder in
        ["api", "benches", "domain", "entities", "locales", "mail", "migration", "src", "tests"]
    {
        sources(&Path::new(ROOT).join(folder), &mut files);
    }
    files.push(Path::new(ROOT).join("web/src/lib.rs"));
    sources(&Path::new(ROOT).join("web/src"), &mut files);

    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is for", file.display());
    }
}

#[test]
fn a_feature_has_the_same_word_in_every_room() {
    let domain = rooms("domain/src");
    for doors in ["api/src/graphql", "web/src/pages"] {
        for room in rooms(doors) {
            assert!(
                domain.contains(&room) || DOORS_OF_THEIR_OWN.contains(&(doors, room.as_str())),
                "{doors}/{room} has no room in domain/src"
            );
        }
    }
}

/// Folders of a door that are not a feature of the domain, each because of what the door is.
const DOORS_OF_THEIR_OWN: [(&str, &str); 10] = [
    // What runs the whole federation: its people, networks, trail and health have rooms of their own.
    ("web/src/pages", "administration"),
    // The door to oneself: one's memberships, registrations and rights, whose rules lie elsewhere.
    ("api/src/graphql", "viewer"),
    ("web/src/pages", "me"),
    // Events by month and as a list, and the feeds that calendars subscribe to.
    ("web/src/pages", "calendar"),
    // Every component in every state.
    ("web/src/pages", "design"),
    // From a commune to its network.
    ("web/src/pages", "find"),
    // What everybody sees first: networks, events, and what waits for an answer.
    ("web/src/pages", "home"),
    // What the law asks every site to say.
    ("web/src/pages", "legal"),
    // Why there is no page.
    ("web/src/pages", "outcome"),
    // The workbench of those who run a network, over members, memberships and invitations.
    ("web/src/pages", "people"),
];
