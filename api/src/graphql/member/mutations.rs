//! Changing profiles, closing records, joining duplicates.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::{
    id::MemberId,
    member::{
        self, ArchiveRefusal, Change, EraseRefusal, ExportRefusal, Field, Merge, MergeRefusal,
        Message, MessageRefusal, RestoreRefusal, UpdateRefusal,
    },
};

use super::{
    Member, MemberKey,
    types::{FieldAudience, ProfileKind},
};
use crate::graphql::{
    error::halted,
    given::{Emptied, Given},
    id::{asker, read},
    loader::load,
    payload::{patch, payload},
    scalar::Document,
};

payload! {
    /// What came of changing a profile.
    MemberUpdatePayload refused by UpdateRefusal {
        /// The changed record.
        or current member: Member
    }
}
payload! {
    /// What came of closing a record.
    MemberArchivePayload refused by ArchiveRefusal {
        /// The closed record.
        member: Member
    }
}
payload! {
    /// What came of opening a record again.
    MemberRestorePayload refused by RestoreRefusal {
        /// The open record.
        member: Member
    }
}
payload! {
    /// What came of joining two records.
    MemberMergePayload refused by MergeRefusal {
        /// The record that was kept.
        member: Member
    }
}

payload! {
    /// What came of writing to someone.
    MemberMessageSendPayload refused by MessageRefusal {
        /// The person who will read it.
        member: Member
    }
}
payload! {
    /// What came of taking away all that is kept about a person.
    MemberExportPayload refused by ExportRefusal {
        /// All of it: profile, memberships, employments, registrations, answers, presences,
        /// signatures, letters, ways to sign in, and the audit lines about the person.
        document: Document
    }
}
payload! {
    /// What came of erasing a person.
    MemberErasePayload refused by EraseRefusal {
        /// Whether it was done.
        is_erased: bool
    }
}

/// Whose data to take away.
#[derive(InputObject)]
pub struct MemberExportInput {
    /// The person; yourself when not named.
    member_id: Option<ID>,
}

/// Whom to erase.
#[derive(InputObject)]
pub struct MemberEraseInput {
    /// The person; yourself when not named.
    member_id: Option<ID>,
    /// Must be true: it cannot be undone.
    is_confirmed: bool,
}

/// What changes; what is not named stays.
#[derive(InputObject)]
pub struct MemberUpdateInput {
    /// The person.
    member_id: ID,
    /// The revision that you looked at.
    expected_revision: Option<i32>,
    /// First name; may be empty.
    first_name: Emptied<String>,
    /// Last name.
    last_name: Emptied<String>,
    /// The telephone number, as people write it: `02 41 00 00 00`.
    phone: MaybeUndefined<String>,
    /// What they do.
    job_title: MaybeUndefined<String>,
    /// What they are by profession.
    profile_kind: Given<ProfileKind>,
    /// Whether they can train others.
    may_train: Given<bool>,
    /// What they can do, all of it, at most 30: codes of `skillThemes`, and words of their own.
    skills: Emptied<Vec<String>>,
    /// Who sees which field; only the person may say so.
    visibility: Given<MemberVisibilityInput>,
}

/// Who sees which field of a person; what is not named stays.
#[derive(InputObject)]
pub struct MemberVisibilityInput {
    /// The address.
    email: Given<FieldAudience>,
    /// The telephone number.
    phone: Given<FieldAudience>,
    /// What they do.
    job_title: Given<FieldAudience>,
    /// What they can do.
    skills: Given<FieldAudience>,
    /// Whether everyone, signed in or not, reads their name as pilot of their networks.
    is_named_as_pilot: Given<bool>,
}

/// A word to another member.
#[derive(InputObject)]
pub struct MemberMessageSendInput {
    /// To whom.
    member_id: ID,
    /// What it is about, at most 200 characters.
    subject: String,
    /// What it says, at most 5000 characters.
    body: String,
}

/// The record to close.
#[derive(InputObject)]
pub struct MemberArchiveInput {
    /// The person.
    member_id: ID,
}

/// The record to open again.
#[derive(InputObject)]
pub struct MemberRestoreInput {
    /// The person.
    member_id: ID,
}

/// Two records of the same person.
#[derive(InputObject)]
pub struct MemberMergeInput {
    /// The record that stays.
    kept_id: ID,
    /// The record that moves into it.
    duplicate_id: ID,
}

/// The person named, or the one who asks.
fn whom(ctx: &Context<'_>, id: Option<&ID>) -> Result<MemberId> {
    match id {
        Some(id) => read(ctx, id),
        None => asker(ctx).member().map_err(|denied| halted(asker(ctx), &denied.into())),
    }
}

