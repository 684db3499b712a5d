//! What a session says of itself: how it changes, and what would be wrong with it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Speaker;
use crate::{
    event::{filled, kept},
    patch::Patch,
    text::{is_blank, is_long, line},
};
use entities::{event, session::Model};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its title.
    pub title: Option<String>,
    /// What it is about, in Markdown.
    pub description: Option<String>,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where, at the venue.
    pub room: Patch<String>,
    /// Who speaks, all of them.
    pub speakers: Option<Vec<Speaker>>,
    /// How many seats there are.
    pub capacity: Patch<i32>,
    /// Its place among those that begin together.
    pub rank: Option<i32>,
}

impl Change {
    /// The session after the change.
    pub(super) fn over(self, before: Model) -> Model {
        Model {
            title: self.title.map_or(before.title, |title| line(&title)),
            description: self.description.unwrap_or(before.description),
            starts_at: self.starts_at.map_or(before.starts_at, kept),
            ends_at: self.ends_at.map_or(before.ends_at, kept),
            room: filled(self.room.over(before.room)),
            speakers: self.speakers.map_or(before.speakers, |speakers| json!(speakers)),
            capacity: self.capacity.over(before.capacity),
            rank: self.rank.unwrap_or(before.rank),
            ..before
        }
    }
}

/// What is wrong with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    TitleMissing,
    TooLong(&'static str),
    EndsBeforeStart,
    OutsideEvent,
    EndsAfterEvent,
    CapacityNegative,
    SpeakerNameless,
}

/// Everything that is wrong with it, together.
pub(super) fn wrongs(session: &Model, event: &event::Model) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    if session.title.is_empty() {
        wrongs.push(Wrong::TitleMissing);
    }
    if is_long(&session.title) {
        wrongs.push(Wrong::TooLong("title"));
    }
    if session.ends_at <= session.starts_at {
        wrongs.push(Wrong::EndsBeforeStart);
    } else if session.starts_at < event.starts_at || session.starts_at >= event.ends_at {
        wrongs.push(Wrong::OutsideEvent);
    } else if session.ends_at > event.ends_at {
        wrongs.push(Wrong::EndsAfterEvent);
    }
    if session.capacity.is_some_and(|seats| seats < 0) {
        wrongs.push(Wrong::CapacityNegative);
    }
    let speakers: Vec<Speaker> =
        serde_json::from_value(session.speakers.clone()).unwrap_or_default();
    if speakers.iter().any(|speaker| is_blank(&speaker.name)) {
        wrongs.push(Wrong::SpeakerNameless);
    }
    if speakers.iter().any(|speaker| is_long(&speaker.name)) {
        wrongs.push(Wrong::TooLong("speakers"));
    }
    wrongs
}
