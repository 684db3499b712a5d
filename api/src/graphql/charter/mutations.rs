//! Writing and publishing charters; signing, refusing and withdrawing.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::charter::{
    self, ArchiveRefusal, Change, Create, CreateRefusal, Publish, PublishRefusal, RecallRefusal,
    Refuse, RefuseRefusal, Sign, SignRefusal, UpdateRefusal, WithdrawRefusal,
};

use super::{Charter, CharterKey, Signature};
use crate::graphql::{
    given::{Emptied, Given},
    id::{asker, read, read_some},
    loader::load,
    payload::{patch, payload},
};

payload! {
    /// What came of beginning a charter.
    CharterCreatePayload refused by CreateRefusal {
        /// The new charter.
        charter: Charter
    }
}
payload! {
    /// What came of changing a charter.
    CharterUpdatePayload refused by UpdateRefusal {
        /// The changed charter.
        or current charter: Charter
    }
}
payload! {
    /// What came of publishing a charter.
    CharterPublishPayload refused by PublishRefusal {
        /// The charter with its new version.
        or current charter: Charter
    }
}
payload! {
    /// What came of closing a charter.
    CharterArchivePayload refused by ArchiveRefusal {
        /// The closed charter.
        charter: Charter
    }
}
payload! {
    /// What came of reminding those who have not answered.
    CharterRemindPayload refused by RecallRefusal {
        /// The charter.
        charter: Charter
    }
}

payload! {
    /// What came of signing a charter.
    CharterSignPayload refused by SignRefusal {
        /// The signature.
        signature: Signature
    }
}
payload! {
    /// What came of refusing a charter.
    CharterRefusePayload refused by RefuseRefusal {
        /// The refusal, as it is kept.
        signature: Signature
    }
}
payload! {
    /// What came of taking a signature back.
    SignatureWithdrawPayload refused by WithdrawRefusal {
        /// The signature that no longer stands.
        signature: Signature
    }
}

/// A charter to be begun.
#[derive(InputObject)]
pub struct CharterCreateInput {
    /// Whose it is; you must lead this network.
    network_id: ID,
    /// Its title.
    title: String,
    /// Whether the volunteer signs.
    #[graphql(default = true)]
    asks_volunteer: bool,
    /// Whether the host structure signs, by someone who acts for it.
    #[graphql(default)]
    asks_structure: bool,
    /// For how many months a signature holds, 1 to 120; null means without end.
    validity_months: Option<i32>,
    /// Its text, in Markdown.
    #[graphql(default)]
    draft: String,
}

/// What changes of a charter, from its next version; what is not named stays, what is null is emptied.
#[derive(InputObject)]
pub struct CharterUpdateInput {
    /// The charter.
    charter_id: ID,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
    /// Its title.
    title: Emptied<String>,
    /// Whether the volunteer signs.
    asks_volunteer: Given<bool>,
    /// Whether the host structure signs.
    asks_structure: Given<bool>,
    /// For how many months a signature holds, 1 to 120; null means without end.
    validity_months: MaybeUndefined<i32>,
    /// The text of the next version, in Markdown.
    draft: Emptied<String>,
}

/// The charter to publish.
#[derive(InputObject)]
pub struct CharterPublishInput {
    /// The charter.
    charter_id: ID,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
    /// Whether all must sign again: signatures of older versions then cover no longer. Otherwise
    /// who signed is only told that it still covers, and who has not answered is asked. A side
    /// that no version asked before is missing for everyone all the same.
    asks_again: bool,
}

/// The charter to close.
#[derive(InputObject)]
pub struct CharterArchiveInput {
    /// The charter.
    charter_id: ID,
}

/// The charter of which to remind.
#[derive(InputObject)]
pub struct CharterRemindInput {
    /// The charter.
    charter_id: ID,
}

/// A signature to be given.
#[derive(InputObject)]
pub struct CharterSignInput {
    /// The version that was read: the charter's current one.
    charter_version_id: ID,
    /// The employer for whom you sign; nothing for yourself.
    employer_id: Option<ID>,
    /// Whether you agree to the text; without it nothing is signed.
    agrees: bool,
}

/// A charter to be refused.
#[derive(InputObject)]
pub struct CharterRefuseInput {
    /// The version that was read: the charter's current one.
    charter_version_id: ID,
    /// The employer for whom you answer; nothing for yourself.
    employer_id: Option<ID>,
    /// Why, if you like; the network's leads read it.
    reason: Option<String>,
}

