//! The rows of `charter`.

use sea_orm::entity::prelude::*;

/// A row of `charter`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "charter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network_id: Uuid,
    pub title: String,
    pub asks_volunteer: bool,
    pub asks_structure: bool,
    /// For how long a signature holds; no number means without end.
    pub validity_months: Option<i32>,
    pub draft: String,
    pub archived_at: Option<DateTimeUtc>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
