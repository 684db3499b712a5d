//! Asking people to come, and writing to those who do.

use async_graphql::{Context, Enum, ID, InputObject, Object, OneofObject, Result, SimpleObject};
use domain::{
    error::{Error, Outcome},
    event::{self, GuestEntry, Guests, Invite, InviteRefusal, Invited, Message, MessageRefusal},
    invitation::addresses::Name,
    membership, registration,
};

use crate::graphql::{
    error::halted,
    id::{asker, read, read_all},
    invitation::InvitationFlaw,
    loader::load,
    member::{Member, MemberKey},
    membership::{LocalRole, Role},
    payload::{UserError, payload},
    registration::RegistrationState,
    scalar::EmailAddress,
};

/// What came of asking people to come.
#[derive(SimpleObject)]
pub struct EventInvitePayload {
    /// How many were asked now, those without a letter among them; those who were asked or who registered
    /// before are not.
    invited_count: Option<i32>,
    /// How many of them get no letter, because they want no invitations: they find it when they sign in.
    without_letter_count: Option<i32>,
    /// Each entry of a pasted list, in its order, and what became of it: nothing is lost. Null when
    /// no addresses were given.
    entries: Option<Vec<EventGuestEntry>>,
    /// Why it was refused; empty when it was done.
    user_errors: Vec<UserError<InviteRefusal>>,
}

impl EventInvitePayload {
    fn of(
        ctx: &Context<'_>,
        outcome: Outcome<Invited, InviteRefusal>,
        is_pasted: bool,
    ) -> Result<Option<Self>> {
        match outcome {
            Ok(Invited { count, without_letter, entries }) => Ok(Some(Self {
                invited_count: Some(whole(count)),
                without_letter_count: Some(whole(without_letter)),
                entries: is_pasted.then(|| entries.into_iter().map(EventGuestEntry).collect()),
                user_errors: Vec::new(),
            })),
            Err(Error::Refused(reasons)) => Ok(Some(Self {
                invited_count: None,
                without_letter_count: None,
                entries: None,
                user_errors: reasons.iter().map(UserError::of).collect(),
            })),
            Err(Error::Halted(halt)) => Err(halted(asker(ctx), &halt)),
        }
    }
}

/// An entry of a pasted list, and what became of it.
pub struct EventGuestEntry(GuestEntry);

/// An entry of a pasted list, and what became of it.
#[Object]
impl EventGuestEntry {
    /// The rank in the list, counted from 1.
    async fn position(&self) -> i32 {
        i32::try_from(self.0.position).unwrap_or(i32::MAX)
    }

    /// The line of the text, counted from 1.
    async fn line(&self) -> i32 {
        i32::try_from(self.0.line).unwrap_or(i32::MAX)
    }

    /// What was pasted.
    async fn raw(&self) -> &str {
        &self.0.raw
    }

    /// The name that stands with the address, the first name first where the list tells which it is.
    async fn name(&self) -> Option<String> {
        self.0.name.as_ref().map(Name::whole)
    }

    /// The first name; null where the list does not tell it from the last name.
    async fn first_name(&self) -> Option<&str> {
        self.0.name.as_ref()?.parts().map(|(first, _)| first)
    }

    /// The last name; null where the list does not tell it from the first name.
    async fn last_name(&self) -> Option<&str> {
        self.0.name.as_ref()?.parts().map(|(_, last)| last)
    }

    /// The address, when there is one.
    async fn email(&self) -> Option<EmailAddress> {
        self.0.email.clone().map(EmailAddress)
    }

    /// Whose address it is; null when it is not that of a member whom you know.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.member_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// What became of it.
    async fn outcome(&self) -> EventGuestOutcome {
        self.0.outcome.into()
    }

    /// Why it is malformed; null when it is not.
    async fn flaw(&self) -> Option<InvitationFlaw> {
        self.0.flaw.map(Into::into)
    }
}

