//! The rows of `token`.

use sea_orm::entity::prelude::*;

/// A third-party tool's key: a scope on a subtree, never more than its maker may.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub token_hash: String,
    /// The first characters, by which a person recognises it.
    pub hint: String,
    /// Whose rights bound it.
    pub member_id: Uuid,
    /// The subtree that it is limited to; none means all that its maker may see.
    pub network_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub scopes: Json,
    pub expires_at: DateTimeUtc,
    pub last_used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
