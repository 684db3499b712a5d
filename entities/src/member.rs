//! The rows of `member`.

use sea_orm::entity::prelude::*;

/// A row of `member`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    /// Folded "last first", for sorting and for the search that forgives accents.
    pub search: String,
    pub email: String,
    /// The address in lower case: one address is one person.
    pub email_key: Option<String>,
    pub phone: Option<String>,
    pub job_title: Option<String>,
    pub profile_kind: ProfileKind,
    pub may_train: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub skills: Json,
    /// Field name to audience; a field that is not named is hidden from other members.
    #[sea_orm(column_type = "JsonBinary")]
    pub visibility: Json,
    pub is_administrator: bool,
    pub archived_at: Option<DateTimeUtc>,
    pub merged_into_id: Option<Uuid>,
    pub erased_at: Option<DateTimeUtc>,
    pub last_seen_at: Option<DateTimeUtc>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
}

/// What a person is by profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ProfileKind {
    /// Médiateur·rice numérique.
    #[sea_orm(string_value = "digital_mediator")]
    DigitalMediator,
    /// Conseiller·ère numérique.
    #[sea_orm(string_value = "digital_adviser")]
    DigitalAdviser,
    /// Coordinateur·rice.
    #[sea_orm(string_value = "coordinator")]
    Coordinator,
    /// Bénévole.
    #[sea_orm(string_value = "volunteer")]
    Volunteer,
    /// Agent·e France services.
    #[sea_orm(string_value = "france_services_agent")]
    FranceServicesAgent,
    /// Bibliothécaire.
    #[sea_orm(string_value = "librarian")]
    Librarian,
    /// Autre.
    #[sea_orm(string_value = "other")]
    Other,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
