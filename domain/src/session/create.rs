//! Adding a session to an agenda.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _,
};
use serde_json::json;

use super::{
    Change, Session,
    content::{Wrong, wrongs},
    read::written,
};
use crate::{
    context::Context,
    error::{Error, Outcome},
    event::{self, State},
    id::{EventId, SessionId},
    refusals,
};
use entities::session::{Column, Entity, Model};

/// An agenda has at most so many sessions.
pub(super) const MOST: u64 = 100;

refusals! {
    /// Why a session may not be added.
    SessionCreate: pub enum CreateRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "eventId",
        /// The title is empty.
        TitleMissing => "TITLE_MISSING" on "title",
        /// The title, or a speaker's name, is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// It would end before it begins.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endsAt",
        /// It would begin outside the event's time.
        OutsideEvent => "OUTSIDE_EVENT" on "startsAt",
        /// It would end after the event.
        EndsAfterEvent => "ENDS_AFTER_EVENT" on "endsAt",
        /// A number of seats below zero.
        CapacityNegative => "CAPACITY_NEGATIVE" on "capacity",
        /// A speaker has no name.
        SpeakerNameless => "SPEAKER_NAME_MISSING" on "speakers",
        /// An agenda has at most 100 sessions.
        TooMany => "TOO_MANY_SESSIONS",
    }
}

impl From<Wrong> for CreateRefusal {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::TitleMissing => Self::TitleMissing,
            Wrong::TooLong(field) => Self::TooLong { field },
            Wrong::EndsBeforeStart => Self::EndsBeforeStart,
            Wrong::OutsideEvent => Self::OutsideEvent,
            Wrong::EndsAfterEvent => Self::EndsAfterEvent,
            Wrong::CapacityNegative => Self::CapacityNegative,
            Wrong::SpeakerNameless => Self::SpeakerNameless,
        }
    }
}

/// Adds a session to an event's agenda. The registered are not told of each one that is added.
pub async fn create(
    ctx: &Context,
    event: EventId,
    content: Change,
) -> Outcome<Session, CreateRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = event::open(&tx, ctx, event).await?;
    let of_event = Entity::find().filter(Column::EventId.eq(event.id));
    let count = of_event.count(&*tx).await?;

    if event.state == State::Cancelled {
        return Err(CreateRefusal::Cancelled.into());
    }
    if count >= MOST {
        return Err(CreateRefusal::TooMany.into());
    }
    let row = content.over(blank(&event, count));
    let wrongs = wrongs(&row, &event);
    if !wrongs.is_empty() {
        return Err(Error::Refused(wrongs.into_iter().map(CreateRefusal::from).collect()));
    }

    let row = row.into_active_model().insert(&*tx).await?;
    let event = event::touched(&tx, ctx, event, &facts, None).await?;
    let session = written(&tx, row).await?;

    tx.audit(
        ctx,
        event::line("session.create", event.id, &facts).changing(json!({
            "session": SessionId::of(session.id).to_string(), "title": session.title,
            "starts_at": session.starts_at,
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(session)
}

/// A session of which nothing is said yet, after so many others.
pub(super) fn blank(event: &entities::event::Model, count: u64) -> Model {
    Model {
        id: SessionId::new().uuid(),
        event_id: event.id,
        title: String::new(),
        description: String::new(),
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        room: None,
        speakers: json!([]),
        capacity: None,
        rank: i32::try_from(count).unwrap_or(i32::MAX),
        next_rank: 1,
    }
}
