//! What the asker may do, and why.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::{
    error::{Denied, Needs},
    policy::Because,
};
use uuid::Uuid;

use super::{
    error::{denied_code, denied_words},
    loader::load,
    membership::Role,
    network::{Network, NetworkKey},
    words,
};

/// Whether the asker may do something, and why.
#[derive(SimpleObject)]
pub struct Permission {
    /// Whether it would be allowed.
    pub(crate) is_allowed: bool,
    /// Why not; null when it would be allowed.
    pub(crate) code: Option<DenialCode>,
    /// What would be needed; null when it would be allowed, or when nothing would help.
    needs: Option<Need>,
    /// Why, in words: «vous pilotez Cyb@njou, au-dessus de ce réseau».
    pub(crate) reason: String,
    /// The rights that it rests on; empty when it would not be allowed.
    because: Vec<Grant>,
}

/// Why one may not. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum DenialCode {
    /// Nobody is signed in.
    Unauthenticated,
    /// One may know of it, and may not do this: see `needs`.
    Forbidden,
    /// It is not there, or not to be known of.
    NotFound,
}

/// What would be needed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Needs")]
pub enum Need {
    /// To run the federation.
    Administrator,
    /// To lead the network, or one above it.
    Lead,
    /// To lead or organise the network, or one above it.
    Organiser,
    /// To lead or organise the network itself; a role in one above it does not do.
    Team,
    /// To be a member of the network.
    Membership,
    /// To act for the employer, or to lead a network of its staff.
    Manager,
    /// To be the person in question.
    Oneself,
    /// A scope that the token does not have.
    Scope,
    /// A token that is not limited to another branch.
    Subtree,
}

/// A right that a permission rests on.
pub struct Grant {
    kind: GrantKind,
    role: Option<Role>,
    network: Option<Uuid>,
}

/// A right that a permission rests on.
#[Object]
impl Grant {
    /// What kind of right it is.
    async fn kind(&self) -> GrantKind {
        self.kind
    }

    /// The role, when it comes from one.
    async fn role(&self) -> Option<Role> {
        self.role
    }

    /// The network where the role is held: the one in question, or one above it.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        match self.network {
            Some(id) => load(ctx, NetworkKey(id)).await,
            None => Ok(None),
        }
    }
}

/// Where a right comes from. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum GrantKind {
    /// It is the house itself.
    House,
    /// One runs the federation.
    Administrator,
    /// A role in the network in question.
    Role,
    /// A role in a network above it: rights flow down the tree.
    RoleAbove,
    /// It is about oneself.
    Oneself,
    /// One acts for the employer.
    Manager,
    /// One belongs to the network, or to one below it.
    Member,
    /// One shares a network with the person.
    Fellow,
    /// Everyone who is signed in may.
    SignedIn,
    /// Everyone may.
    Public,
}

impl Permission {
    /// The policy's answer in words.
    pub(crate) fn of(answer: Result<Because, Denied>) -> Self {
        match answer {
            Ok(because) => Self {
                is_allowed: true,
                code: None,
                needs: None,
                reason: because_words(&because),
                because: vec![Grant::of(&because)],
            },
            Err(denied) => Self {
                is_allowed: false,
                code: Some(DenialCode::of(&denied)),
                needs: match denied {
                    Denied::Forbidden(needs) => Some(needs.into()),
                    Denied::Anonymous | Denied::Hidden => None,
                },
                reason: denied_words(&denied),
                because: Vec::new(),
            },
        }
    }

    /// The code in words, beside those of refusals.
    pub(crate) fn code_name(answer: &Result<Because, Denied>) -> Option<&'static str> {
        answer.as_ref().err().map(denied_code)
    }
}

impl DenialCode {
    const fn of(denied: &Denied) -> Self {
        match denied {
            Denied::Anonymous => Self::Unauthenticated,
            Denied::Forbidden(_) => Self::Forbidden,
            Denied::Hidden => Self::NotFound,
        }
    }
}

impl Grant {
    fn of(because: &Because) -> Self {
        let plain = |kind| Self { kind, role: None, network: None };
        let held = |role, network, is_above| Self {
            kind: if is_above { GrantKind::RoleAbove } else { GrantKind::Role },
            role: Some(role),
            network: Some(network),
        };
        match *because {
            Because::House => plain(GrantKind::House),
            Because::Administrator => plain(GrantKind::Administrator),
            Because::Leads { network_id, is_above, .. } => held(Role::Lead, network_id, is_above),
            Because::Organises { network_id, is_above, .. } => {
                held(Role::Organiser, network_id, is_above)
            }
            Because::Oneself => plain(GrantKind::Oneself),
            Because::Manages => plain(GrantKind::Manager),
            Because::Belongs => plain(GrantKind::Member),
            Because::Fellow => plain(GrantKind::Fellow),
            Because::SignedIn => plain(GrantKind::SignedIn),
            Because::Public => plain(GrantKind::Public),
        }
    }
}

fn because_words(because: &Because) -> String {
    let (key, network) = match because {
        Because::House => ("because-house", None),
        Because::Administrator => ("because-administrator", None),
        Because::Leads { network, is_above: false, .. } => ("because-leads", Some(network)),
        Because::Leads { network, .. } => ("because-leads-above", Some(network)),
        Because::Organises { network, is_above: false, .. } => ("because-organises", Some(network)),
        Because::Organises { network, .. } => ("because-organises-above", Some(network)),
        Because::Oneself => ("because-oneself", None),
        Because::Manages => ("because-manages", None),
        Because::Belongs => ("because-belongs", None),
        Because::Fellow => ("because-fellow", None),
        Because::SignedIn => ("because-signed-in", None),
        Because::Public => ("because-public", None),
    };
    match network {
        Some(network) => words::text(key, &[("network", network.into())]),
        None => words::text(key, &[]),
    }
}
