//! Every column of words in the tables, as the migrations write them.

use std::{collections::BTreeMap, path::Path};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Identifier,
    Instant,
    Day,
    Number,
    Flag,
    Words,
    Json,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) holds: Holds,
    pub(super) is_required: bool,
}

/// Each table with its columns, in the order in which they were made.
pub(super) fn tables() -> BTreeMap<String, Vec<Column>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migration/src/sql");
    let mut steps: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".up.sql"))
        .collect();
    steps.sort();
    let mut tables = BTreeMap::<String, Vec<Column>>::new();
    for step in steps {
        let mut table = None;
        for line in std::fs::read_to_string(step).unwrap().lines() {
            assert!(!line.starts_with("alter table "), "teach the canary sweep to read: {line}");
            if let Some(rest) = line.strip_prefix("create table ") {
                table = rest.split_whitespace().next().map(ToOwned::to_owned);
            } else if line.starts_with(')') {
                table = None;
            } else if let Some(table) = &table {
                tables.entry(table.clone()).or_default().extend(column(line));
            }
        }
    }
    tables
}

/// Each column of words.
pub(super) fn words() -> Vec<String> {
    let is_words = |column: &&Column| matches!(column.holds, Holds::Words | Holds::Json);
    tables()
        .iter()
        .flat_map(|(table, columns)| {
            columns.iter().filter(is_words).map(move |column| format!("{table}.{}", column.name))
        })
        .collect()
}

fn column(line: &str) -> Option<Column> {
    let mut words = line.split_whitespace();
    let (name, kind) = (words.next()?, words.next()?);
    if ["--", "primary", "constraint", "check", "unique"].iter().any(|word| name.starts_with(word))
    {
        return None;
    }
    let holds = match kind.trim_end_matches(',') {
        "UUID" => Holds::Identifier,
        "INSTANT" => Holds::Instant,
        "DATE" => Holds::Day,
        "integer" | "bigint" | "DOUBLE" => Holds::Number,
        "boolean" => Holds::Flag,
        "text" => Holds::Words,
        "JSON" => Holds::Json,
        _ => panic!("teach the canary sweep what this column holds: {line}"),
    };
    Some(Column { name: name.to_owned(), holds, is_required: line.contains("not null") })
}
