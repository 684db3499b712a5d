//! Who acts for an employer: invited by a lead, or claimed and then confirmed by one.

mod claim;
mod decide;
mod end;
mod invite;
mod lock;
mod read;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use claim::{ClaimRefusal, claim};
pub use decide::{ConfirmRefusal, RefuseRefusal, confirm, refuse};
pub use end::{EndRefusal, end};
pub use entities::employer_manager::State;
pub use invite::{Invite, InviteRefusal, invite};
pub use read::{Filter, by_ids, list_of_employers, list_of_member};

/// Someone who acts for an employer, or asks to; for themselves, and for who decides.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EmployerManager {
    /// Its identifier.
    pub id: Uuid,
    /// For which employer.
    pub employer_id: Uuid,
    /// Who.
    pub member_id: Uuid,
    /// Their first name.
    pub first_name: String,
    /// Their last name.
    pub last_name: String,
    /// How far it is.
    pub state: State,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Since when it is asked.
    pub created_at: DateTime<Utc>,
    /// When it was answered.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}
