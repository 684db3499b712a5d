//! The rows of `employer_manager`.

use sea_orm::entity::prelude::*;

/// A row of `employer_manager`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "employer_manager")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub employer_id: Uuid,
    pub member_id: Uuid,
    pub state: State,
    pub reason: Option<String>,
    pub decided_by_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
}

/// How far the right to act for an employer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Asked for; waits for a lead.
    #[sea_orm(string_value = "claimed")]
    Claimed,
    /// May act for the employer.
    #[sea_orm(string_value = "confirmed")]
    Confirmed,
    /// A lead said no.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// Was, and is no longer.
    #[sea_orm(string_value = "ended")]
    Ended,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
