//! Finding sessions, of events that the asker may know of.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::Session;
use crate::{
    context::Context,
    database::{Bind, Sql, Transaction, binds},
    error::Halt,
    event::{Held, facts_columns, facts_of_row},
    policy::{Ask, EventFacts},
};
use entities::session::Model;

struct Row {
    model: Model,
    round: i64,
    facts: EventFacts,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            model: Model::from_query_result(row, prefix)?,
            round: row.try_get(prefix, "round")?,
            facts: facts_of_row(row, prefix)?,
        })
    }
}

/// The written session, with its round.
pub(super) async fn written(tx: &Transaction, model: Model) -> Result<Session, Halt> {
    let round = Sql::new(
        "select count(distinct starts_at) + 1 from session where event_id = ? and starts_at < ?",
        binds![model.event_id, model.starts_at],
    )
    .number(&**tx)
    .await?;
    Ok(told(model, round))
}

fn told(model: Model, round: i64) -> Session {
    Session {
        id: model.id,
        event_id: model.event_id,
        title: model.title,
        description: model.description,
        starts_at: model.starts_at,
        ends_at: model.ends_at,
        room: model.room,
        speakers: serde_json::from_value(model.speakers).unwrap_or_default(),
        capacity: model.capacity,
        rank: model.rank,
        round: i32::try_from(round).unwrap_or(i32::MAX),
    }
}

async fn found(ctx: &Context, condition: &str, ids: Bind) -> Result<Vec<Session>, Halt> {
    let facts = facts_columns(ctx.db());
    let rows: Vec<Row> = Sql::new(
        &format!(
            "select session.*, {facts}, (select count(distinct before.starts_at) + 1 \
             from session before where before.event_id = session.event_id \
             and before.starts_at < session.starts_at) as round \
             from session join event on event.id = session.event_id where {condition} \
             order by session.event_id, session.starts_at, session.rank, session.id"
        ),
        vec![ids],
    )
    .all(ctx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter(|row| ctx.may(&Ask::SeeEvent { event: &row.facts }).is_ok())
        .map(|row| told(row.model, row.round))
        .collect())
}

/// Those of these sessions that this asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Session>, Halt> {
    let found = found(ctx, "session.id in ?", ids.into()).await?;
    Ok(found.into_iter().map(|session| (session.id, session)).collect())
}

/// The agenda of each of these events, in order.
pub async fn of_events(
    ctx: &Context,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Session>>, Halt> {
    let mut agendas: HashMap<Uuid, Vec<Session>> = HashMap::new();
    for session in found(ctx, "session.event_id in ?", events.into()).await? {
        agendas.entry(session.event_id).or_default().push(session);
    }
    Ok(agendas)
}

#[derive(FromQueryResult)]
struct Count {
    session_id: Uuid,
    taken: i64,
    waiting: i64,
}

/// How many seats of each of these sessions are held, in one statement. Whoever waits for a place at
/// the event stands in that line, and not yet in the session's.
pub async fn places(
    db: &impl ConnectionTrait,
    sessions: &[Uuid],
) -> Result<HashMap<Uuid, Held>, Halt> {
    let rows: Vec<Count> = Sql::new(
        "select session_id, \
         sum(case when session_choice.state = 'confirmed' then 1 else 0 end) as taken, \
         sum(case when session_choice.state = 'waitlisted' \
         and registration.state = 'confirmed' then 1 else 0 end) as waiting \
         from session_choice join registration on registration.id = session_choice.registration_id \
         where session_id in ? group by session_id",
        binds![sessions],
    )
    .all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.session_id, Held { taken: row.taken, waiting: row.waiting }))
        .collect())
}
