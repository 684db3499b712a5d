//! Inviting, answering, sending again and taking back.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    bulk::Bulk,
    invitation::{
        self, Accept, AnswerRefusal, Create, CreateRefusal, DeclineRefusal, ResendRefusal,
        RevokeRefusal, addresses::Name,
    },
};

use super::Invitation;
use crate::graphql::{
    bulk::BulkMode,
    id::{asker, read},
    membership::{LocalRole, Role},
    payload::payload,
    scalar::EmailAddress,
};

payload! {
    /// What came of inviting a list of people.
    InvitationsCreatePayload refused by CreateRefusal {
        /// Each entry of the list, in its order, and what became of it; nothing is lost.
        entries: Vec<InvitationEntry>
    }
}
payload! {
    /// What came of sending an invitation again.
    InvitationResendPayload refused by ResendRefusal {
        /// The invitation.
        invitation: Invitation
    }
}
payload! {
    /// What came of taking an invitation back.
    InvitationRevokePayload refused by RevokeRefusal {
        /// The invitation.
        invitation: Invitation
    }
}
payload! {
    /// What came of accepting an invitation.
    InvitationAcceptPayload refused by AnswerRefusal {
        /// The invitation.
        invitation: Invitation
    }
}
payload! {
    /// What came of declining an invitation.
    InvitationDeclinePayload refused by DeclineRefusal {
        /// The invitation.
        invitation: Invitation
    }
}

/// An entry of a pasted list, and what became of it.
#[derive(SimpleObject)]
pub struct InvitationEntry {
    /// The rank in the list, counted from 1.
    position: i32,
    /// The line of the text, counted from 1.
    line: i32,
    /// What was pasted.
    raw: String,
    /// The name that stands with the address, the first name first where the list tells which it is.
    name: Option<String>,
    /// The first name; null where the list does not tell it from the last name.
    first_name: Option<String>,
    /// The last name; null where the list does not tell it from the first name.
    last_name: Option<String>,
    /// The address, when there is one.
    email: Option<EmailAddress>,
    /// What became of it.
    outcome: InvitationOutcome,
    /// Why it is malformed; null when it is not.
    flaw: Option<InvitationFlaw>,
    /// The invitation, new or already waiting.
    invitation: Option<Invitation>,
}

impl InvitationEntry {
    fn of(report: invitation::Report) -> Self {
        let number = |number| i32::try_from(number).unwrap_or(i32::MAX);
        let parts = report.name.as_ref().and_then(Name::parts);
        let (first_name, last_name) =
            parts.map(|(first, last)| (first.to_owned(), last.to_owned())).unzip();
        Self {
            position: number(report.position),
            line: number(report.line),
            raw: report.raw,
            name: report.name.as_ref().map(Name::whole),
            first_name,
            last_name,
            email: report.email.map(EmailAddress),
            outcome: report.outcome.into(),
            flaw: report.flaw.map(Into::into),
            invitation: report.invitation.map(Invitation::of),
        }
    }
}

/// Why there is no address in an entry that one can write to. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "invitation::Flaw")]
pub enum InvitationFlaw {
    /// There is no address in it.
    NoAddress,
    /// There is a space or an invisible character inside the address.
    Space,
    /// The address has more than 254 characters.
    TooLong,
    /// The part before the @ is empty, accented, or otherwise impossible.
    LocalPart,
    /// The part after the @ is not the name of a domain, or has no dot.
    Domain,
}

/// What became of an entry. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "invitation::Outcome")]
pub enum InvitationOutcome {
    /// A letter leaves.
    Invited,
    /// The same address stands higher up in the list.
    Duplicate,
    /// The person is in the network.
    AlreadyMember,
    /// An invitation waits for their answer.
    AlreadyInvited,
    /// No letter can leave: the owner of the address wants no invitations, or their record is closed. Nobody is invited.
    Unreachable,
    /// An invitation was taken back again, and its letter left less than an hour ago. Nobody is invited; try later.
    JustSent,
    /// There is no address that one can write to.
    Malformed,
    /// Would be invited; another entry is malformed, and all or nothing was asked.
    HeldBack,
}

/// Whom, and as what.
#[derive(InputObject)]
pub struct InvitationsCreateInput {
    /// Where to.
    network_id: ID,
    /// A pasted list of addresses, with or without names, separated by commas, semicolons or new lines; at most 500.
    addresses: String,
    /// The role.
    #[graphql(default_with = "Role::Member")]
    role: Role,
    /// The local role.
    local_role: Option<LocalRole>,
    /// A personal word.
    #[graphql(default)]
    word: String,
    /// The event to which those who accept are asked to come; the letter announces it.
    event_id: Option<ID>,
    /// What happens to the others when an entry is malformed.
    #[graphql(default)]
    mode: BulkMode,
    /// Whether nobody is invited: the entries say what would become of each.
    #[graphql(default)]
    dry_run: bool,
}

