//! Who asks: roles in networks, employers managed, a token's limits. Pure facts, made once for each request.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use crate::error::{Denied, Needs};
use entities::membership::Role;

/// A role that someone holds in a network itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The network.
    pub network_id: Uuid,
    /// Its name, for explanations.
    pub network_name: String,
    /// The role in it.
    pub role: Role,
}

/// How far a right reaches: by which role, held where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The strongest role that reaches the network.
    pub role: Role,
    /// The network in which it is held.
    pub via: Uuid,
}

/// What a token may be allowed to touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resource {
    /// Networks and territories.
    Network,
    /// Members, memberships, invitations and requests.
    Member,
    /// Employers, places, employments.
    Employer,
    /// Events and sessions.
    Event,
    /// Registrations and attendances.
    Registration,
    /// Charters and signatures.
    Charter,
}

impl Resource {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Network,
        Self::Member,
        Self::Employer,
        Self::Event,
        Self::Registration,
        Self::Charter,
    ];

    /// Its word in a scope.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Member => "member",
            Self::Employer => "employer",
            Self::Event => "event",
            Self::Registration => "registration",
            Self::Charter => "charter",
        }
    }
}

/// One permission of a token: a resource, to read or to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// What.
    pub resource: Resource,
    /// To write; reading is then included.
    pub is_write: bool,
}

impl Scope {
    /// The scope of a word such as `event:write`.
    pub fn of_word(word: &str) -> Option<Self> {
        let (resource, verb) = word.split_once(':')?;
        let resource = Resource::ALL.into_iter().find(|known| known.word() == resource)?;
        match verb {
            "read" => Some(Self { resource, is_write: false }),
            "write" => Some(Self { resource, is_write: true }),
            _ => None,
        }
    }

    /// Its word.
    pub fn word(self) -> String {
        format!("{}:{}", self.resource.word(), if self.is_write { "write" } else { "read" })
    }
}

/// What a token is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLimits {
    /// The token's row.
    pub id: Uuid,
    /// What it may touch.
    pub scopes: HashSet<Scope>,
    /// The networks of its subtree; none means no such limit.
    pub networks: Option<HashSet<Uuid>>,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The member, when someone is signed in or a token speaks for them.
    pub member: Option<Uuid>,
    /// Runs the federation.
    pub is_administrator: bool,
    /// The house itself: command line and worker.
    pub is_house: bool,
    /// How the person proved who they are, for signatures.
    pub authenticated_by: String,
    /// Roles held now.
    pub held: Vec<Held>,
    /// Each network that a lead's or organiser's role reaches, downwards.
    pub reach: HashMap<Uuid, Reach>,
    /// The person's own networks.
    pub belongs: HashSet<Uuid>,
    /// These and all above them.
    pub above: HashSet<Uuid>,
    /// Employers that the person acts for.
    pub manages: HashSet<Uuid>,
    /// The browser's session, when one asks.
    pub session: Option<Uuid>,
    /// The administrator who acts as this person for a while, if one does.
    pub acting: Option<Uuid>,
    /// The event to which somebody answers by the link of a letter, without signing in.
    pub letter: Option<Uuid>,
    /// The limits of the token that asks, if one does.
    pub token: Option<TokenLimits>,
    /// Names of the networks in which roles are held.
    pub names: BTreeMap<Uuid, String>,
}

impl Standing {
    /// Nobody in particular.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// The house itself.
    pub fn house() -> Self {
        Self {
            is_administrator: true,
            is_house: true,
            authenticated_by: "house".to_owned(),
            ..Self::default()
        }
    }

    /// The member who asks.
    pub fn someone(&self) -> Result<Uuid, Denied> {
        self.member.ok_or(Denied::Anonymous)
    }

    /// Who really acts: the administrator behind the person, or the person.
    pub fn actor(&self) -> Option<Uuid> {
        self.acting.or(self.member)
    }

    /// As whom an administrator acts.
    pub fn acting_as(&self) -> Option<Uuid> {
        self.acting.and(self.member)
    }

    /// Whether it is somebody in particular, or the house itself.
    pub fn is_somebody(&self) -> Result<(), Denied> {
        if self.is_house { Ok(()) } else { self.someone().map(|_| ()) }
    }

