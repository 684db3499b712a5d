//! What a row changes of a thing that is known, field by field.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// One field of a thing that is known, and what a row makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's stable word.
    pub field: &'static str,
    /// What it said.
    pub before: Said,
    /// What it says then.
    pub after: Said,
}

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// What this asker may not see.
    Hidden,
    /// Words, as a file has them.
    Text(String),
    /// Several values.
    List(Vec<String>),
    /// Whether it is so.
    Truth(bool),
    /// A moment, with the zone whose clocks tell it.
    Moment(DateTime<Utc>, Tz),
    /// A job: with whom, from which day on, and the first day on which it no longer holds.
    Job(String, NaiveDate, Option<NaiveDate>),
}

impl Said {
    /// These words; no words say nothing.
    pub(crate) fn text(words: &(impl ToString + ?Sized)) -> Self {
        let words = words.to_string();
        if words.is_empty() { Self::Nothing } else { Self::Text(words) }
    }

    /// What is known, in words.
    pub(crate) fn known(words: Option<impl ToString>) -> Self {
        words.map_or(Self::Nothing, |words| Self::text(&words))
    }

    /// The values between the bars of a cell.
    pub(crate) fn list(cell: &str) -> Self {
        let values: Vec<_> =
            cell.split('|').filter(|value| !value.is_empty()).map(str::to_owned).collect();
        if values.is_empty() { Self::Nothing } else { Self::List(values) }
    }

    /// As a file tells it; nothing for what says nothing or may not be seen.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::Nothing | Self::Hidden => None,
            Self::Text(words) => Some(words.clone()),
            Self::List(values) => Some(values.join("|")),
            Self::Truth(is_so) => Some(truth(*is_so)),
            Self::Moment(at, zone) => Some(local(*at, *zone)),
            Self::Job(employer, from, until) => {
                let last = until.and_then(|day| day.pred_opt());
                let last = last.map(|day| day.to_string()).unwrap_or_default();
                Some(format!("{employer} {from}/{last}"))
            }
        }
    }
}

/// A field's word, and what a thing says of it.
pub(crate) type FieldOf<T> = (&'static str, fn(&T) -> Said);

/// The fields in which two accounts of a thing differ.
pub(crate) fn differences<T>(fields: &[FieldOf<T>], before: &T, after: &T) -> Vec<FieldChange> {
    fields
        .iter()
        .map(|(field, said)| FieldChange { field, before: said(before), after: said(after) })
        .filter(|change| change.before != change.after)
        .collect()
}

/// The words of the fields that change.
pub(crate) fn names(changes: &[FieldChange]) -> Vec<&'static str> {
    changes.iter().map(|change| change.field).collect()
}

/// As the clocks of the zone show it, when they show it once; else with its offset.
pub(crate) fn local(at: DateTime<Utc>, zone: Tz) -> String {
    let there = at.with_timezone(&zone);
    let plain = there.format("%Y-%m-%dT%H:%M").to_string();
    if crate::sheet::moment(&plain, zone) == Some(at) { plain } else { there.to_rfc3339() }
}

/// Whether it is so, as our tables have it.
pub(crate) fn truth(is_so: bool) -> String {
    if is_so { "oui" } else { "non" }.to_owned()
}
