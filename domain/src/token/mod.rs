//! Keys of third-party tools: a scope on a subtree, for a time, never more than their maker may.

mod create;
mod read;
mod revoke;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::policy::Scope;

pub use create::{Create, CreateRefusal, Created, SECRET_PREFIX, create};
pub use read::{by_ids, list_of_member, list_of_networks, may_list, note_use};
pub use revoke::{RevokeRefusal, revoke};

/// A token as those who may revoke it see it; the secret itself is not kept.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its identifier.
    pub id: Uuid,
    /// What it is for, in its maker's words.
    pub name: String,
    /// The first signs of the secret, by which a person recognises it.
    pub hint: String,
    /// Whose rights bound it.
    pub member_id: Uuid,
    /// The top of the subtree that it is limited to.
    pub network_id: Option<Uuid>,
    /// What it may touch.
    pub scopes: BTreeSet<Scope>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    hint: String,
    member_id: Uuid,
    network_id: Option<Uuid>,
    scopes: serde_json::Value,
    expires_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<Row> for Token {
    fn from(row: Row) -> Self {
        let words: Vec<String> = serde_json::from_value(row.scopes).unwrap_or_default();
        Self {
            id: row.id,
            name: row.name,
            hint: row.hint,
            member_id: row.member_id,
            network_id: row.network_id,
            scopes: words.iter().filter_map(|word| Scope::of_word(word)).collect(),
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            created_at: row.created_at,
        }
    }
}

impl From<entities::token::Model> for Row {
    fn from(model: entities::token::Model) -> Self {
        Self {
            id: model.id,
            name: model.name,
            hint: model.hint,
            member_id: model.member_id,
            network_id: model.network_id,
            scopes: model.scopes,
            expires_at: model.expires_at,
            last_used_at: model.last_used_at,
            revoked_at: model.revoked_at,
            created_at: model.created_at,
        }
    }
}
