//! Asking people to come, and writing to those who do.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use domain::{
    event::{self, Guests, Invite, InviteRefusal, Message, MessageRefusal},
    membership, registration,
};

use crate::graphql::{
    id::{asker, read, read_all},
    membership::{LocalRole, Role},
    payload::payload,
    registration::RegistrationState,
};

payload! {
    /// What came of asking people to come.
    EventInvitePayload refused by InviteRefusal {
        /// How many were asked now; those who were asked or who registered before are not.
        invited_count: i32
    }
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
}

impl EventGuests {
    fn read(self, ctx: &Context<'_>) -> Result<Guests> {
        Ok(match self {
            Self::Everyone(true) => Guests::Everyone,
            Self::Everyone(false) => Guests::Members(Vec::new()),
            Self::Role(role) => Guests::Role(membership::Role::from(role)),
            Self::LocalRole(role) => Guests::LocalRole(membership::LocalRole::from(role)),
            Self::MemberIds(ids) => Guests::Members(read_all(ctx, &ids)?),
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

/// A message to the registered.
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
    /// Asks people to come to a published event, by letter, each once.
    async fn event_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and to which.")] input: EventInviteInput,
    ) -> Result<EventInvitePayload> {
        let asked = Invite {
            event: read(ctx, &input.event_id)?,
            guests: input.guests.read(ctx)?,
            word: input.word,
            is_dry_run: input.dry_run,
        };
        EventInvitePayload::of(ctx, event::invite(asker(ctx), asked).await, whole)
    }

    /// Writes to the registered of an event; the same words on the same day leave once.
    async fn event_message_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The message.")] input: EventMessageSendInput,
    ) -> Result<EventMessageSendPayload> {
        let asked = Message {
            event: read(ctx, &input.event_id)?,
            subject: input.subject,
            body: input.body,
            states: input.states.into_iter().map(registration::State::from).collect(),
            is_dry_run: input.dry_run,
        };
        EventMessageSendPayload::of(ctx, event::message_send(asker(ctx), asked).await, whole)
    }
}

fn whole(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
