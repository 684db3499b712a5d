//! The rows of `address_refusal`.

use sea_orm::entity::prelude::*;

/// Categories of letters that an address no longer wants, before it belongs to a member.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "address_refusal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub email_key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub category: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
