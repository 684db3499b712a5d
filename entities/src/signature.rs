//! The rows of `signature`.

use sea_orm::entity::prelude::*;

/// A row of `signature`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub charter_id: Uuid,
    pub charter_version_id: Uuid,
    pub side: Side,
    pub member_id: Option<Uuid>,
    pub employer_id: Option<Uuid>,
    pub state: State,
    pub signed_by_id: Uuid,
    pub authenticated_by: String,
    pub body_hash: String,
    pub reason: Option<String>,
    pub signed_at: DateTimeUtc,
    /// The first day on which it no longer holds.
    pub expires_on: Option<Date>,
    pub ended_at: Option<DateTimeUtc>,
}

/// For whom a charter is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Side {
    /// The volunteer.
    #[sea_orm(string_value = "volunteer")]
    Volunteer,
    /// The host structure, by a manager.
    #[sea_orm(string_value = "structure")]
    Structure,
}

/// Whether a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Stands until it expires.
    #[sea_orm(string_value = "signed")]
    Signed,
    /// The person said no.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// Taken back.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
    /// Ran out, or a newer signature took its place.
    #[sea_orm(string_value = "lapsed")]
    Lapsed,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
