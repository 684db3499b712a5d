//! The rows of `attendance`.

use sea_orm::entity::prelude::*;

/// A row of `attendance`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub event_id: Uuid,
    pub session_id: Option<Uuid>,
    pub member_id: Uuid,
    pub state: State,
    pub reason: Option<String>,
    pub recorded_by_id: Option<Uuid>,
    pub recorded_at: DateTimeUtc,
    pub revision: i32,
}

/// Whether a person came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Présent·e.
    #[sea_orm(string_value = "present")]
    Present,
    /// Absent·e.
    #[sea_orm(string_value = "absent")]
    Absent,
    /// Excusé·e, with a reason.
    #[sea_orm(string_value = "excused")]
    Excused,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
