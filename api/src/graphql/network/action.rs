//! What one may do to a network.

use async_graphql::Enum;
use domain::policy::{Ask, Role};

/// What one may do to a network. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum NetworkAction {
    /// See the links of its members.
    SeeLinks,
    /// See its members.
    ListMembers,
    /// Found a network below it.
    CreateBelow,
    /// Change what it says of itself.
    Edit,
    /// Close it.
    Archive,
    /// Invite members.
    Invite,
    /// Invite leads and organisers.
    InviteLead,
    /// Answer those who ask to join.
    AnswerJoinRequest,
    /// Plan its events.
    PlanEvent,
    /// Write its charters.
    EditCharter,
    /// See its counts.
    SeeCounts,
    /// See its letters.
    SeeLetters,
    /// See its audit trail.
    SeeAudit,
    /// Make a token for its branch.
    CreateToken,
}

impl NetworkAction {
    pub(super) fn ask(self, id: &uuid::Uuid) -> Ask<'_> {
        let network = *id;
        match self {
            Self::SeeLinks => Ask::SeeNetworkLinks { network },
            Self::ListMembers => Ask::ListMembers { network },
            Self::CreateBelow => Ask::CreateNetwork { parent: Some(network) },
            Self::Edit => Ask::EditNetwork { network },
            Self::Archive => Ask::ArchiveNetwork { network },
            Self::Invite => Ask::Invite { network, role: Role::Member },
            Self::InviteLead => Ask::Invite { network, role: Role::Lead },
            Self::AnswerJoinRequest => Ask::AnswerJoinRequest { network },
            Self::PlanEvent => Ask::PlanEvent { hosts: std::slice::from_ref(id) },
            Self::SeeCounts => Ask::SeeCounts { network },
            Self::EditCharter => Ask::EditCharter { network },
            Self::SeeLetters => Ask::SeeLetters { network },
            Self::SeeAudit => Ask::SeeAudit { network },
            Self::CreateToken => Ask::CreateToken { network: Some(network) },
        }
    }
}
