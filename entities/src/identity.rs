//! The rows of `identity`.

use sea_orm::entity::prelude::*;

/// Who a provider says someone is. The pair (issuer, subject) is the identity, never the email address.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub member_id: Uuid,
    pub issuer: String,
    pub subject: String,
    /// The establishment chosen at the provider: proposes an employment, never writes one.
    pub siret: Option<String>,
    pub linked_at: DateTimeUtc,
    pub last_used_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
