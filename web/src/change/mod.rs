//! What a line of the audit trail says: what was done, to what and whom, and what changed.

mod noted;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audit::{Actor, Change, ChangedField},
    event::Event,
    id::{CharterId, EmployerId, EventId, parse_any},
    member::Seen,
    network::Network,
};
use locales::{date, text};
use serde_json::Value;
use uuid::Uuid;

use crate::{pages::me::scope_called, words};

/// What the lines speak of, as far as the asker may know it.
#[derive(Debug, Default)]
pub struct Names {
    /// People.
    pub members: HashMap<Uuid, Seen>,
    /// Events.
    pub events: HashMap<Uuid, Event>,
    /// Networks.
    pub networks: HashMap<Uuid, Network>,
    /// Charters.
    pub charters: HashMap<Uuid, String>,
    /// Employers.
    pub employers: HashMap<Uuid, String>,
    /// Sessions of events.
    pub sessions: HashMap<Uuid, String>,
    /// Places.
    pub places: HashMap<Uuid, String>,
    /// Invitations, by whom they are for.
    pub invitations: HashMap<Uuid, String>,
    /// Levels of the federation, by their code.
    pub levels: HashMap<String, String>,
}

impl Names {
    /// A person's name.
    pub fn member(&self, id: Uuid) -> Option<String> {
        self.members.get(&id).map(words::called)
    }

    /// What something is called.
    pub fn of(&self, id: Uuid) -> Option<String> {
        let event = self.events.get(&id).map(|event| event.title.clone());
        event
            .or_else(|| self.networks.get(&id).map(|network| network.name.clone()))
            .or_else(|| self.charters.get(&id).cloned())
            .or_else(|| self.employers.get(&id).cloned())
            .or_else(|| self.sessions.get(&id).cloned())
            .or_else(|| self.places.get(&id).cloned())
            .or_else(|| self.invitations.get(&id).cloned())
            .or_else(|| self.member(id))
    }

    /// The page of something that is no person.
    fn page(&self, id: Uuid) -> Option<String> {
        if self.events.contains_key(&id) {
            return Some(format!("/events/{}", EventId::of(id)));
        }
        if let Some(network) = self.networks.get(&id) {
            return Some(format!("/networks/{}", network.slug));
        }
        if self.charters.contains_key(&id) {
            return Some(format!("/charters/{}", CharterId::of(id)));
        }
        self.employers.contains_key(&id).then(|| format!("/employers/{}", EmployerId::of(id)))
    }

    /// What a line was done to, with the way to its page: the thing itself, or that of which it is a part; else
    /// the network in whose affairs it was done, unless a person is named.
    pub fn subject(&self, change: &Change) -> Option<(String, Option<String>)> {
        let is_person = |id: Uuid| self.members.contains_key(&id);
        let named = [change.subject.1, change.about_id].into_iter().filter(|id| !is_person(*id));
        let network = change.network_id.filter(|_| {
            change.member_id.is_none_or(|member| {
                change.actor == Actor::Person(member) || self.member(member).is_none()
            })
        });
        named.chain(network).find_map(|id| Some((self.of(id)?, self.page(id))))
    }
}

/// What was done.
pub fn what(change: &Change) -> String {
    let is_own = change.member_id.is_some_and(|member| change.actor == Actor::Person(member));
    let is_excuse = |field: &ChangedField| field.after.as_ref().is_some_and(|to| to == "excused");
    if change.action == "attendance.record" && is_own && change.fields().iter().any(is_excuse) {
        return text("change-attendance-excuse", &[]);
    }
    action(&change.action)
}

/// What an action of the trail is called.
pub(crate) fn action(action: &str) -> String {
    let key = format!("change-{}", action.replace(['.', '_'], "-"));
    // An action that is no longer known is called by what it was done to.
    locales::find(&key, &[]).unwrap_or_else(|| text("change-unknown", &[]))
}

/// A value that is kept under this name, in words; nothing for an identifier.
pub(crate) fn value(field: &str, value: &Value) -> Option<String> {
    said(field, value, &Names::default())
}

/// What changed: what each thing is called, and what is told of it.
pub fn details(change: &Change, names: &Names) -> Vec<(String, String)> {
    let told = change.fields().into_iter().filter_map(|field| {
        let name = noted::field(&field.field)?;
        let said = |value: &Value| said(&field.field, value, names);
        let told = match (field.before.as_ref().map(said), field.after.as_ref().map(said)) {
            // Nothing, or something that the reader may not know, or that is no more.
            (None, None) | (Some(None), _) | (_, Some(None)) => return None,
            (None, Some(Some(after))) => after,
            (Some(Some(before)), after) => {
                let after = after.flatten().unwrap_or_else(|| text("change-value-none", &[]));
                let facts = [("before", (&before).into()), ("after", (&after).into())];
                text("change-value-from-to", &facts)
            }
        };
        Some((name, told))
    });
    told.filter(|(_, told)| !told.is_empty()).collect()
}

/// A value in words; nothing for an identifier of what this asker may not know.
fn said(field: &str, value: &Value, names: &Names) -> Option<String> {
    Some(match value {
        Value::Null => text("change-value-none", &[]),
        Value::Bool(true) => text("change-value-yes", &[]),
        Value::Bool(false) => text("change-value-no", &[]),
        Value::Number(number) => number.to_string(),
        Value::String(words) => return string(field, words, names),
        Value::Array(values) if field == "speakers" => {
            let speakers = values.iter().filter_map(|speaker| speaker.get("name")?.as_str());
            speakers.collect::<Vec<_>>().join(", ")
        }
        Value::Array(values) => {
            let values: Vec<_> =
                values.iter().filter_map(|value| said(field, value, names)).collect();
            values.join(", ")
        }
        Value::Object(_) => text("change-value-modified", &[]),
    })
}

fn string(field: &str, words: &str, names: &Names) -> Option<String> {
    if let Some((_, id)) = parse_any(words).filter(|(kind, _)| !kind.is_empty()) {
        return names.of(id);
    }
    if let Ok(id) = words.parse::<Uuid>() {
        return names.of(id);
    }
    if let Some(said) = noted::code(field, words) {
        return Some(said);
    }
    if let Ok(at) = words.parse::<DateTime<Utc>>() {
        return Some(words::federation_moment(at));
    }
    if let Ok(day) = words.parse::<NaiveDate>() {
        return Some(date::plain(day));
    }
    Some(match field {
        "level" | "code" => names.levels.get(words).cloned().unwrap_or_else(|| words.to_owned()),
        "fields" => noted::field(words).unwrap_or_else(|| words.replace('_', " ")),
        "scopes" => scope_called(words)?,
        "refused" => {
            let key = format!("letter-category-{}", words.replace('_', "-"));
            locales::find(&key, &[])?
        }
        "kind" => {
            let key = format!("letter-name-{}", words.replace('_', "-"));
            locales::find(&key, &[])?
        }
        _ => words.to_owned(),
    })
}
