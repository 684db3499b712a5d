//! The rows of `network`.

use sea_orm::entity::prelude::*;

/// A row of `network`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "network")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    /// Name and host, folded.
    pub search: String,
    pub level: String,
    pub parent_id: Option<Uuid>,
    pub is_thematic: bool,
    pub description: String,
    pub host: String,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
    pub chat_url: Option<String>,
    pub resources_url: Option<String>,
    pub website_url: Option<String>,
    pub archived_at: Option<DateTimeUtc>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
