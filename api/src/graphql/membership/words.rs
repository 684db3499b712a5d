//! The closed words of memberships.

use async_graphql::Enum;

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
