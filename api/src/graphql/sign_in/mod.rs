//! The browsers in which one is signed in, and the address with which one signs in.

mod acting;
mod email_change;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    id::SignInSessionKind,
    sign_in::{self, OpenSession, RevokeRefusal},
};

pub use acting::{Acting, ActingMutation};
pub use email_change::{EmailChange, EmailChangeMutation};

use super::{
    id::{asker, read, write},
    payload::payload,
};

/// A browser in which you are signed in (connexion).
#[derive(SimpleObject)]
#[expect(clippy::struct_field_names, reason = "what a mutation takes is named as it takes it")]
pub struct SignInSession {
    /// Gives it back to `signInSessionRevoke`. Opaque: do not take it apart.
    sign_in_session_id: ID,
    /// How you proved who you are: `oidc`, `email` or `demonstration`.
    authenticated_by: String,
    /// Since when.
    created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    expires_at: DateTime<Utc>,
}

impl SignInSession {
    pub(crate) fn of(session: OpenSession) -> Self {
        Self {
            sign_in_session_id: write::<SignInSessionKind>(session.id),
            authenticated_by: session.authenticated_by,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            expires_at: session.expires_at,
        }
    }
}

payload! {
    /// What came of signing a browser out.
    SignInSessionRevokePayload refused by RevokeRefusal {
        /// The browser that is signed out.
        sign_in_session: SignInSession
    }
}

/// The browser to sign out.
#[derive(InputObject)]
pub struct SignInSessionRevokeInput {
    /// Which of yours.
    sign_in_session_id: ID,
}

/// What can be done to one's own browsers.
#[derive(Default)]
pub struct SignInMutation;

/// What can be done to one's own browsers.
#[Object]
impl SignInMutation {
    /// Signs one of your browsers out: a lost telephone, a desk that others use.
    async fn sign_in_session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SignInSessionRevokeInput,
    ) -> Result<Option<SignInSessionRevokePayload>> {
        let id = read(ctx, &input.sign_in_session_id)?;
        let outcome = sign_in::revoke_session(asker(ctx), id).await;
        SignInSessionRevokePayload::of(ctx, outcome, SignInSession::of)
    }
}
