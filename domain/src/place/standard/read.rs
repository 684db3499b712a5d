//! Reading a file of the standard, as it comes.

use std::collections::{HashMap, HashSet};

use super::{COLUMNS, StandardPlace, cells::Cells};
use crate::sheet::problem::Findings;
use crate::sheet::{self, Problem, Reason, Unreadable};
use crate::text::fold;

/// What a file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The places, each with the line of its row.
    pub places: Vec<(u64, StandardPlace)>,
    /// By line, the columns of which the file says nothing there: it lacks them, or their cell is
    /// empty.
    pub silent: HashMap<u64, HashSet<&'static str>>,
    /// How the file calls the columns that it has.
    pub called: HashMap<&'static str, String>,
    /// What is wrong in the file, by line.
    pub problems: Vec<Problem>,
}

/// The columns without which no row can be a place.
const REQUIRED: [&str; 5] = ["id", "nom", "commune", "code_postal", "adresse"];

/// Reads places.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let sheet =
        sheet::read(bytes, |cells| cells.iter().filter(|cell| column_of(cell).is_some()).count())?;
    let mut headings = Findings::of_line(sheet.heading_line);
    let mut at: HashMap<&'static str, usize> = HashMap::new();
    for (index, heading) in sheet.headings.iter().enumerate() {
        match column_of(heading) {
            Some(column) if at.contains_key(column) => {
                headings.leave_out(heading, "", Reason::RepeatedColumn);
            }
            Some(column) => {
                at.insert(column, index);
            }
            None if heading.is_empty() => {}
            None => headings.leave_out(heading, "", Reason::UnknownColumn),
        }
    }
    let missing: Vec<String> =
        REQUIRED.iter().filter(|name| !at.contains_key(*name)).map(ToString::to_string).collect();
    if !missing.is_empty() {
        return Err(Unreadable::MissingColumns(missing));
    }

    let mut problems = headings.into_problems();
    let mut places: Vec<(u64, StandardPlace)> = Vec::with_capacity(sheet.rows.len());
    let mut first_at: HashMap<String, usize> = HashMap::new();
    let mut silent = HashMap::new();
    for row in &sheet.rows {
        let mut cells = Cells { row, at: &at, findings: Findings::of_line(row.line) };
        sheet.refuses(row, &mut cells.findings);
        let place = cells.place();
        if let Some(place) = place.filter(|_| !cells.findings.is_refused()) {
            if let Some((first_line, first)) = first_at.get(&place.id).map(|at| &places[*at]) {
                let first_line = *first_line;
                let reason = if *first == place {
                    Reason::Duplicate { first_line }
                } else {
                    Reason::SameRecord { first_line }
                };
                cells.findings.refuse("id", &place.id, reason);
            } else {
                first_at.insert(place.id.clone(), places.len());
                silent.insert(row.line, cells.silent());
                places.push((row.line, place));
            }
        }
        problems.append(&mut cells.findings.in_words_of(|column| {
            at.get(column).and_then(|index| sheet.headings.get(*index)).map(String::as_str)
        }));
    }
    let called = at
        .iter()
        .filter_map(|(column, index)| Some((*column, sheet.headings.get(*index)?.clone())));
    Ok(Reading { places, silent, called: called.collect(), problems })
}

fn column_of(heading: &str) -> Option<&'static str> {
    let folded = fold(heading);
    COLUMNS.iter().copied().find(|column| fold(column) == folded)
}
