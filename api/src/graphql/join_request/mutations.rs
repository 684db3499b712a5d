//! Asking to join, and answering.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::join_request::{
    self, Approve, ApproveRefusal, Create, CreateRefusal, RefuseRefusal, WithdrawRefusal,
};

use super::JoinRequest;
use crate::graphql::{
    id::{asker, read},
    membership::{LocalRole, Role},
    payload::payload,
};

payload! {
    /// What came of asking to join.
    JoinRequestCreatePayload refused by CreateRefusal {
        /// The request.
        join_request: JoinRequest
    }
}
payload! {
    /// What came of letting someone in.
    JoinRequestApprovePayload refused by ApproveRefusal {
        /// The request.
        join_request: JoinRequest
    }
}
payload! {
    /// What came of refusing someone.
    JoinRequestRefusePayload refused by RefuseRefusal {
        /// The request.
        join_request: JoinRequest
    }
}
payload! {
    /// What came of taking a request back.
    JoinRequestWithdrawPayload refused by WithdrawRefusal {
        /// The request.
        join_request: JoinRequest
    }
}

/// Which network, and a word.
#[derive(InputObject)]
pub struct JoinRequestCreateInput {
    /// Which network.
    network_id: ID,
    /// Why you would like to enter.
    #[graphql(default)]
    word: String,
}

/// As what they enter.
#[derive(InputObject)]
pub struct JoinRequestApproveInput {
    /// The request.
    join_request_id: ID,
    /// The role.
    #[graphql(default_with = "Role::Member")]
    role: Role,
    /// The local role.
    local_role: Option<LocalRole>,
}

/// Why not.
#[derive(InputObject)]
pub struct JoinRequestRefuseInput {
    /// The request.
    join_request_id: ID,
    /// Why; the person reads it.
    reason: String,
}

/// The request to take back.
#[derive(InputObject)]
pub struct JoinRequestWithdrawInput {
    /// The request.
    join_request_id: ID,
}

/// What can be done to requests to join.
#[derive(Default)]
pub struct JoinRequestMutation;

/// What can be done to requests to join.
#[Object]
impl JoinRequestMutation {
    /// Asks to enter a network; its leads get a letter.
    async fn join_request_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which network.")] input: JoinRequestCreateInput,
    ) -> Result<Option<JoinRequestCreatePayload>> {
        let asked = Create { network: read(ctx, &input.network_id)?, word: input.word };
        let outcome = join_request::create(asker(ctx), asked).await;
        JoinRequestCreatePayload::of(ctx, outcome, JoinRequest::of)
    }

    /// Lets someone in who asked; they get a letter.
    async fn join_request_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: JoinRequestApproveInput,
    ) -> Result<Option<JoinRequestApprovePayload>> {
        let id = read(ctx, &input.join_request_id)?;
        let asked =
            Approve { role: input.role.into(), local_role: input.local_role.map(Into::into) };
        let outcome = join_request::approve(asker(ctx), id, asked).await;
        JoinRequestApprovePayload::of(ctx, outcome, JoinRequest::of)
    }

    /// Refuses someone who asked, with a reason; they get a letter.
    async fn join_request_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and why.")] input: JoinRequestRefuseInput,
    ) -> Result<Option<JoinRequestRefusePayload>> {
        let id = read(ctx, &input.join_request_id)?;
        let outcome = join_request::refuse(asker(ctx), id, &input.reason).await;
        JoinRequestRefusePayload::of(ctx, outcome, JoinRequest::of)
    }

    /// Takes your own request back.
    async fn join_request_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: JoinRequestWithdrawInput,
    ) -> Result<Option<JoinRequestWithdrawPayload>> {
        let id = read(ctx, &input.join_request_id)?;
        let outcome = join_request::withdraw(asker(ctx), id).await;
        JoinRequestWithdrawPayload::of(ctx, outcome, JoinRequest::of)
    }
}
