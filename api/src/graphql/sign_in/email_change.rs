//! Changing one's own address.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::sign_in::{self, EmailChangeConfirmRefusal, EmailChangeRequestRefusal};

use crate::graphql::{id::asker, member::Member, payload::payload};

/// A new address of yours that waits for your confirmation.
#[derive(SimpleObject)]
pub struct EmailChange {
    /// The new address, to which the letter went.
    email: String,
    /// Until when the link in the letter holds.
    expires_at: DateTime<Utc>,
}

impl EmailChange {
    pub(crate) fn of(change: sign_in::EmailChange) -> Self {
        Self { email: change.email, expires_at: change.expires_at }
    }
}

payload! {
    /// What came of asking for another address.
    EmailChangeRequestPayload refused by EmailChangeRequestRefusal {
        /// The address that waits for your confirmation.
        email_change: EmailChange
    }
}
payload! {
    /// What came of confirming another address.
    EmailChangeConfirmPayload refused by EmailChangeConfirmRefusal {
        /// Your record, with its new address.
        member: Member
    }
}

/// Which address you want.
#[derive(InputObject)]
pub struct EmailChangeRequestInput {
    /// The address as it should be.
    email: String,
}

/// What proves that the address is yours.
#[derive(InputObject)]
pub struct EmailChangeConfirmInput {
    /// The last part of the link in the letter.
    token: String,
}

/// What a person can do to the address with which they sign in.
#[derive(Default)]
pub struct EmailChangeMutation;

/// What a person can do to the address with which they sign in.
#[Object]
impl EmailChangeMutation {
    /// Sends a letter to your new address; the link in it holds for a day, and only until you ask for
    /// another one. Never with a token, and never by whoever acts as you.
    async fn email_change_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which address.")] input: EmailChangeRequestInput,
    ) -> Result<Option<EmailChangeRequestPayload>> {
        let outcome = sign_in::request_email_change(asker(ctx), &input.email).await;
        EmailChangeRequestPayload::of(ctx, outcome, EmailChange::of)
    }

    /// Gives your record the address that the letter went to; another letter tells the former address.
    async fn email_change_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the letter holds.")] input: EmailChangeConfirmInput,
    ) -> Result<Option<EmailChangeConfirmPayload>> {
        let outcome = sign_in::confirm_email_change(asker(ctx), &input.token).await;
        EmailChangeConfirmPayload::of(ctx, outcome, Member::of)
    }
}
