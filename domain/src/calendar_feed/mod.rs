//! Calendars to subscribe to: the public events of a branch, and by a secret address what one
//! registered for.

mod create;
mod read;
mod revoke;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::secret::SecretKey;

pub use create::{CreateRefusal, create};
pub use read::{Entry, of_viewer, own, public, reader};
pub use revoke::{RevokeRefusal, revoke};

/// The secret address of one's own calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFeed {
    /// The secret: whoever has it reads what the person registered for.
    pub token: String,
    /// Since when it opens something.
    pub created_at: DateTime<Utc>,
}

/// The secret of one round: made again whenever it is shown, and kept nowhere.
fn token(key: &SecretKey, member: Uuid, round: i32) -> String {
    key.token("calendar feed", member, round)
}
