//! The rows of `invitation`.

use sea_orm::entity::prelude::*;

/// A row of `invitation`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network_id: Uuid,
    /// Set when the person is invited to act for an employer.
    pub employer_id: Option<Uuid>,
    pub email: String,
    pub email_key: String,
    pub name: Option<String>,
    /// Set with the last name, where the list told them apart.
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub role: crate::membership::Role,
    pub local_role: Option<crate::membership::LocalRole>,
    pub word: String,
    pub token_hash: String,
    pub state: State,
    pub invited_by_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub times_sent: i32,
    pub reminders: i32,
    pub last_sent_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// How far an invitation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Waits for an answer.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// The person accepted.
    #[sea_orm(string_value = "accepted")]
    Accepted,
    /// The person declined.
    #[sea_orm(string_value = "declined")]
    Declined,
    /// No answer in time.
    #[sea_orm(string_value = "expired")]
    Expired,
    /// Taken back by a lead.
    #[sea_orm(string_value = "revoked")]
    Revoked,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
