//! Events from a JSON list, each with the agenda that the file gives of it.

use std::{collections::HashMap, rc::Rc};

use serde_json::Value;

use super::{Column, Named, agenda};
use crate::sheet::{Consequence, Problem, Reason, Unreadable};

/// Reads a list of objects, alone or under the key `events`. JSON has no lines: an event's is its
/// rank in the list, counted from 1.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Named>, Vec<Problem>), Unreadable> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|_| Unreadable::NoHeadings)?;
    let mut beside = Vec::new();
    if let Some(events) = value.get_mut("events").map(Value::take) {
        if let Value::Object(whole) = value {
            beside = agenda::beside(whole);
        }
        value = events;
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
        let mut agenda = None;
        for (key, value) in object {
            if agenda.is_none() && agenda::is_called(&key) {
                agenda = agenda::Told::of(key, value);
                continue;
            }
            let text = written(&value);
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
        named.push(Named { line, cells, headings: Rc::new(headings), agenda });
    }
    for told in beside {
        problems.append(&mut place(told, &mut named));
    }
    Ok((named, problems))
}

/// Gives an agenda that stands beside the list to the event of its day, if there is one that has none.
fn place(told: agenda::Told, named: &mut [Named]) -> Vec<Problem> {
    let day = told.day();
    let mut that_day = named.iter_mut().filter(|event| day.is_some() && event.day() == day);
    match (that_day.next(), that_day.next()) {
        (Some(event), None) if event.agenda.is_none() => {
            event.agenda = Some(told);
            Vec::new()
        }
        (Some(event), None) => told.left_out(event.line, Reason::RepeatedColumn),
        _ => told.left_out(1, Reason::NoEventThatDay),
    }
}

/// A value as a cell would have it.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

fn problem(line: u64, column: Option<String>, value: String, consequence: Consequence) -> Problem {
    let reason = Reason::UnknownColumn;
    Problem { line, column, means: None, value, reason, consequence }
}
