//! What of the schema is to go, when it was said and until when it stays.
//!
//! A reason is dated: `2027-01-15: use name; removed after 2027-07-01`. From that line alone come
//! the `Deprecation` and `Sunset` headers of a request that uses it, and `/api/changes.json`.

mod reason;
mod schema;
mod usage;

use std::collections::BTreeMap;

use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, ServiceDocument},
};
use chrono::NaiveDate;
use serde::Serialize;

pub use reason::Reason;
use schema::Types;

/// Something that is to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deprecated {
    /// Where it stands in the schema: `Event.venue`, `Query.event(by:)`, `EventKind.WEBINAR`.
    pub coordinate: String,
    /// What the schema says.
    pub reason: String,
    /// Since when it is announced; nothing when the reason is not dated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announced_on: Option<NaiveDate>,
    /// The last day on which it is sure to be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stays_until: Option<NaiveDate>,
}

impl Deprecated {
    fn of(coordinate: String, reason: &str) -> Self {
        let dated = Reason::read(reason);
        Self {
            coordinate,
            announced_on: dated.as_ref().map(|dated| dated.announced_on),
            stays_until: dated.as_ref().map(|dated| dated.stays_until),
            reason: reason.to_owned(),
        }
    }
}

/// All that is to go, as a schema tells it.
#[derive(Clone, Debug, Default)]
pub struct Deprecations {
    types: Types,
}

impl Deprecations {
    /// What is to go of this schema.
    pub fn of(schema: ServiceDocument) -> Self {
        Self { types: Types::of(schema) }
    }

    /// Everything that is to go, in the order of the alphabet.
    pub fn all(&self) -> Vec<Deprecated> {
        let all: BTreeMap<_, _> = self.types.deprecated().collect();
        all.into_iter().map(|(coordinate, reason)| Deprecated::of(coordinate, reason)).collect()
    }

    /// What of it a document uses; the variables are read with it, as far as they name anything.
    pub(crate) fn used(
        &self,
        document: &ExecutableDocument,
        variables: &Variables,
    ) -> Vec<Deprecated> {
        // Nothing is to go in most schemas, on most days.
        if self.types.deprecated().next().is_none() {
            return Vec::new();
        }
        usage::of(&self.types, document, variables)
            .into_iter()
            .map(|(coordinate, reason)| Deprecated::of(coordinate, reason))
            .collect()
    }
}

/// The headers of a request that uses what is to go: RFC 9745 and RFC 8594.
pub(crate) fn headers(used: &[Deprecated]) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    if let Some(day) = used.iter().filter_map(|gone| gone.announced_on).min() {
        headers.push(("deprecation", format!("@{}", midnight(day).timestamp())));
    }
    if let Some(day) = used.iter().filter_map(|gone| gone.stays_until).min() {
        let date = midnight(day).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        headers.push(("sunset", date));
    }
    if !used.is_empty() {
        let link = "</api/changes.json>; rel=\"deprecation\"; type=\"application/json\"";
        headers.push(("link", link.to_owned()));
    }
    headers
}

#[cfg(test)]
mod tests;
