//! What an event says of itself: how it changes, and what would be wrong with it.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{Audience, Kind, Mode, Visibility};
use crate::{
    database::in_words,
    outbox::Aspect,
    patch::Patch,
    reminder::Rule,
    text::{fold, is_blank, is_long, line},
};
use entities::{event::Model, session};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its title.
    pub title: Option<String>,
    /// What kind of event it is.
    pub kind: Option<Kind>,
    /// What it is about, in Markdown.
    pub description: Option<String>,
    /// Who may know of it.
    pub visibility: Option<Visibility>,
    /// Where one takes part.
    pub mode: Option<Mode>,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// The zone in which its times are told.
    pub time_zone: Option<String>,
    /// Whether the date may still change.
    pub is_date_tentative: Option<bool>,
    /// The name of the venue.
    pub venue: Patch<String>,
    /// Its address.
    pub venue_address: Patch<String>,
    /// Whether the venue may still change.
    pub is_venue_tentative: Option<bool>,
    /// Where one takes part online.
    pub online_url: Patch<String>,
    /// How many places there are on site.
    pub capacity_on_site: Patch<i32>,
    /// How many places there are online.
    pub capacity_online: Patch<i32>,
    /// Since when one may register.
    pub registration_opens_at: Patch<DateTime<Utc>>,
    /// Until when one may register.
    pub registration_closes_at: Patch<DateTime<Utc>>,
    /// Until when one may cancel.
    pub cancel_until: Patch<DateTime<Utc>>,
    /// Who may register.
    pub audience: Option<Audience>,
    /// Whether an organiser approves each registration.
    pub needs_approval: Option<bool>,
    /// How long a freed place stays offered.
    pub offer_hours: Option<i32>,
    /// When its reminders leave, if not as its networks say.
    pub reminder_rule: Patch<Rule>,
}

impl Change {
    /// The event after the change.
    pub(super) fn over(self, before: Model) -> Model {
        let title = self.title.map_or(before.title, |title| line(&title));
        let rule = match self.reminder_rule {
            Patch::Keep => before.reminder_rule,
            Patch::Put(rule) => rule.map(|rule| json!(rule.clone().checked().unwrap_or(rule))),
        };
        dated(Model {
            search: fold(&title),
            title,
            kind: self.kind.unwrap_or(before.kind),
            description: self.description.unwrap_or(before.description),
            visibility: self.visibility.unwrap_or(before.visibility),
            mode: self.mode.unwrap_or(before.mode),
            starts_at: self.starts_at.map_or(before.starts_at, kept),
            ends_at: self.ends_at.map_or(before.ends_at, kept),
            time_zone: self.time_zone.unwrap_or(before.time_zone),
            is_date_tentative: self.is_date_tentative.unwrap_or(before.is_date_tentative),
            venue: filled(self.venue.over(before.venue)),
            venue_address: filled(self.venue_address.over(before.venue_address)),
            is_venue_tentative: self.is_venue_tentative.unwrap_or(before.is_venue_tentative),
            online_url: filled(self.online_url.over(before.online_url)),
            capacity_on_site: self.capacity_on_site.over(before.capacity_on_site),
            capacity_online: self.capacity_online.over(before.capacity_online),
            registration_opens_at: self
                .registration_opens_at
                .over(before.registration_opens_at)
                .map(kept),
            registration_closes_at: self
                .registration_closes_at
                .over(before.registration_closes_at)
                .map(kept),
            cancel_until: self.cancel_until.over(before.cancel_until).map(kept),
            audience: self.audience.unwrap_or(before.audience),
            needs_approval: self.needs_approval.unwrap_or(before.needs_approval),
            offer_hours: self.offer_hours.unwrap_or(before.offer_hours),
            reminder_rule: rule,
            ..before
        })
    }
}

/// SQLite would keep more than PostgreSQL, and cursors would skip rows.
pub(crate) fn kept(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at)
}

/// Blank words are none.
pub(crate) fn filled(words: Option<String>) -> Option<String> {
    words.map(|words| words.trim().to_owned()).filter(|words| !is_blank(words))
}