/// A signature to be taken back.
#[derive(InputObject)]
pub struct SignatureWithdrawInput {
    /// The signature.
    signature_id: ID,
    /// Why, if you like; the network's leads read it.
    reason: Option<String>,
}

/// What can be done to charters and signatures.
#[derive(Default)]
pub struct CharterMutation;

/// What can be done to charters and signatures.
#[Object]
impl CharterMutation {
    /// Begins a charter; only its network's leads see it before it is published.
    async fn charter_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The charter.")] input: CharterCreateInput,
    ) -> Result<Option<CharterCreatePayload>> {
        let asked = Create {
            network: read(ctx, &input.network_id)?,
            title: input.title,
            asks_volunteer: input.asks_volunteer,
            asks_structure: input.asks_structure,
            validity_months: input.validity_months,
            draft: input.draft,
        };
        CharterCreatePayload::of(ctx, charter::create(asker(ctx), asked).await, Charter::of)
    }

    /// Changes a charter's draft and settings; what is published stays as it is.
    async fn charter_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: CharterUpdateInput,
    ) -> Result<Option<CharterUpdatePayload>> {
        let id = read(ctx, &input.charter_id)?;
        let change = Change {
            expected_revision: input.expected_revision,
            title: input.title.0,
            asks_volunteer: input.asks_volunteer.0,
            asks_structure: input.asks_structure.0,
            validity_months: patch(input.validity_months),
            draft: input.draft.0,
        };
        let outcome = charter::update(asker(ctx), id, change).await;
        let current = load(ctx, CharterKey(id.uuid()));
        CharterUpdatePayload::of_edit(ctx, outcome, Charter::of, current).await
    }

    /// Publishes the draft as a version that never changes, and writes to everyone concerned.
    async fn charter_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and how.")] input: CharterPublishInput,
    ) -> Result<Option<CharterPublishPayload>> {
        let id = read(ctx, &input.charter_id)?;
        let asked = Publish {
            charter: id,
            expected_revision: input.expected_revision,
            asks_again: input.asks_again,
        };
        let outcome = charter::publish(asker(ctx), asked).await;
        let current = load(ctx, CharterKey(id.uuid()));
        CharterPublishPayload::of_edit(ctx, outcome, Charter::of, current).await
    }

    /// Closes a charter: nobody is asked any more, and what was signed stays on record.
    async fn charter_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: CharterArchiveInput,
    ) -> Result<Option<CharterArchivePayload>> {
        let id = read(ctx, &input.charter_id)?;
        CharterArchivePayload::of(ctx, charter::archive(asker(ctx), id).await, Charter::of)
    }

    /// Writes again to everyone whose answer is missing and who was not asked for seven days.
    async fn charter_remind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which one.")] input: CharterRemindInput,
    ) -> Result<Option<CharterRemindPayload>> {
        let id = read(ctx, &input.charter_id)?;
        let outcome = charter::recall(asker(ctx), id).await;
        CharterRemindPayload::of(ctx, outcome, |recalled| Charter::of(recalled.charter))
    }

    /// Signs a charter's current version, for yourself or for an employer for whom you act. A
    /// person signs, never a token.
    async fn charter_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you sign.")] input: CharterSignInput,
    ) -> Result<Option<CharterSignPayload>> {
        let asked = Sign {
            version: read(ctx, &input.charter_version_id)?,
            employer: read_some(ctx, input.employer_id.as_ref())?,
            agrees: input.agrees,
        };
        CharterSignPayload::of(ctx, charter::sign(asker(ctx), asked).await, Signature::of)
    }

    /// Refuses a charter's current version; you may sign it later all the same.
    async fn charter_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you refuse.")] input: CharterRefuseInput,
    ) -> Result<Option<CharterRefusePayload>> {
        let asked = Refuse {
            version: read(ctx, &input.charter_version_id)?,
            employer: read_some(ctx, input.employer_id.as_ref())?,
            reason: input.reason,
        };
        CharterRefusePayload::of(ctx, charter::refuse(asker(ctx), asked).await, Signature::of)
    }

    /// Takes a signature back, from this day on.
    async fn signature_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SignatureWithdrawInput,
    ) -> Result<Option<SignatureWithdrawPayload>> {
        let id = read(ctx, &input.signature_id)?;
        let outcome = charter::withdraw(asker(ctx), id, input.reason).await;
        SignatureWithdrawPayload::of(ctx, outcome, Signature::of)
    }
}
