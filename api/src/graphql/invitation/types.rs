//! What an invitation is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    id::InvitationKind,
    invitation,
    policy::{self, Ask},
};

use crate::graphql::{
    id::{asker, write},
    loader::load,
    member::{Member, MemberKey},
    membership::{LocalRole, Role},
    network::{Network, NetworkKey},
    permission::Permission,
    scalar::EmailAddress,
};

/// An offer by email to join a network, or to act for an employer (invitation).
#[derive(Clone)]
pub struct Invitation(Arc<invitation::Invitation>);

impl Invitation {
    pub(crate) fn of(invitation: invitation::Invitation) -> Self {
        Self(Arc::new(invitation))
    }
}

/// An offer by email to join a network, or to act for an employer (invitation).
#[Object]
impl Invitation {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<InvitationKind>(self.0.id)
    }

    /// Where to.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        load(ctx, NetworkKey(self.0.network_id)).await
    }

    /// Whether it is to act for an employer rather than to join the network.
    async fn is_to_manage(&self) -> bool {
        self.0.employer_id.is_some()
    }

    /// The address that it was sent to; null when it is no longer kept, or when you neither sent it nor
    /// hold a role in the network itself.
    async fn email(&self) -> Option<EmailAddress> {
        Some(&self.0.email).filter(|email| !email.is_empty()).cloned().map(EmailAddress)
    }

    /// The name that stood with the address.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The local role.
    async fn local_role(&self) -> Option<LocalRole> {
        self.0.local_role.map(Into::into)
    }

    /// A personal word.
    async fn word(&self) -> &str {
        &self.0.word
    }

    /// How far it is.
    async fn state(&self, ctx: &Context<'_>) -> InvitationState {
        self.0.state_at(asker(ctx).now()).into()
    }

    /// Who sent it.
    async fn invited_by(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.invited_by_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// Who answered it.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.member_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// How many times it was sent.
    async fn times_sent(&self) -> i32 {
        self.0.times_sent
    }

    /// How many reminders left; at most two.
    async fn reminder_count(&self) -> i32 {
        self.0.reminders
    }

    /// When it was last sent.
    async fn last_sent_at(&self) -> DateTime<Utc> {
        self.0.last_sent_at
    }

    /// Until when it can be accepted.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was accepted or declined.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: InvitationAction,
    ) -> Permission {
        let network = self.0.network_id;
        let role = if self.0.employer_id.is_some() { policy::Role::Lead } else { self.0.role };
        let ask = match action {
            InvitationAction::Resend | InvitationAction::Revoke => Ask::Invite { network, role },
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to an invitation. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum InvitationAction {
    /// Send it again.
    Resend,
    /// Take it back.
    Revoke,
}

/// What a letter's link invites to, for whoever holds the link.
#[derive(SimpleObject)]
pub struct InvitationLetter {
    /// The network's name.
    network_name: String,
    /// The network's short name in addresses.
    network_slug: String,
    /// The employer to act for, if that is what it is about.
    employer_name: Option<String>,
    /// The address that it was sent to.
    email: EmailAddress,
    /// The role.
    role: Role,
    /// The local role.
    local_role: Option<LocalRole>,
    /// A personal word.
    word: String,
    /// Who sent it: their name.
    invited_by: Option<String>,
    /// How far it is.
    state: InvitationState,
    /// Until when it can be accepted.
    expires_at: DateTime<Utc>,
    /// Whether you are signed in as someone else than the person invited.
    is_for_another: bool,
    /// To which events one is asked to come once one accepts, the first one first.
    events: Vec<AnnouncedEvent>,
}

impl InvitationLetter {
    pub(super) fn of(ctx: &domain::context::Context, found: invitation::Found) -> Self {
        Self {
            is_for_another: found.is_for_another(ctx),
            network_name: found.network_name,
            network_slug: found.network_slug,
            employer_name: found.employer_name,
            email: EmailAddress(found.email),
            role: found.role.into(),
            local_role: found.local_role.map(Into::into),
            word: found.word,
            invited_by: found.invited_by,
            state: found.state.into(),
            expires_at: found.expires_at,
            events: found.events.into_iter().map(AnnouncedEvent::of).collect(),
        }
    }
}

/// An event to which somebody is asked to come once they are in the network.
#[derive(SimpleObject)]
pub struct AnnouncedEvent {
    /// Its title.
    title: String,
    /// When it begins.
    starts_at: DateTime<Utc>,
    /// Whether that may change.
    is_date_tentative: bool,
}

impl AnnouncedEvent {
    fn of(event: domain::event::Announced) -> Self {
        Self {
            title: event.title,
            starts_at: event.starts_at,
            is_date_tentative: event.is_date_tentative,
        }
    }
}

/// How far an invitation is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "invitation::State")]
pub enum InvitationState {
    /// Waits for an answer.
    Sent,
    /// The person accepted.
    Accepted,
    /// The person declined.
    Declined,
    /// No answer in time.
    Expired,
    /// Taken back by a lead.
    Revoked,
}

/// Which invitations.
#[derive(InputObject, Default)]
pub struct InvitationFilter {
    /// So far.
    state: Option<InvitationState>,
    /// To an address that you may see, or with a name, that has these signs.
    search: Option<String>,
}

impl From<InvitationFilter> for invitation::Filter {
    fn from(filter: InvitationFilter) -> Self {
        Self { state: filter.state.map(Into::into), search: filter.search }
    }
}
