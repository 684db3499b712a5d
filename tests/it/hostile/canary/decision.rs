//! What is decided about each column of words: a new one stops the sweep until it is in the table.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Who may see what a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Whoever may see the row: not about a person, or meant to be read.
    Open,
    /// These and nobody else, perhaps nobody at all; the sweep must find each of them seeing it.
    Only(BTreeSet<String>),
}

/// The table, by column.
pub(super) fn table() -> BTreeMap<String, Decision> {
    let file = "tests/it/hostile/canary/decision.txt";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut table = BTreeMap::new();
    for line in lines {
        let (column, words) = line.split_once(": ").unwrap_or_else(|| panic!("unreadable: {line}"));
        let decision = match words {
            "open" => Decision::Open,
            "never" => Decision::Only(BTreeSet::new()),
            names => Decision::Only(names.split_whitespace().map(ToOwned::to_owned).collect()),
        };
        assert!(table.insert(column.to_owned(), decision).is_none(), "twice: {column}");
    }
    table
}
