//! Events from a JSON list.

use std::{collections::HashMap, rc::Rc};

use serde_json::Value;

use super::{Column, Named};
use crate::sheet::{Consequence, Problem, Reason, Unreadable};

/// Reads a list of objects, alone or under the key `events`. JSON has no lines: an event's is its
/// rank in the list, counted from 1.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Named>, Vec<Problem>), Unreadable> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|_| Unreadable::NoHeadings)?;
    if let Some(events) = value.get_mut("events") {
        value = events.take();
    }
    let Value::Array(list) = value else { return Err(Unreadable::NoHeadings) };
    let mut problems = Vec::new();
    let mut named = Vec::with_capacity(list.len());
    for (line, object) in (1..).zip(list) {
        let Value::Object(object) = object else {
            problems.push(problem(line, None, object.to_string(), Consequence::RowRefused));
            continue;
        };
        let (mut cells, mut headings) = (HashMap::new(), HashMap::new());
        for (key, value) in object {
            let text = match value {
                Value::Null => String::new(),
                Value::String(text) => text.trim().to_owned(),
                other => other.to_string(),
            };
            match Column::of_heading(&key) {
                Some(column) => {
                    cells.insert(column, text);
                    headings.insert(column, key);
                }
                None => {
                    problems.push(problem(line, Some(key), text, Consequence::ValueLeftOut));
                }
            }
        }
        named.push(Named { line, cells, headings: Rc::new(headings) });
    }
    Ok((named, problems))
}

fn problem(line: u64, column: Option<String>, value: String, consequence: Consequence) -> Problem {
    let reason = Reason::UnknownColumn;
    Problem { line, column, means: None, value, reason, consequence }
}
