//! Sessions: the items of an event's agenda. Those that begin together form a round.

mod content;
mod create;
mod delete;
pub(crate) mod import;
mod read;
mod update;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use content::Change;
pub use create::{CreateRefusal, create};
pub use delete::{DeleteRefusal, delete};
pub use read::{by_ids, of_events, places};
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
    /// Whether one chooses it, among those of its event: it has so many seats, or others begin with it.
    /// To any other everybody comes.
    pub fn is_chosen_among(&self, agenda: &[Self]) -> bool {
        let is_beside = |other: &Self| other.round == self.round && other.id != self.id;
        self.capacity.is_some() || agenda.iter().any(is_beside)
    }
}