    /// The role that reaches this network, and where it is held.
    pub fn reaches(&self, network_id: Uuid) -> Option<&Reach> {
        self.reach.get(&network_id)
    }

    /// The networks in which this person is a lead, or at least an organiser, by their own role or one above.
    pub fn run(&self, at_least: Role) -> Vec<Uuid> {
        let mut ids: Vec<_> = self
            .reach
            .iter()
            .filter(|(_, reach)| reach.role <= at_least)
            .map(|(id, _)| *id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// The role that this person holds in the network itself, wherever else they hold one.
    pub fn held_in(&self, network_id: Uuid) -> Option<Role> {
        let reach = self.reach.get(&network_id)?;
        let itself = (reach.via == network_id).then_some(reach.role);
        let held = self.held.iter().filter(|held| held.network_id == network_id);
        held.map(|held| held.role).chain(itself).min()
    }

    /// The networks in which this person is a lead, or at least an organiser, by a role in the network
    /// itself: what is private does not flow up to those above.
    pub fn hold(&self, at_least: Role) -> Vec<Uuid> {
        let mut ids: Vec<_> = self
            .reach
            .keys()
            .copied()
            .filter(|id| self.held_in(*id).is_some_and(|role| role <= at_least))
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Whether this is exactly that person, asking for themselves.
    pub fn is(&self, member_id: Uuid) -> bool {
        self.member == Some(member_id)
    }

    /// Whether a token's scope allows to read, or to write, this resource.
    pub fn has_scope(&self, resource: Resource, is_write: bool) -> Result<(), Denied> {
        let Some(token) = &self.token else { return Ok(()) };
        let write = Scope { resource, is_write: true };
        let read = Scope { resource, is_write: false };
        if token.scopes.contains(&write) || (!is_write && token.scopes.contains(&read)) {
            Ok(())
        } else {
            Err(Denied::Forbidden(Needs::Scope))
        }
    }

    /// The networks of the branch to which the asking token is limited, if it is.
    pub fn branch(&self) -> Option<&HashSet<Uuid>> {
        self.token.as_ref()?.networks.as_ref()
    }

    /// Whether any of these networks is where this asker may act and see what is not public: no tool
    /// limited to a branch is let out of it by what its maker is elsewhere.
    pub fn covers(&self, networks: &[Uuid]) -> bool {
        self.branch().is_none_or(|branch| networks.iter().any(|network| branch.contains(network)))
    }

    /// The person to whom their own record is open: nobody through a tool that is limited to a branch
    /// of which they are no member.
    pub fn own(&self) -> Option<Uuid> {
        self.member.filter(|_| self.branch().is_none() || !self.belongs.is_empty())
    }

    /// The person to whom all that is their own is open, in whatever network: nobody through a tool
    /// that is limited to a branch.
    pub fn everywhere(&self) -> Result<Uuid, Denied> {
        let member = self.someone()?;
        match self.branch() {
            None => Ok(member),
            Some(_) => Err(Denied::Forbidden(Needs::Subtree)),
        }
    }

    /// The same person by the link of a letter that asks them to this event: whether they come, and
    /// nothing else. Whoever holds the link is not known to be the person.
    #[must_use]
    pub fn answering(mut self, event: Uuid) -> Self {
        self.is_administrator = false;
        self.reach.clear();
        self.manages.clear();
        "letter".clone_into(&mut self.authenticated_by);
        self.letter = Some(event);
        self
    }

    /// The same person through a token: never more than they may, and nothing outside the token's subtree.
    #[must_use]
    pub fn limited_to(mut self, token: TokenLimits) -> Self {
        if let Some(subtree) = &token.networks {
            if self.is_administrator {
                let everywhere = |id: &Uuid| (*id, Reach { role: Role::Lead, via: *id });
                self.reach = subtree.iter().map(everywhere).collect();
            }
            self.is_administrator = false;
            self.reach.retain(|id, _| subtree.contains(id));
            self.belongs.retain(|id| subtree.contains(id));
            self.above.retain(|id| subtree.contains(id));
            self.manages.clear();
        }
        self.token = Some(token);
        self
    }
}
