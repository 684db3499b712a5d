//! Sessions: the items of an event's agenda. Those that begin together form a round;
//! between those that overlap one chooses.

mod content;
mod create;
mod delete;
pub(crate) mod import;
mod read;
mod span;
mod update;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use content::Change;
pub use create::{CreateRefusal, create};
pub use delete::{DeleteRefusal, delete};
pub use read::{by_ids, of_events, places};
pub use span::{Span, still_to_choose};
pub use update::{UpdateRefusal, update};

/// Someone who speaks or leads a workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name, as the agenda shows it.
    pub name: String,
    /// The member, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Uuid>,
}

/// An item of an agenda.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identifier.
    pub id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// Its title.
    pub title: String,
    /// What it is about, in Markdown.
    pub description: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where, at the venue.
    pub room: Option<String>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// How many seats there are; none means as many as come.
    pub capacity: Option<i32>,
    /// Its place among those that begin together.
    pub rank: i32,
    /// The number of its round: sessions that begin together are in the same one.
    pub round: i32,
}

impl Session {
    /// Its time.
    pub fn span(&self) -> Span {
        Span { starts_at: self.starts_at, ends_at: self.ends_at }
    }

    /// Whether another one of its event is at the same time, if only for a part of it.
    pub fn has_beside(&self, agenda: &[Self]) -> bool {
        agenda.iter().any(|other| other.id != self.id && other.span().is_beside(self.span()))
    }

    /// Whether one chooses it, among those of its event: it has so many seats, or another is at the same
    /// time. To any other everybody comes.
    pub fn is_chosen_among(&self, agenda: &[Self]) -> bool {
        self.capacity.is_some() || self.has_beside(agenda)
    }
}
