//! The rows of `outbox`.

use sea_orm::entity::prelude::*;

/// What is told once the change is certain. The key makes each letter unique for ever.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub key: String,
    /// The letter's kind and the identifiers that it needs; never copies of data.
    #[sea_orm(column_type = "JsonBinary")]
    pub told: Json,
    pub kind: String,
    pub category: String,
    pub member_id: Option<Uuid>,
    pub email: String,
    pub network_id: Option<Uuid>,
    pub event_id: Option<Uuid>,
    pub state: State,
    pub due_at: DateTimeUtc,
    pub attempts: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub locked_by: Option<String>,
    pub message_id: String,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

/// How far a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Waits to leave.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// A mail server took it.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// Given up; the last error says why.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// No longer wanted when its time came.
    #[sea_orm(string_value = "skipped")]
    Skipped,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