/// The invitation to send again.
#[derive(InputObject)]
pub struct InvitationResendInput {
    /// The invitation.
    invitation_id: ID,
}

/// The invitation to take back.
#[derive(InputObject)]
pub struct InvitationRevokeInput {
    /// The invitation.
    invitation_id: ID,
}

/// The invitation to accept.
#[derive(InputObject)]
pub struct InvitationAcceptInput {
    /// The word in the letter's link.
    token: Option<String>,
    /// Instead of the word: your own invitation that waits, from `viewer.invitations`.
    invitation_id: Option<ID>,
    /// You are signed in with another address than the one invited, and take it for yourself.
    #[graphql(default)]
    as_myself: bool,
    /// Your first name, when you never said a name; a name that is known stays.
    first_name: Option<String>,
    /// Your last name, when you never said a name; a name that is known stays.
    last_name: Option<String>,
}

/// The invitation to decline.
#[derive(InputObject)]
pub struct InvitationDeclineInput {
    /// The word in the letter's link.
    token: Option<String>,
    /// Instead of the word: your own invitation that waits, from `viewer.invitations`.
    invitation_id: Option<ID>,
}

/// By what the invitation is named; the word of no letter when it is not.
fn by<'a>(
    ctx: &Context<'_>,
    token: Option<&'a String>,
    id: Option<&ID>,
) -> Result<invitation::By<'a>> {
    Ok(match id {
        Some(id) => invitation::By::Own(read(ctx, id)?),
        None => invitation::By::Token(token.map(String::as_str).unwrap_or_default()),
    })
}

/// What can be done to invitations.
#[derive(Default)]
pub struct InvitationMutation;

/// What can be done to invitations.
#[Object]
impl InvitationMutation {
    /// Invites one or many addresses to a network, and says of each what became of it.
    async fn invitations_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and as what.")] input: InvitationsCreateInput,
    ) -> Result<Option<InvitationsCreatePayload>> {
        let asked = Create {
            network: read(ctx, &input.network_id)?,
            addresses: input.addresses,
            role: input.role.into(),
            local_role: input.local_role.map(Into::into),
            word: input.word,
            event: input.event_id.map(|id| read(ctx, &id)).transpose()?,
            bulk: Bulk { mode: input.mode.into(), is_dry_run: input.dry_run },
        };
        let outcome = invitation::create(asker(ctx), asked).await;
        InvitationsCreatePayload::of(ctx, outcome, |reports| {
            reports.into_iter().map(InvitationEntry::of).collect()
        })
    }

    /// Sends an invitation again with a new link; the earlier link opens nothing any more.
    async fn invitation_resend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: InvitationResendInput,
    ) -> Result<Option<InvitationResendPayload>> {
        let id = read(ctx, &input.invitation_id)?;
        let outcome = invitation::resend(asker(ctx), id).await;
        InvitationResendPayload::of(ctx, outcome, Invitation::of)
    }

    /// Takes an invitation back.
    async fn invitation_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: InvitationRevokeInput,
    ) -> Result<Option<InvitationRevokePayload>> {
        let id = read(ctx, &input.invitation_id)?;
        let outcome = invitation::revoke(asker(ctx), id).await;
        InvitationRevokePayload::of(ctx, outcome, Invitation::of)
    }

    /// Accepts an invitation by the word in its letter. It needs no sign-in, because the letter
    /// proves the address; signed in with another address, say `asMyself`.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: InvitationAcceptInput,
    ) -> Result<Option<InvitationAcceptPayload>> {
        let by = by(ctx, input.token.as_ref(), input.invitation_id.as_ref())?;
        let asked = Accept {
            by,
            as_myself: input.as_myself,
            first_name: input.first_name.as_deref().unwrap_or_default(),
            last_name: input.last_name.as_deref().unwrap_or_default(),
        };
        let outcome = invitation::accept(asker(ctx), asked).await;
        InvitationAcceptPayload::of(ctx, outcome, |accepted| Invitation::of(accepted.invitation))
    }

    /// Declines an invitation by the word in its letter.
    async fn invitation_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: InvitationDeclineInput,
    ) -> Result<Option<InvitationDeclinePayload>> {
        let by = by(ctx, input.token.as_ref(), input.invitation_id.as_ref())?;
        let outcome = invitation::decline(asker(ctx), by).await;
        InvitationDeclinePayload::of(ctx, outcome, Invitation::of)
    }
}
