//! Questions put to those who register for an event.

mod content;
mod create;
mod delete;
mod read;
mod update;

use uuid::Uuid;

pub use content::Change;
pub use create::{CreateRefusal, create};
pub use delete::{DeleteRefusal, delete};
pub use entities::question::Kind;
pub use read::{by_ids, of_events};
pub use update::{UpdateRefusal, update};

/// A question put to those who register.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its identifier.
    pub id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// Its place among the questions.
    pub rank: i32,
    /// What is asked.
    pub prompt: String,
    /// How it is answered.
    pub kind: Kind,
    /// What one may choose from.
    pub choices: Vec<String>,
    /// Whether one must answer.
    pub is_required: bool,
    /// Whether answers are forgotten thirty days after the event.
    pub is_sensitive: bool,
}
