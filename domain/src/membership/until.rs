//! The end of a period, as the trail tells it: what was planned is given back by the line that tells
//! how it was taken.

use chrono::NaiveDate;
use entities::membership::Model;
use sea_orm::ActiveEnum as _;
use serde_json::{Value, json};

use super::Ending;
use crate::database::in_words;

/// The first day on which a period no longer holds, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Until {
    /// The day.
    pub(crate) on: NaiveDate,
    /// How it ends.
    pub(crate) ending: Option<Ending>,
    /// Why, in words.
    pub(crate) reason: Option<String>,
}

impl Until {
    /// What the trail calls the parts of an end.
    pub(super) const FIELDS: [&str; 3] = ["ended_on", "ending", "reason"];

    /// The end that a period has.
    pub(crate) fn of(row: &Model) -> Option<Self> {
        let (ending, reason) = (row.ending, row.ending_reason.clone());
        row.ended_on.map(|on| Self { on, ending, reason })
    }

    /// Whether the person leaves then, and does not go over into another period.
    pub(crate) fn is_leave(&self) -> bool {
        matches!(self.ending, None | Some(Ending::Left | Ending::Removed))
    }

    /// The end that a period had before the one that this line tells, which is the one that it has:
    /// what the line leaves out was the same before. Older lines tell nothing of what was.
    pub(crate) fn before(line: &Value, row: &Model) -> Option<Self> {
        let is = told(Self::of(row).as_ref());
        let mut was = is.clone();
        for name in Self::FIELDS {
            let Some(change) = line.get(name) else { continue };
            if change["to"] != is[name] {
                return None;
            }
            was[name] = change["from"].clone();
        }
        Self::from_told(&was)
    }

    /// An end from the words of the trail.
    pub(super) fn from_told(told: &Value) -> Option<Self> {
        let ending = told["ending"].as_str().map(str::to_owned);
        Some(Self {
            on: serde_json::from_value(told["ended_on"].clone()).ok()?,
            ending: ending.and_then(|word| Ending::try_from_value(&word).ok()),
            reason: told["reason"].as_str().map(str::to_owned),
        })
    }
}

/// An end in the words of the trail.
pub(crate) fn told(until: Option<&Until>) -> Value {
    json!({
        "ended_on": until.map(|until| until.on),
        "ending": until.and_then(|until| until.ending.as_ref()).map(in_words),
        "reason": until.and_then(|until| until.reason.as_deref()),
    })
}
