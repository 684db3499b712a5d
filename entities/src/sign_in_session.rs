//! The rows of `sign_in_session`.

use sea_orm::entity::prelude::*;

/// A row of `sign_in_session`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: String,
    pub member_id: Uuid,
    /// How the person proved who they are: oidc, email, demonstration.
    pub authenticated_by: String,
    /// What the provider said of the sign-in, sealed.
    pub sealed_id_token: Option<String>,
    pub created_at: DateTimeUtc,
    pub last_used_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    /// As whom an administrator acts for a while.
    pub acting_as_id: Option<Uuid>,
    /// Why.
    pub acting_reason: Option<String>,
    /// Until when.
    pub acting_until: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
