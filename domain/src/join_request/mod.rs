//! Asking to enter a network, and the answer of those who lead it.

mod ask;
mod decide;
mod read;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use ask::{Ask as Create, CreateRefusal, WithdrawRefusal, create, withdraw};
pub use decide::{Approve, ApproveRefusal, RefuseRefusal, approve, refuse};
pub use entities::join_request::State;
pub use read::{Filter, by_ids, list_of_networks, mine};

/// A request to enter a network, for the person and for those who answer.
#[derive(Clone, Debug, FromQueryResult)]
pub struct JoinRequest {
    /// Its identifier.
    pub id: Uuid,
    /// Which network.
    pub network_id: Uuid,
    /// Who asks.
    pub member_id: Uuid,
    /// A word of theirs.
    pub word: String,
    /// How far it is.
    pub state: State,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Who answered.
    pub decided_by_id: Option<Uuid>,
    /// When it was answered or taken back.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
}

impl From<entities::join_request::Model> for JoinRequest {
    fn from(model: entities::join_request::Model) -> Self {
        Self {
            id: model.id,
            network_id: model.network_id,
            member_id: model.member_id,
            word: model.word,
            state: model.state,
            reason: model.reason,
            decided_by_id: model.decided_by_id,
            decided_at: model.decided_at,
            created_at: model.created_at,
        }
    }
}
