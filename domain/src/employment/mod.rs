//! A member at an employer, from a date to a date: declared by the person, confirmed by a manager or a lead.

mod change;
mod decide;
mod declare;
mod lock;
mod participation;
mod proposal;
mod read;
mod running;
mod staff;
mod tell;
mod visible;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use change::{Change, EndRefusal, UpdateRefusal, end, update};
pub use decide::{ConfirmRefusal, RefuseRefusal, confirm, refuse};
pub use declare::{Declare, DeclareRefusal, declare};
pub use entities::{attendance::State as Attendance, employment::Status};
pub use participation::{
    Filter as ParticipationFilter, Participation, Sorting as ParticipationSorting,
    list_of_employers as participations, roll as participation_roll,
};
pub use proposal::{Proposal, proposals};
pub use read::{by_ids, employers_of, list_of_members};
pub(crate) use running::{all_running, close, overlap, reopen};
pub(crate) use staff::COVERED;
pub use staff::{
    Filter as StaffFilter, Sorting as StaffSorting, Staff, list_of_employers as staff,
    roll as staff_roll,
};
pub use visible::{knows_every_part, may_count};

/// A member at an employer, for the person, those who run their networks, and who manages the employer.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Employment {
    /// Its identifier.
    pub id: Uuid,
    /// Who.
    pub member_id: Uuid,
    /// Where.
    pub employer_id: Uuid,
    /// As what.
    pub job_title: Option<String>,
    /// The first day.
    pub started_on: NaiveDate,
    /// The first day on which it no longer holds.
    pub ended_on: Option<NaiveDate>,
    /// How sure it is.
    pub status: Status,
    /// Why it was refused.
    pub refusal_reason: Option<String>,
    /// When it was answered.
    pub decided_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub revision: i32,
    /// Since when it is known.
    pub created_at: DateTime<Utc>,
}

impl From<entities::employment::Model> for Employment {
    fn from(model: entities::employment::Model) -> Self {
        Self {
            id: model.id,
            member_id: model.member_id,
            employer_id: model.employer_id,
            job_title: model.job_title,
            started_on: model.started_on,
            ended_on: model.ended_on,
            status: model.status,
            refusal_reason: model.refusal_reason,
            decided_at: model.decided_at,
            revision: model.revision,
            created_at: model.created_at,
        }
    }
}

/// A person by name, and nothing more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Who.
    pub id: Uuid,
    /// First name; may be empty.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
}
