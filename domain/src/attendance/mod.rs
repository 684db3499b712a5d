//! Attendance: who came, who did not, who sent an excuse; for an event as a whole and for each session.

mod excuse;
mod participation;
mod read;
mod record;
mod withdraw;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use entities::attendance::State;
pub use excuse::{Excuse, ExcuseRefusal, ExcuseWithdrawRefusal, excuse, excuse_withdraw};
pub(crate) use excuse::{take_back, take_back_all};
pub use participation::{
    Attended, OwnFilter, Participation, attended, participation_roll, participations, span,
};
pub use read::{
    Filter, Tally, by_ids, by_name, list_of_events, of_registrations, own, roll, tally,
};
pub use record::{Entry, EntryRefusal, Record, RecordRefusal, Recorded, record};
pub use withdraw::{
    RecordWithdraw, RecordWithdrawRefusal, WithdrawEntry, WithdrawEntryRefusal, Withdrawn,
    record_withdraw,
};

/// An attendance as this asker may see it: the managers of the person's employers see that they
/// came or not, and nothing more.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Attendance {
    /// Its identifier.
    pub id: Uuid,
    /// Of which event.
    pub event_id: Uuid,
    /// Of which session; none means the event as a whole.
    pub session_id: Option<Uuid>,
    /// Whose.
    pub member_id: Uuid,
    /// The person's name: who sees the attendance knows of whom it is.
    pub name: String,
    /// Whether they came.
    pub state: State,
    /// Why not.
    pub reason: Option<String>,
    /// Who wrote it down.
    pub recorded_by_id: Option<Uuid>,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Grows with each correction.
    pub revision: i32,
    /// Whether this asker sees all of it.
    pub is_private: bool,
}

impl Attendance {
    /// Whether the person wrote it down, not the team: what they do not see all of tells nothing.
    pub fn is_own_word(&self) -> bool {
        self.recorded_by_id == Some(self.member_id)
    }

    /// What is not theirs to see is taken out before it leaves.
    fn seen(self) -> Self {
        if self.is_private { self } else { Self { reason: None, recorded_by_id: None, ..self } }
    }
}
