//! The rows of `employment`.

use sea_orm::entity::prelude::*;

/// A row of `employment`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "employment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub member_id: Uuid,
    pub employer_id: Uuid,
    pub job_title: Option<String>,
    pub started_on: Date,
    pub ended_on: Option<Date>,
    pub status: Status,
    pub refusal_reason: Option<String>,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
}

/// How sure an employment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Status {
    /// Said by the person; waits for a manager or a lead.
    #[sea_orm(string_value = "declared")]
    Declared,
    /// Confirmed by a manager or a lead.
    #[sea_orm(string_value = "confirmed")]
    Confirmed,
    /// Said not to be so.
    #[sea_orm(string_value = "refused")]
    Refused,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
