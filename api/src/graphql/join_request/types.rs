//! What a request to join is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use domain::{id::JoinRequestKind, join_request, policy::Ask};

use crate::graphql::{
    id::{asker, write},
    loader::load,
    member::{Member, MemberKey},
    network::{Network, NetworkKey},
    permission::Permission,
};

/// A person asks to enter a network (demande d'adhésion).
#[derive(Clone)]
pub struct JoinRequest(Arc<join_request::JoinRequest>);

impl JoinRequest {
    pub(crate) fn of(request: join_request::JoinRequest) -> Self {
        Self(Arc::new(request))
    }
}

/// A person asks to enter a network (demande d'adhésion).
#[Object]
impl JoinRequest {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<JoinRequestKind>(self.0.id)
    }

    /// Which network.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        load(ctx, NetworkKey(self.0.network_id)).await
    }

    /// Who asks.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// A word of theirs.
    async fn word(&self) -> &str {
        &self.0.word
    }

    /// How far it is.
    async fn state(&self) -> JoinRequestState {
        self.0.state.into()
    }

    /// Why it was refused.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When it was answered or taken back.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// When it was asked.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: JoinRequestAction,
    ) -> Permission {
        let ask = match action {
            JoinRequestAction::Answer => Ask::AnswerJoinRequest { network: self.0.network_id },
            JoinRequestAction::Withdraw => {
                let (network, member) = (self.0.network_id, self.0.member_id);
                Ask::WithdrawJoinRequest { network, member }
            }
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to a request to join. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum JoinRequestAction {
    /// Let the person in, or refuse.
    Answer,
    /// Take it back.
    Withdraw,
}

/// How far a request to join is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "join_request::State")]
pub enum JoinRequestState {
    /// Waits for a lead.
    Pending,
    /// The person entered.
    Approved,
    /// A lead said no, with a reason.
    Refused,
    /// The person took it back.
    Withdrawn,
}

/// Which requests.
#[derive(InputObject, Default)]
pub struct JoinRequestFilter {
    /// So far.
    state: Option<JoinRequestState>,
    /// Of somebody whose name has words that begin so; accents and case are forgiven.
    search: Option<String>,
}

impl From<JoinRequestFilter> for join_request::Filter {
    fn from(filter: JoinRequestFilter) -> Self {
        Self { state: filter.state.map(Into::into), search: filter.search }
    }
}
