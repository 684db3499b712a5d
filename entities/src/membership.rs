//! The rows of `membership`.

use sea_orm::entity::prelude::*;

/// One row for each period in which a member had one role and one local role in a network.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network_id: Uuid,
    pub member_id: Uuid,
    pub role: Role,
    pub local_role: Option<LocalRole>,
    pub started_on: Date,
    /// The first day on which it no longer holds.
    pub ended_on: Option<Date>,
    pub origin: Origin,
    pub ending: Option<Ending>,
    pub ending_reason: Option<String>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
}

/// What a person may do in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Role {
    /// Runs the network and all below it.
    #[sea_orm(string_value = "lead")]
    Lead,
    /// Plans its meetings and records who came.
    #[sea_orm(string_value = "organiser")]
    Organiser,
    /// Takes part.
    #[sea_orm(string_value = "member")]
    Member,
}

/// What a person is for the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum LocalRole {
    /// Pilote.
    #[sea_orm(string_value = "pilot")]
    Pilot,
    /// Médiateur.
    #[sea_orm(string_value = "mediator")]
    Mediator,
    /// Aidant.
    #[sea_orm(string_value = "helper")]
    Helper,
    /// Premier-secours.
    #[sea_orm(string_value = "first_aider")]
    FirstAider,
    /// Éclaireur.
    #[sea_orm(string_value = "scout")]
    Scout,
}

/// How a membership began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Origin {
    /// With the network, or by an administrator.
    #[sea_orm(string_value = "founder")]
    Founder,
    /// By an accepted invitation.
    #[sea_orm(string_value = "invitation")]
    Invitation,
    /// By an approved request.
    #[sea_orm(string_value = "join_request")]
    JoinRequest,
    /// From another network.
    #[sea_orm(string_value = "transfer")]
    Transfer,
    /// By a change of role in the same network.
    #[sea_orm(string_value = "change")]
    Change,
    /// By a file.
    #[sea_orm(string_value = "import")]
    Import,
    /// From a duplicate of the same person.
    #[sea_orm(string_value = "merge")]
    Merge,
}

/// Why a membership ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Ending {
    /// The person left.
    #[sea_orm(string_value = "left")]
    Left,
    /// A lead ended it.
    #[sea_orm(string_value = "removed")]
    Removed,
    /// The person moved to another network.
    #[sea_orm(string_value = "transferred")]
    Transferred,
    /// The role changed.
    #[sea_orm(string_value = "changed")]
    Changed,
    /// The person or the network was archived.
    #[sea_orm(string_value = "archived")]
    Archived,
    /// The person was a duplicate.
    #[sea_orm(string_value = "merged")]
    Merged,
    /// What is personal of the person was erased.
    #[sea_orm(string_value = "erased")]
    Erased,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
