//! The rows of `join_request`.

use sea_orm::entity::prelude::*;

/// A row of `join_request`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "join_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network_id: Uuid,
    pub member_id: Uuid,
    pub word: String,
    pub state: State,
    pub reason: Option<String>,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// How far a request to join is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Waits for a lead.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// The person entered.
    #[sea_orm(string_value = "approved")]
    Approved,
    /// A lead said no, with a reason.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// The person took it back.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