/// What is wrong with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    TitleMissing,
    TooLong(&'static str),
    EndsBeforeStart,
    ZoneUnknown(String),
    UrlInvalid(String),
    CapacityNegative(&'static str),
    WindowReversed,
    OpensTooLate,
    ClosesTooLate,
    CancelsTooLate,
    OfferHoursOutOfRange,
    RuleInvalid,
}

/// A freed place stays offered from an hour to thirty days.
const OFFER_HOURS: std::ops::RangeInclusive<i32> = 1..=720;

/// Everything that is wrong with it, together.
pub(super) fn wrongs(event: &Model) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    if event.title.is_empty() {
        wrongs.push(Wrong::TitleMissing);
    }
    if is_long(&event.title) {
        wrongs.push(Wrong::TooLong("title"));
    }
    if event.ends_at <= event.starts_at {
        wrongs.push(Wrong::EndsBeforeStart);
    }
    if event.time_zone.parse::<Tz>().is_err() {
        wrongs.push(Wrong::ZoneUnknown(event.time_zone.clone()));
    }
    if let Some(url) = &event.online_url
        && !url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
    {
        wrongs.push(Wrong::UrlInvalid(url.clone()));
    }
    let ways =
        [(event.capacity_on_site, "capacityOnSite"), (event.capacity_online, "capacityOnline")];
    for (_, field) in ways.iter().filter(|(capacity, _)| capacity.is_some_and(|it| it < 0)) {
        wrongs.push(Wrong::CapacityNegative(field));
    }
    let is_after_end = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at > event.ends_at);
    if let (Some(opens_at), Some(closes_at)) =
        (event.registration_opens_at, event.registration_closes_at)
        && closes_at <= opens_at
    {
        wrongs.push(Wrong::WindowReversed);
    } else if event.registration_opens_at.is_some_and(|opens_at| opens_at >= last_call(event)) {
        wrongs.push(Wrong::OpensTooLate);
    } else if is_after_end(event.registration_closes_at) {
        wrongs.push(Wrong::ClosesTooLate);
    }
    if is_after_end(event.cancel_until) {
        wrongs.push(Wrong::CancelsTooLate);
    }
    if !OFFER_HOURS.contains(&event.offer_hours) {
        wrongs.push(Wrong::OfferHoursOutOfRange);
    }
    let is_rule = |rule: &Value| {
        serde_json::from_value::<Rule>(rule.clone()).is_ok_and(|rule| rule.checked().is_ok())
    };
    if event.reminder_rule.as_ref().is_some_and(|rule| !is_rule(rule)) {
        wrongs.push(Wrong::RuleInvalid);
    }
    wrongs
}

/// When nobody registers any more, whatever else is said.
fn last_call(event: &Model) -> DateTime<Utc> {
    event.registration_closes_at.unwrap_or(event.starts_at).min(event.ends_at)
}

/// The zone in which its times are told.
pub(crate) fn zone(event: &Model) -> Tz {
    event.time_zone.parse().unwrap_or(crate::clock::FEDERATION_ZONE)
}

/// The event with the day on which it starts, as the clocks of its zone show it.
pub(super) fn dated(event: Model) -> Model {
    let starts_on = event.starts_at.with_timezone(&zone(&event)).date_naive();
    Model { starts_on, ..event }
}

/// When and where those who have a place must be, one mark for each aspect: they are told of it when its mark
/// is another. A mark says nothing by itself, and may be kept with a letter.
pub(super) fn marks(event: &Model) -> [(Aspect, String); 5] {
    let begins = event.starts_at.with_timezone(&zone(event)).time();
    let lasts = (event.ends_at - event.starts_at).num_milliseconds();
    let mode = in_words(&event.mode);
    [
        (Aspect::Day, json!(event.starts_on)),
        (Aspect::Hours, json!([event.time_zone, lasts, begins])),
        (Aspect::Certainty, json!(event.is_date_tentative)),
        (Aspect::Place, json!([mode, event.venue, event.venue_address, event.is_venue_tentative])),
        (Aspect::Link, json!(event.online_url)),
    ]
    .map(|(aspect, said)| (aspect, mark(&said)))
}

/// The same for its agenda, in whatever order its sessions are; it is no other one after it moved along with
/// its event.
pub(super) fn agenda_mark(event: &Model, agenda: &[session::Model]) -> String {
    let zone = zone(event);
    let mut said: Vec<_> = agenda
        .iter()
        .map(|session| {
            let begins = session.starts_at.with_timezone(&zone).naive_local();
            let day = (begins.date() - event.starts_on).num_days();
            let lasts = (session.ends_at - session.starts_at).num_milliseconds();
            (session.id.to_string(), day, begins.time(), lasts, &session.room)
        })
        .collect();
    said.sort_unstable();
    mark(&json!(said))
}

fn mark(said: &Value) -> String {
    hex::encode(&Sha256::digest(said.to_string())[..8])
}

macro_rules! note_changes {
    ($changes:ident, $before:ident, $after:ident: $($field:ident),* ; words $($word:ident),*) => {
        $(if $before.$field != $after.$field {
            $changes.insert(stringify!($field).to_owned(), json!($after.$field));
        })*
        $(if $before.$word != $after.$word {
            $changes.insert(stringify!($word).to_owned(), json!(in_words(&$after.$word)));
        })*
    };
}

/// What changed, for the audit trail.
pub(super) fn changes(before: &Model, after: &Model) -> Map<String, Value> {
    let mut changes = Map::new();
    note_changes!(changes, before, after:
        title, description, starts_at, ends_at, time_zone, is_date_tentative, venue, venue_address,
        is_venue_tentative, online_url, capacity_on_site, capacity_online, registration_opens_at,
        registration_closes_at, cancel_until, needs_approval, offer_hours, reminder_rule;
        words kind, visibility, mode, audience);
    changes
}
