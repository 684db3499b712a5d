//! The rows of `audit_line`.

use sea_orm::entity::prelude::*;

/// Who did what, concerning whom, through which door.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTimeUtc,
    pub actor_id: Option<Uuid>,
    /// As whom, when the actor is an administrator who acts as somebody for a while.
    pub acting_as_id: Option<Uuid>,
    pub token_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub door: String,
    pub request_id: String,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub about_id: Uuid,
    pub network_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub changes: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
