//! What became of each row of a file.

use std::collections::BTreeSet;

use super::change::{self, FieldChange};
use crate::{
    charter::ToSign,
    sheet::{Consequence, Problem},
};

/// What became of a row, or would become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It was not known.
    Created,
    /// It was known, and the file says something else.
    Changed,
    /// It is as the file says.
    Unchanged,
    /// It is closed, and stays as it is until somebody opens it again.
    Closed,
}

/// One row that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line of the row, counted from 1.
    pub line: u64,
    /// By what people recognise it.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// What changes of a thing that was known; of a new person or event, what else the row brings.
    pub changes: Vec<FieldChange>,
}

impl Entry {
    /// The words of the fields that change.
    pub fn fields(&self) -> Vec<&'static str> {
        change::names(&self.changes)
    }
}

/// The word for an employer that nobody knew, and that a row of people writes down.
pub(crate) const NEW_EMPLOYER: &str = "new_employer";

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The rows that were understood.
    pub entries: Vec<Entry>,
    /// What is wrong in the file, by line.
    pub problems: Vec<Problem>,
    /// Whom charters ask by letter because of it.
    pub to_sign: Vec<ToSign>,
    /// Whether nothing was written.
    pub is_dry_run: bool,
}

impl Report {
    /// How many rows had this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.entries.iter().filter(|entry| entry.fate == fate).count()
    }

    /// How many employers rows of people wrote down, that nobody knew.
    pub fn new_employers(&self) -> usize {
        let changes = self.entries.iter().flat_map(|entry| &entry.changes);
        changes.filter(|change| change.field == NEW_EMPLOYER).count()
    }

    /// How many rows were refused.
    pub fn refused(&self) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.consequence == Consequence::RowRefused)
            .map(|problem| problem.line)
            .collect::<BTreeSet<_>>()
            .len()
    }

    pub(crate) fn enter(&mut self, line: u64, name: &str, fate: Fate, changes: Vec<FieldChange>) {
        self.entries.push(Entry { line, name: name.to_owned(), fate, changes });
    }

    /// Puts problems in the order of the file.
    pub(crate) fn in_order(mut self) -> Self {
        self.problems.sort_by_key(|problem| problem.line);
        self.entries.sort_by_key(|entry| entry.line);
        self
    }
}
