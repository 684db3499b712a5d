//! The words: every key that is asked for is there, none is for nobody, and they fit what is given.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use domain::{
    audit::ChangeKind,
    outbox::{Category, Told},
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every file below these folders with one of these endings.
fn files(folders: &[&str], endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut waiting: Vec<_> = folders.iter().map(|folder| Path::new(ROOT).join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if endings.iter().any(|ending| path.extension().is_some_and(|it| it == *ending))
            {
                files.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// The sources and templates of every door, and of the domain, without their own tests.
fn sources() -> Vec<(PathBuf, String)> {
    let doors = ["api/src", "domain/src", "locales/src", "mail/src", "src", "web/src"];
    files(&doors, &["rs", "html", "txt"])
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests.rs"))
        .map(|(path, text)| {
            let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
            (path, text)
        })
        .collect()
}

/// What stands between quotation marks in a source, with where it begins and ends.
fn literals(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut place = 0;
    while let Some(start) = rest.find('"') {
        let inner = &rest[start + 1..];
        let Some(length) = inner.find('"') else { break };
        found.push((place + start, &inner[..length]));
        // Overlapping: a literal may begin where another seems to end.
        place += start + 1;
        rest = inner;
    }
    found
}

fn is_key(words: &str) -> bool {
    words.contains('-')
        && words.starts_with(|first: char| first.is_ascii_lowercase())
        && words
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
}

/// Each code of the schema's refusals with the names of what its words are given, over all operations.
fn refusals() -> BTreeMap<String, BTreeSet<String>> {
    let schema = api::sdl();
    let mut codes: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
    for (path, text) in files(&["domain/src"], &["rs"]) {
        // The list in the macro's own description is an example.
        if path.ends_with("error.rs") {
            continue;
        }
        for list in text.split("refusals! {").skip(1) {
            let list = list.split("\n}").next().unwrap();
            // What pages alone refuse has its words beside them.
            let operation = list.split(": pub enum").next().unwrap().rsplit([' ', '\n']).next();
            let operation = operation.unwrap();
            let is_told = operation == "FileImport"
                || schema.contains(&format!("enum {operation}ErrorCode "));
            if !is_told {
                continue;
            }
            for (place, code) in literals(list) {
                if !list[..place].ends_with("=> ") {
                    continue;
                }
                let variant = list[..place].rsplit(",\n").next().unwrap();
                let given: BTreeSet<String> = variant
                    .split_once("{ ")
                    .filter(|_| !variant.contains("pub enum") || variant.matches('{').count() > 1)
                    .map(|_| variant.rsplit("{ ").next().unwrap().split('}').next().unwrap())
                    .unwrap_or_default()
                    .split(", ")
                    .filter_map(|argument| argument.split_once(':'))
                    .map(|(name, _)| name.trim().to_owned())
                    .collect();
                // What every operation with this code gives can be told.
                let known = codes.entry(code.to_owned()).or_default();
                *known = Some(match known.take() {
                    Some(before) => before.intersection(&given).cloned().collect(),
                    None => given,
                });
            }
        }
    }
    codes.into_iter().map(|(code, given)| (code, given.unwrap_or_default())).collect()
}

/// The actions on the audit trail: `event.publish`.
fn actions() -> BTreeSet<String> {
    // Names of orders, columns and fields have the same form.
    let no_verbs = [
        "access",
        "address",
        "audiences",
        "charter",
        "coordinates",
        "coverage",
        "emails",
        "fees",
        "id",
        "labels",
        "latest",
        "line",
        "member_id",
        "mobility",
        "name",
        "newest",
        "phone",
        "pivot",
        "programmes",
        "services",
        "start",
        "start_desc",
        "summary",
        "support",
        "time",
        "title",
        "typologies",
        "websites",
    ];
    let mut actions = BTreeSet::new();
    for (path, text) in sources() {
        if !path.starts_with(Path::new(ROOT).join("domain"))
            || path.to_string_lossy().contains("standard")
        {
            continue;
        }
        for (_, words) in literals(&text) {
            let Some((kind, verb)) = words.split_once('.') else { continue };
            let is_verb = verb.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
            let is_kind = ChangeKind::ALL.iter().any(|known| known.word() == kind);
            if is_kind && is_verb && !verb.is_empty() && !no_verbs.contains(&verb) {
                actions.insert(words.to_owned());
            }
        }
    }
    actions
}

/// The keys that are put together from what the domain names.
fn made() -> BTreeSet<String> {
    let dashed = |words: &str| words.to_lowercase().replace(['.', '_'], "-");
    let mut keys: BTreeSet<String> =
        refusals().keys().map(|code| format!("refusal-{}", dashed(code))).collect();
    keys.extend(actions().iter().map(|action| format!("change-{}", dashed(action))));
    for kind in mail::KINDS {
        keys.insert(format!("letter-action-{}", dashed(kind)));
        keys.insert(format!("letter-reason-{}", dashed(kind)));
    }
    for kind in Told::OF_NETWORKS {
        assert!(mail::KINDS.contains(&kind), "no letter is called {kind}");
        keys.insert(format!("letter-name-{}", dashed(kind)));
    }
    for kind in ChangeKind::ALL {
        keys.insert(format!("change-kind-{}", dashed(kind.word())));
    }
    for category in Category::REFUSABLE {
        keys.insert(format!("letter-category-{}", category.word()));
        keys.insert(format!("letter-category-{}-about", category.word()));
    }
    keys.extend(domain::member::skill::THEMES.iter().map(|code| format!("skill-{}", dashed(code))));
    keys.extend(domain::sheet::Reason::CODES.iter().map(|code| format!("exchange-reason-{code}")));
    let imported = domain::employer::imported_fields()
        .chain(domain::event::imported_fields())
        .chain(domain::member::imported_fields())
        .chain(domain::place::imported_fields())
        .chain(domain::territory::imported_fields());
    keys.extend(imported.map(|field| format!("exchange-field-{}", dashed(field))));
    for ending in ["", "-in-column", "-with-value", "-in-column-with-value"] {
        keys.insert(format!("exchange-problem{ending}"));
    }
    keys
}

#[test]
fn every_key_that_is_asked_for_is_there() {
    let known: BTreeSet<_> = locales::keys().into_iter().collect();
    let mut missing: BTreeSet<String> = made().difference(&known).cloned().collect();
    for (path, text) in sources() {
        for (place, words) in literals(&text) {
            let before = text[..place].trim_end();
            let is_asked = ["text(", "find(", "words("].iter().any(|call| before.ends_with(call))
                || words.starts_with("guard-");
            if is_asked && is_key(words) && !known.contains(words) {
                missing.insert(format!("{words} in {}", path.display()));
            }
        }
    }

    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn no_words_are_for_nobody() {
    let mut asked = made();
    for (_, text) in sources() {
        asked.extend(literals(&text).into_iter().map(|(_, words)| words.to_owned()));
    }
    // News that have no words of their own are not told.
    asked.extend(mail::KINDS.iter().map(|kind| format!("page-lately-{}", kind.replace('_', "-"))));
    let idle: Vec<_> = locales::keys().into_iter().filter(|key| !asked.contains(key)).collect();

    assert_eq!(idle, Vec::<String>::new());
}

#[test]
fn refusals_are_given_what_their_words_name() {
    let words: String =
        files(&["locales/fr"], &["ftl"]).into_iter().map(|(_, text)| text).collect();
    let mut wrong = Vec::new();
    for (code, given) in refusals() {
        let key = format!("refusal-{} =", code.to_lowercase().replace('_', "-"));
        let Some(entry) = words.split('\n').position(|line| line.starts_with(&key)) else {
            continue;
        };
        let entry: Vec<_> = words.split('\n').skip(entry).collect();
        let more = entry.iter().skip(1).take_while(|line| line.starts_with([' ', '}']));
        let entry = std::iter::once(&entry[0]).chain(more).copied().collect::<Vec<_>>().join("\n");
        for named in entry.split('$').skip(1) {
            let name =
                named.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').next();
            if name.is_none_or(|name| !given.contains(name)) {
                wrong.push(format!("{code} is not given {name:?}: {given:?}"));
            }
        }
    }

    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_key_is_told_once() {
    let keys = locales::keys();
    let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).collect();

    assert!(twice.is_empty(), "{twice:?}");
}
