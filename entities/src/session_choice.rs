//! The rows of `session_choice`.

use sea_orm::entity::prelude::*;

/// A row of `session_choice`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_choice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub registration_id: Uuid,
    pub session_id: Uuid,
    pub state: State,
    pub rank: i64,
    pub created_at: DateTimeUtc,
}

/// How far the choice of a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Has a seat.
    #[sea_orm(string_value = "confirmed")]
    Confirmed,
    /// Stands in the session’s line.
    #[sea_orm(string_value = "waitlisted")]
    Waitlisted,
    /// Taken back.
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