/// What becomes of an entry of a pasted list. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "event::GuestOutcome")]
pub enum EventGuestOutcome {
    /// A letter leaves; after a dry run, would leave.
    Invited,
    /// The person is asked, but no letter leaves, because they want no invitations: they find it when they
    /// sign in.
    Unreachable,
    /// The same person stands higher up in the list.
    Duplicate,
    /// The person was asked before.
    AlreadyInvited,
    /// The person registered, or took it back.
    AlreadyRegistered,
    /// The person may not know of this event.
    CannotSee,
    /// The event's audience leaves the person out.
    CannotRegister,
    /// No member whom you know has this address: invite them to a network with `invitationsCreate`.
    NotMember,
    /// There is no address that one can write to.
    Malformed,
}
payload! {
    /// What came of writing to the registered.
    EventMessageSendPayload refused by MessageRefusal {
        /// To how many the message leaves.
        reader_count: i32
    }
}

/// Who is asked to come: exactly one of these.
#[derive(OneofObject)]
pub enum EventGuests {
    /// All members of the host networks and of those below them: give true.
    Everyone(bool),
    /// Those of them who hold this role.
    Role(Role),
    /// Those of them who are this for the public.
    LocalRole(LocalRole),
    /// These people, at most 500.
    MemberIds(Vec<ID>),
    /// Those whose addresses stand in this pasted list, with or without names, separated by commas,
    /// semicolons or new lines; at most 500. `entries` says what became of each.
    Addresses(String),
}

impl EventGuests {
    fn read(self, ctx: &Context<'_>) -> Result<Guests> {
        Ok(match self {
            Self::Everyone(true) => Guests::Everyone,
            Self::Everyone(false) => Guests::Members(Vec::new()),
            Self::Role(role) => Guests::Role(membership::Role::from(role)),
            Self::LocalRole(role) => Guests::LocalRole(membership::LocalRole::from(role)),
            Self::MemberIds(ids) => Guests::Members(read_all(ctx, &ids)?),
            Self::Addresses(addresses) => Guests::Addresses(addresses),
        })
    }
}

/// Who is asked to come to which event.
#[derive(InputObject)]
pub struct EventInviteInput {
    /// The event.
    event_id: ID,
    /// Who.
    guests: EventGuests,
    /// A personal word, shown in the letter.
    #[graphql(default)]
    word: String,
    /// Whether nobody is asked: the answer says how many would be.
    #[graphql(default)]
    dry_run: bool,
}

/// A message to the registered, and to those who have not answered.
#[derive(InputObject)]
pub struct EventMessageSendInput {
    /// The event.
    event_id: ID,
    /// What it is about.
    subject: String,
    /// What it says, in plain words.
    body: String,
    /// To those whose registration is in one of these states.
    #[graphql(default_with = "vec![RegistrationState::Confirmed]")]
    states: Vec<RegistrationState>,
    /// To those who are invited and have not answered, too.
    #[graphql(default)]
    with_silent: bool,
    /// Whether nothing leaves: the answer says how many would read it.
    #[graphql(default)]
    dry_run: bool,
}

/// What can be told to the guests of events.
#[derive(Default)]
pub struct EventGuestMutation;

/// What can be told to the guests of events.
#[Object]
impl EventGuestMutation {
    /// Asks people to come to a published event, each once, by letter unless they want no invitations.
    async fn event_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and to which.")] input: EventInviteInput,
    ) -> Result<Option<EventInvitePayload>> {
        let asked = Invite {
            event: read(ctx, &input.event_id)?,
            guests: input.guests.read(ctx)?,
            word: input.word,
            is_dry_run: input.dry_run,
        };
        let is_pasted = matches!(asked.guests, Guests::Addresses(_));
        EventInvitePayload::of(ctx, event::invite(asker(ctx), asked).await, is_pasted)
    }

    /// Writes to the registered of an event, and to those who are invited and have not answered if you
    /// say so; the same words on the same day leave once.
    async fn event_message_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The message.")] input: EventMessageSendInput,
    ) -> Result<Option<EventMessageSendPayload>> {
        let asked = Message {
            event: read(ctx, &input.event_id)?,
            subject: input.subject,
            body: input.body,
            states: input.states.into_iter().map(registration::State::from).collect(),
            with_silent: input.with_silent,
            is_dry_run: input.dry_run,
        };
        EventMessageSendPayload::of(ctx, event::message_send(asker(ctx), asked).await, whole)
    }
}

fn whole(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
