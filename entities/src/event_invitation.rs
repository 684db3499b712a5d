//! The rows of `event_invitation`.

use sea_orm::entity::prelude::*;

/// Who was asked to come, so that the deadline's reminders know who has not answered.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub event_id: Uuid,
    pub member_id: Uuid,
    pub invited_by_id: Option<Uuid>,
    /// What the organisers add to the letter.
    pub word: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
