//! Planning an event like another.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::json;

use super::{
    Event, State,
    content::{dated, filled, kept, zone},
    create::{host, known_networks},
    edit::{line, open, seen},
    facts,
    shift::Shift,
    update::agenda,
};
use crate::{
    context::Context,
    database::Transaction,
    error::{Denied, Halt, Outcome},
    id::{EventId, QuestionId, SessionId},
    policy::Ask,
    refusals, text,
};
use entities::{event::Model, question, session};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// The event to copy.
    pub event: EventId,
    /// When the new one begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends; else it lasts as long.
    pub ends_at: Option<DateTime<Utc>>,
    /// Its title; else the same.
    pub title: Option<String>,
}

refusals! {
    /// Why an event may not be copied.
    EventDuplicate: pub enum DuplicateRefusal {
        /// It would end before it begins.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endsAt",
        /// The title is longer than 200 characters.
        TitleTooLong => "TEXT_TOO_LONG" on "title",
        /// A session of the agenda would be outside the new event's time.
        SessionOutside { title: String } => "SESSION_OUTSIDE" on "endsAt",
        /// All its host networks are closed.
        HostArchived => "HOST_ARCHIVED" on "eventId",
    }
}

/// Plans a draft like this event, hosted by those of its networks that the asker runs; the agenda,
/// the questions and the deadlines come along, each at its hour.
pub async fn duplicate(ctx: &Context, asked: Duplicate) -> Outcome<Event, DuplicateRefusal> {
    let tx = ctx.begin().await?;
    let (source, source_facts) = open(&tx, ctx, asked.event).await?;
    let known = known_networks(&*tx, &source_facts.hosts).await?;
    let is_open = |id| known.iter().any(|known| known.id == id && !known.is_archived);
    let hosts: Vec<_> = source_facts
        .hosts
        .iter()
        .copied()
        .filter(|id| is_open(*id) && ctx.may(&Ask::PlanEvent { hosts: &[*id] }).is_ok())
        .collect();
    if hosts.is_empty() {
        return Err(DuplicateRefusal::HostArchived.into());
    }

    let starts_at = kept(asked.starts_at);
    let shift = Shift::new(source.starts_at, starts_at, zone(&source));
    let ends_at =
        asked.ends_at.map_or_else(|| shift.span(source.starts_at, source.ends_at).1, kept);
    if ends_at <= starts_at {
        return Err(DuplicateRefusal::EndsBeforeStart.into());
    }
    let sessions = copied_agenda(agenda(&tx, &source).await?, shift);
    if let Some(outside) = sessions.iter().find(|session| session.ends_at > ends_at) {
        return Err(DuplicateRefusal::SessionOutside { title: outside.title.clone() }.into());
    }

    let title = filled(asked.title.map(|title| text::line(&title)));
    if title.as_deref().is_some_and(text::is_long) {
        return Err(DuplicateRefusal::TitleTooLong.into());
    }
    let title = title.unwrap_or_else(|| source.title.clone());
    let draft = copy(ctx, &source, title, shift, (starts_at, ends_at));
    let row = draft.into_active_model().insert(&*tx).await?;
    host(&tx, row.id, &hosts).await?;
    bring_along(&tx, &source, &row, sessions).await?;
    let facts = facts(&*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;

    tx.audit(
        ctx,
        line("event.duplicate", row.id, &facts)
            .changing(json!({ "from": asked.event.to_string(), "starts_at": row.starts_at })),
    )
    .await?;
    tx.commit().await?;
    Ok(seen(ctx, row, facts))
}

fn copy(
    ctx: &Context,
    source: &Model,
    title: String,
    shift: Shift,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
) -> Model {
    dated(Model {
        id: EventId::new().uuid(),
        search: crate::text::fold(&title),
        title,
        starts_at,
        ends_at,
        registration_opens_at: source.registration_opens_at.map(|at| shift.of(at)),
        registration_closes_at: source.registration_closes_at.map(|at| shift.of(at).min(ends_at)),
        cancel_until: source.cancel_until.map(|at| shift.of(at).min(ends_at)),
        state: State::Draft,
        state_reason: None,
        former_starts_at: None,
        untold: None,
        next_rank: 1,
        revision: 1,
        sequence: 0,
        duplicated_from_id: Some(source.id),
        created_by_id: ctx.standing().member,
        published_at: None,
        created_at: ctx.now(),
        ..source.clone()
    })
}

fn copied_agenda(agenda: Vec<session::Model>, shift: Shift) -> Vec<session::Model> {
    agenda
        .into_iter()
        .map(|session| {
            let (starts_at, ends_at) = shift.span(session.starts_at, session.ends_at);
            session::Model {
                id: SessionId::new().uuid(),
                starts_at,
                ends_at,
                next_rank: 1,
                ..session
            }
        })
        .collect()
}

/// Gives the copy its agenda and the source's questions.
async fn bring_along(
    tx: &Transaction,
    source: &Model,
    copy: &Model,
    sessions: Vec<session::Model>,
) -> Result<(), Halt> {
    if !sessions.is_empty() {
        let rows = sessions
            .into_iter()
            .map(|session| session::Model { event_id: copy.id, ..session }.into_active_model());
        session::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    let questions = question::Entity::find()
        .filter(question::Column::EventId.eq(source.id))
        .order_by_asc(question::Column::Rank)
        .all(&**tx)
        .await?;
    if !questions.is_empty() {
        let rows = questions.into_iter().map(|question| {
            let id = QuestionId::new().uuid();
            question::Model { id, event_id: copy.id, ..question }.into_active_model()
        });
        question::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