/// What can be done to people's records.
#[derive(Default)]
pub struct MemberMutation;

/// What can be done to people's records.
#[Object]
impl MemberMutation {
    /// Changes a profile: your own, or that of a member of a network that you lead.
    async fn member_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: MemberUpdateInput,
    ) -> Result<Option<MemberUpdatePayload>> {
        let id = read(ctx, &input.member_id)?;
        let is_named_as_pilot =
            input.visibility.0.as_ref().and_then(|visibility| visibility.is_named_as_pilot.0);
        let visibility = input.visibility.0.map_or_else(Vec::new, |visibility| {
            [
                (Field::Email, visibility.email),
                (Field::Phone, visibility.phone),
                (Field::JobTitle, visibility.job_title),
                (Field::Skills, visibility.skills),
            ]
            .into_iter()
            .filter_map(|(field, audience)| Some((field, audience.0?.into())))
            .collect()
        });
        let change = Change {
            expected_revision: input.expected_revision,
            first_name: input.first_name.0,
            last_name: input.last_name.0,
            phone: patch(input.phone),
            job_title: patch(input.job_title),
            profile_kind: input.profile_kind.0.map(Into::into),
            may_train: input.may_train.0,
            skills: input.skills.0,
            visibility,
            is_named_as_pilot,
        };
        let outcome = member::update(asker(ctx), id, change).await;
        let current = load(ctx, MemberKey(id.uuid()));
        MemberUpdatePayload::of_edit(ctx, outcome, Member::of, current).await
    }

    /// Takes away all that is kept about a person, as one document: about yourself, or, for an
    /// administrator, about whoever asked for theirs.
    async fn member_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: MemberExportInput,
    ) -> Result<Option<MemberExportPayload>> {
        let id = whom(ctx, input.member_id.as_ref())?;
        MemberExportPayload::of(ctx, member::personal(asker(ctx), id).await, Document)
    }

    /// Erases a person: yourself, or, for an administrator, whoever asked for it. Names, addresses,
    /// words, answers and ways to sign in go; registrations, presences and the audit trail stay,
    /// bound to a record without a name. It cannot be undone.
    async fn member_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: MemberEraseInput,
    ) -> Result<Option<MemberErasePayload>> {
        let id = whom(ctx, input.member_id.as_ref())?;
        let outcome = member::erase(asker(ctx), id, input.is_confirmed).await;
        MemberErasePayload::of(ctx, outcome, |()| true)
    }

    /// Writes to someone whom you may know, by letter and under your name. Neither learns the
    /// other's address; 15 people a day at most, and nobody who does not want it.
    async fn member_message_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to whom.")] input: MemberMessageSendInput,
    ) -> Result<Option<MemberMessageSendPayload>> {
        let asked =
            Message { to: read(ctx, &input.member_id)?, subject: input.subject, body: input.body };
        let outcome = member::message_send(asker(ctx), asked).await;
        MemberMessageSendPayload::of(ctx, outcome, Member::of)
    }

    /// Closes a record: memberships and jobs end, browsers are signed out, the history stays.
    async fn member_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MemberArchiveInput,
    ) -> Result<Option<MemberArchivePayload>> {
        let id = read(ctx, &input.member_id)?;
        MemberArchivePayload::of(ctx, member::archive(asker(ctx), id).await, Member::of)
    }

    /// Opens a closed record again, with the memberships and jobs that its closing ended: what was
    /// to end on a day that lies ahead ends on that day again. Memberships of networks that were
    /// closed meanwhile stay ended, and jobs at employers that were closed meanwhile.
    async fn member_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MemberRestoreInput,
    ) -> Result<Option<MemberRestorePayload>> {
        let id = read(ctx, &input.member_id)?;
        MemberRestorePayload::of(ctx, member::restore(asker(ctx), id).await, Member::of)
    }

    /// Joins two records of the same person: memberships, registrations, presences, employments,
    /// signatures and identities of the duplicate move to the record that is kept. Nobody is
    /// written to, and the duplicate's address goes on signing the person in.
    async fn member_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which two.")] input: MemberMergeInput,
    ) -> Result<Option<MemberMergePayload>> {
        let asked =
            Merge { kept: read(ctx, &input.kept_id)?, duplicate: read(ctx, &input.duplicate_id)? };
        MemberMergePayload::of(ctx, member::merge(asker(ctx), asked).await, Member::of)
    }
}
