//! Saying which letters one wants.

use async_graphql::{Context, InputObject, Object, Result};
use domain::letter::{self, PreferenceRefusal};

use super::types::{LetterCategory, LetterPreference};
use crate::graphql::{id::asker, payload::payload};

payload! {
    /// What came of saying which letters you want.
    LetterPreferencesUpdatePayload refused by PreferenceRefusal {
        /// Every category that can be refused.
        letter_preferences: Vec<LetterPreference>
    }
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
    /// Says which letters you want. Every letter also has a link for it that needs no sign-in.
    async fn letter_preferences_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: LetterPreferencesUpdateInput,
    ) -> Result<LetterPreferencesUpdatePayload> {
        let refused = input.refused.into_iter().map(Into::into).collect();
        let outcome = letter::update(asker(ctx), refused).await;
        LetterPreferencesUpdatePayload::of(ctx, outcome, |refused| LetterPreference::all(&refused))
    }
}
