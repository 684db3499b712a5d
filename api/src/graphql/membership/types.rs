//! What a membership is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use domain::{
    id::{EmployerId, MembershipKind},
    membership,
    policy::Ask,
};

use super::MemberSinceKey;
use super::words::{Ending, LocalRole, Origin, Role, Scope};
use crate::graphql::{
    id::read_some,
    id::{asker, write},
    loader::load,
    member::{Member, MemberKey},
    network::{Network, NetworkKey},
    permission::Permission,
    scalar::Date,
};

/// A member in a network with one role and one local role, from a date to a date (adhésion). A
/// change of role ends one and begins another, so that the past keeps its answers.
#[derive(Clone)]
pub struct Membership(Arc<membership::Membership>);

impl Membership {
    pub(crate) fn of(membership: membership::Membership) -> Self {
        Self(Arc::new(membership))
    }
}

/// A member in a network with one role and one local role, from a date to a date (adhésion). A
/// change of role ends one and begins another, so that the past keeps its answers.
#[Object]
impl Membership {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<MembershipKind>(self.0.id)
    }

    /// Where.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        load(ctx, NetworkKey(self.0.network_id)).await
    }

    /// Who.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// What they are for the public.
    async fn local_role(&self) -> Option<LocalRole> {
        self.0.local_role.map(Into::into)
    }

    /// The first day.
    async fn started_on(&self) -> Date {
        Date(self.0.started_on)
    }

    /// Since when the person is in the network without a break, whatever their roles were; the same as
    /// `startedOn` unless it is yours, or you run the network.
    async fn member_since(&self, ctx: &Context<'_>) -> Result<Date> {
        let since = load(ctx, MemberSinceKey(self.0.id)).await?;
        Ok(Date(since.unwrap_or(self.0.started_on)))
    }

    /// The first day on which it no longer holds; null when no end is known.
    async fn ended_on(&self) -> Option<Date> {
        self.0.ended_on.map(Date)
    }

    /// How it began.
    async fn origin(&self) -> Origin {
        self.0.origin.into()
    }

    /// Why it ended.
    async fn ending(&self) -> Option<Ending> {
        self.0.ending.map(Into::into)
    }

    /// Why it ended, in words; null unless it is yours, or you run the network.
    async fn ending_reason(&self) -> Option<&str> {
        self.0.ending_reason.as_deref()
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: MembershipAction,
    ) -> Permission {
        let (network, member) = (self.0.network_id, self.0.member_id);
        let ask = match action {
            MembershipAction::Update => Ask::ChangeMembership { network, role: self.0.role },
            MembershipAction::End => Ask::EndMembership { network, member },
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to a membership. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum MembershipAction {
    /// Give another role or local role.
    Update,
    /// End it: leave, or remove someone.
    End,
}

/// Which memberships of a network.
#[derive(InputObject, Default)]
pub struct MembershipFilter {
    /// Those that held on this day; today when not named. The past is for those who run the network.
    as_of: Option<Date>,
    /// With this role.
    role: Option<Role>,
    /// With this local role.
    local_role: Option<LocalRole>,
    /// How far below the network.
    #[graphql(default)]
    scope: Scope,
    /// Those that are over, too, whatever the day; for those who run the network.
    #[graphql(default)]
    with_ended: bool,
    /// Only those of people who left and did not come back; for those who run the network.
    #[graphql(default)]
    is_over: bool,
    /// Each word begins one of the person's names; accents and case are forgiven.
    search: Option<String>,
    /// Of people who work there today; for those who run the network.
    employer_id: Option<ID>,
    /// Of people who work today in this intercommunal body (EPCI), by its SIREN; for those who run the network.
    epci_code: Option<String>,
    /// Of people who did not sign in since this day; among those of the networks in which you hold a role
    /// yourself.
    never_seen_since: Option<Date>,
    /// Only of people whom `NetworkCounts.unseenMembers` counts: members on the day and twelve months
    /// before, and present at no event since; for those who run the network.
    #[graphql(default)]
    is_absent: bool,
}

impl MembershipFilter {
    /// As the domain has it.
    pub(crate) fn sorted(
        self,
        ctx: &Context<'_>,
        order_by: MembershipOrder,
    ) -> Result<membership::Filter> {
        let employer: Option<EmployerId> = read_some(ctx, self.employer_id.as_ref())?;
        Ok(membership::Filter {
            as_of: self.as_of.map(|day| day.0),
            role: self.role.map(Into::into),
            local_role: self.local_role.map(Into::into),
            scope: self.scope.into(),
            with_ended: self.with_ended,
            is_over: self.is_over,
            search: self.search,
            employer: employer.map(EmployerId::uuid),
            epci: self.epci_code,
            never_seen_since: self.never_seen_since.map(|day| day.0),
            is_absent: self.is_absent,
            sorting: order_by.into(),
        })
    }
}

/// In which order a network's memberships are listed. The list may grow.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "membership::Sorting")]
pub enum MembershipOrder {
    /// By the name of the member.
    #[default]
    ByName,
    /// The last to come first.
    Newest,
    /// Those whom nobody saw for the longest time first; for those who run the network.
    LeastSeen,
}

/// Which memberships of a person.
#[derive(InputObject, Default)]
pub struct MemberMembershipFilter {
    /// Those that held on this day; today when not named.
    as_of: Option<Date>,
    /// With this role.
    role: Option<Role>,
    /// Those that are over, too, as far as you may know of them.
    #[graphql(default)]
    with_ended: bool,
}

impl From<MemberMembershipFilter> for membership::Filter {
    fn from(filter: MemberMembershipFilter) -> Self {
        Self {
            as_of: filter.as_of.map(|day| day.0),
            role: filter.role.map(Into::into),
            with_ended: filter.with_ended,
            ..Self::default()
        }
    }
}
