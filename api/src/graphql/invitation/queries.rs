//! What a letter's link leads to.

use async_graphql::{Context, Object, Result};
use domain::{
    error::{Denied, Halt},
    invitation,
};

use super::types::InvitationLetter;
use crate::graphql::{error::halted, id::asker};

/// Look-ups of invitations.
#[derive(Default)]
pub struct InvitationQuery;

/// Look-ups of invitations.
#[Object]
impl InvitationQuery {
    /// What a letter's link invites to; null when there is no such invitation, or a newer letter
    /// replaced it. Looking does not answer it.
    async fn invitation_letter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The word in the letter's link.")] token: String,
    ) -> Result<Option<InvitationLetter>> {
        match invitation::find(asker(ctx), &token).await {
            Ok(found) => Ok(Some(InvitationLetter::of(asker(ctx), found))),
            Err(Halt::Denied(Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }
}
