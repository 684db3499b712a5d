//! The rows of `charter_version`.

use sea_orm::entity::prelude::*;

/// A published text never changes: the hash says so. Its rules are kept with it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "charter_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub charter_id: Uuid,
    pub number: i32,
    pub body: String,
    pub body_hash: String,
    pub asks_volunteer: bool,
    pub asks_structure: bool,
    pub validity_months: Option<i32>,
    pub asks_again: bool,
    pub published_by_id: Option<Uuid>,
    pub published_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
