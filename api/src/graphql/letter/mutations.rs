//! Saying which letters one wants.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::letter::{self, PreferenceRefusal, ResendRefusal};

use super::types::{Letter, LetterCategory, LetterPreference};
use crate::graphql::{
    id::{asker, read},
    payload::payload,
};

payload! {
    /// What came of saying which letters you want.
    LetterPreferencesUpdatePayload refused by PreferenceRefusal {
        /// Every category that can be refused.
        letter_preferences: Vec<LetterPreference>
    }
}

payload! {
    /// What came of sending a letter again.
    LetterResendPayload refused by ResendRefusal {
        /// The letter, which waits to leave.
        letter: Letter
    }
}

/// The letter to send again.
#[derive(InputObject)]
pub struct LetterResendInput {
    /// The letter.
    letter_id: ID,
}

/// Which letters you want.
#[derive(InputObject)]
pub struct LetterPreferencesUpdateInput {
    /// The categories that you do not want; you receive all others.
    refused: Vec<LetterCategory>,
}

/// What can be done about letters.
#[derive(Default)]
pub struct LetterMutation;

/// What can be done about letters.
#[Object]
impl LetterMutation {
    /// Sends a letter again that was given up, to the address that its reader has now.
    async fn letter_resend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: LetterResendInput,
    ) -> Result<Option<LetterResendPayload>> {
        let id = read(ctx, &input.letter_id)?;
        LetterResendPayload::of(ctx, letter::resend(asker(ctx), id).await, Letter::of)
    }

    /// Says which letters you want. Every letter also has a link for it that needs no sign-in.
    async fn letter_preferences_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: LetterPreferencesUpdateInput,
    ) -> Result<Option<LetterPreferencesUpdatePayload>> {
        let refused = input.refused.into_iter().map(Into::into).collect();
        let outcome = letter::update(asker(ctx), refused).await;
        LetterPreferencesUpdatePayload::of(ctx, outcome, |refused| LetterPreference::all(&refused))
    }
}
