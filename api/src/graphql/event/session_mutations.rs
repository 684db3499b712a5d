//! Setting an agenda.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    id::{Id, MemberKind},
    patch::Patch,
    session::{self, Change, CreateRefusal, DeleteRefusal, UpdateRefusal},
};

use super::{Session, SessionKey};
use crate::graphql::{
    given::{Emptied, Given},
    id::{asker, read, read_some, write},
    loader::load,
    payload::{patch, payload},
};

payload! {
    /// What came of adding a session.
    SessionCreatePayload refused by CreateRefusal {
        /// The new session.
        session: Session
    }
}
payload! {
    /// What came of changing a session.
    SessionUpdatePayload refused by UpdateRefusal {
        /// The changed session.
        or current session: Session
    }
}
payload! {
    /// What came of taking a session off.
    SessionDeletePayload refused by DeleteRefusal {
        /// The identifier of the session that is gone.
        deleted_session_id: ID
    }
}

/// Someone who speaks or leads a workshop.
#[derive(InputObject)]
pub struct SpeakerInput {
    /// The name, as the agenda shows it.
    name: String,
    /// The member, when it is one.
    member_id: Option<ID>,
}

fn speakers(ctx: &Context<'_>, speakers: Vec<SpeakerInput>) -> Result<Vec<session::Speaker>> {
    speakers
        .into_iter()
        .map(|speaker| {
            let member: Option<Id<MemberKind>> = read_some(ctx, speaker.member_id.as_ref())?;
            Ok(session::Speaker { name: speaker.name, member_id: member.map(Id::uuid) })
        })
        .collect()
}

/// A session to be added to an agenda.
#[derive(InputObject)]
pub struct SessionCreateInput {
    /// The event.
    event_id: ID,
    /// Its title.
    title: String,
    /// What it is about, in Markdown.
    #[graphql(default)]
    description: String,
    /// When it begins, inside the event's time; sessions that begin together form a round.
    starts_at: DateTime<Utc>,
    /// When it ends.
    ends_at: DateTime<Utc>,
    /// Where, at the venue.
    room: Option<String>,
    /// Who speaks.
    #[graphql(default)]
    speakers: Vec<SpeakerInput>,
    /// How many seats there are; nothing means as many as come.
    capacity: Option<i32>,
    /// Its place among those that begin together; else the last.
    rank: Option<i32>,
}

/// What changes of a session; what is not named stays, what is null is emptied.
#[derive(InputObject)]
pub struct SessionUpdateInput {
    /// The session.
    session_id: ID,
    /// The event's revision that you looked at; a later one is refused as `STALE_REVISION`.
    expected_revision: Option<i32>,
    /// Its title.
    title: Emptied<String>,
    /// What it is about, in Markdown.
    description: Emptied<String>,
    /// When it begins.
    starts_at: Given<DateTime<Utc>>,
    /// When it ends.
    ends_at: Given<DateTime<Utc>>,
    /// Where, at the venue.
    room: MaybeUndefined<String>,
    /// Who speaks, all of them.
    speakers: Emptied<Vec<SpeakerInput>>,
    /// How many seats there are.
    capacity: MaybeUndefined<i32>,
    /// Its place among those that begin together.
    rank: Given<i32>,
}

/// The session to take off.
#[derive(InputObject)]
pub struct SessionDeleteInput {
    /// The session.
    session_id: ID,
}

/// What can be done to agendas.
#[derive(Default)]
pub struct SessionMutation;

/// What can be done to agendas.
#[Object]
impl SessionMutation {
    /// Adds a session to an event's agenda.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] input: SessionCreateInput,
    ) -> Result<Option<SessionCreatePayload>> {
        let event = read(ctx, &input.event_id)?;
        let content = Change {
            title: Some(input.title),
            description: Some(input.description),
            starts_at: Some(input.starts_at),
            ends_at: Some(input.ends_at),
            room: Patch::Put(input.room),
            speakers: Some(speakers(ctx, input.speakers)?),
            capacity: Patch::Put(input.capacity),
            rank: input.rank,
        };
        let outcome = session::create(asker(ctx), event, content).await;
        SessionCreatePayload::of(ctx, outcome, Session::of)
    }

    /// Changes a session; when time or room change, the registered of a published event are told.
    async fn session_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: SessionUpdateInput,
    ) -> Result<Option<SessionUpdatePayload>> {
        let id = read(ctx, &input.session_id)?;
        let content = Change {
            title: input.title.0,
            description: input.description.0,
            starts_at: input.starts_at.0,
            ends_at: input.ends_at.0,
            room: patch(input.room),
            speakers: input.speakers.0.map(|named| speakers(ctx, named)).transpose()?,
            capacity: patch(input.capacity),
            rank: input.rank.0,
        };
        let outcome = session::update(asker(ctx), id, input.expected_revision, content).await;
        let current = load(ctx, SessionKey(id.uuid()));
        SessionUpdatePayload::of_edit(ctx, outcome, Session::of, current).await
    }

    /// Takes a session that nobody chose off its event's agenda.
    async fn session_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SessionDeleteInput,
    ) -> Result<Option<SessionDeletePayload>> {
        let id = read(ctx, &input.session_id)?;
        SessionDeletePayload::of(ctx, session::delete(asker(ctx), id).await, write)
    }
}
