//! The closed words of memberships.

use async_graphql::Enum;

/// What a person may do in a network. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::membership::Role")]
pub enum Role {
    /// Runs the network and all below it (pilote du réseau).
    Lead,
    /// Plans its meetings and records who came (animation).
    Organiser,
    /// Takes part.
    Member,
}

/// What a person is for the public (rôle local). The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::membership::LocalRole")]
pub enum LocalRole {
    /// Pilote.
    Pilot,
    /// Médiateur.
    Mediator,
    /// Aidant.
    Helper,
    /// Premier-secours.
    FirstAider,
    /// Éclaireur.
    Scout,
}

/// How a membership began. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::membership::Origin", name = "MembershipOrigin")]
pub enum Origin {
    /// With the network, or by an administrator.
    Founder,
    /// By an accepted invitation.
    Invitation,
    /// By an approved request.
    JoinRequest,
    /// From another network.
    Transfer,
    /// By a change of role in the same network.
    Change,
    /// By a file.
    Import,
    /// From a duplicate of the same person.
    Merge,
}

/// Why a membership ended. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::membership::Ending", name = "MembershipEnding")]
pub enum Ending {
    /// The person left.
    Left,
    /// A lead ended it.
    Removed,
    /// The person moved to another network.
    Transferred,
    /// The role changed.
    Changed,
    /// The person or the network was archived.
    Archived,
    /// The person was a duplicate.
    Merged,
    /// What is personal of the person was erased.
    Erased,
}

/// How far a question about a network reaches. The list may grow.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The network itself.
    #[default]
    #[graphql(name = "SELF")]
    Itself,
    /// The network and all below it.
    Subtree,
}

impl From<Scope> for domain::membership::Scope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Itself => Self::Itself,
            Scope::Subtree => Self::Subtree,
        }
    }
}
