//! Acting as somebody for a while, for administrators.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    id::MemberId,
    sign_in::{self, ActAs, ActAsEndRefusal, ActAsStartRefusal},
};

use crate::graphql::{
    id::{asker, read},
    loader::load,
    member::{Member, MemberKey},
    payload::payload,
};

/// An administrator who acts as somebody for a while.
pub struct Acting(sign_in::Acting);

impl Acting {
    pub(crate) fn of(acting: sign_in::Acting) -> Self {
        Self(acting)
    }
}

/// An administrator who acts as somebody for a while.
#[Object]
impl Acting {
    /// As whom; null when you may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// Why; the person reads it.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When it ends by itself.
    async fn until(&self) -> DateTime<Utc> {
        self.0.until
    }
}

/// Whom an administrator no longer acts as.
pub struct ActingEnded(MemberId);

/// Whom an administrator no longer acts as.
#[Object]
impl ActingEnded {
    /// As whom it was; null when you may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.uuid())).await
    }
}

payload! {
    /// What came of beginning to act as somebody.
    ActAsStartPayload refused by ActAsStartRefusal {
        /// As whom, why and until when.
        acting: Acting
    }
}
payload! {
    /// What came of stopping to act as somebody.
    ActAsEndPayload refused by ActAsEndRefusal {
        /// As whom it was.
        ended: ActingEnded
    }
}

/// As whom to act, and why.
#[derive(InputObject)]
pub struct ActAsStartInput {
    /// As whom.
    member_id: ID,
    /// Why; the person reads it in a letter.
    reason: String,
}

/// As whom to act no longer.
#[derive(InputObject)]
pub struct ActAsEndInput {
    /// Only if you act as this member; whoever it is when nothing is said.
    member_id: Option<ID>,
}

/// What an administrator can do as somebody else.
#[derive(Default)]
pub struct ActingMutation;

/// What an administrator can do as somebody else.
#[Object]
impl ActingMutation {
    /// Acts as a member, in this browser, for an hour at most; a letter tells them. Every line of the trail
    /// tells who really acted. What is the person’s alone stays refused: signing, erasing, taking their data
    /// away, writing in their name, making tokens. Only with a browser’s session, never with a token.
    async fn act_as_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As whom, and why.")] input: ActAsStartInput,
    ) -> Result<Option<ActAsStartPayload>> {
        let asked = ActAs { member: read(ctx, &input.member_id)?, reason: input.reason };
        let outcome = sign_in::act_as(asker(ctx), asked).await;
        ActAsStartPayload::of(ctx, outcome, Acting::of)
    }

    /// Stops acting as somebody: you are yourself again.
    async fn act_as_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As whom no longer.")] input: ActAsEndInput,
    ) -> Result<Option<ActAsEndPayload>> {
        let only = input.member_id.map(|id| read(ctx, &id)).transpose()?;
        let outcome = sign_in::stop_acting(asker(ctx), only).await;
        ActAsEndPayload::of(ctx, outcome, ActingEnded)
    }
}
