//! Events that ask a person to come and still wait for their answer.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Event, read};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::Resource,
};

#[derive(FromQueryResult)]
struct Row {
    event_id: Uuid,
}

/// Those of these events to which the asker is invited, whatever they answered.
pub async fn invited(ctx: &Context, events: &[Uuid]) -> Result<HashSet<Uuid>, Halt> {
    let Some(me) = ctx.standing().member else { return Ok(HashSet::new()) };
    ctx.standing().has_scope(Resource::Event, false)?;
    let rows: Vec<Row> = Sql::new(
        "select event_id from event_invitation where member_id = ? and event_id in ?",
        binds![me, events],
    )
    .all(ctx.db())
    .await?;
    Ok(rows.into_iter().map(|row| row.event_id).collect())
}

/// Nobody reads more of them at one glance.
const MOST: i64 = 20;

/// The events to which the asker is invited, that are open to registration, and of which they have
/// said nothing yet: neither registered nor sent an excuse; the earliest first.
pub async fn awaiting(ctx: &Context) -> Result<Vec<Event>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Event, false)?;
    let now = ctx.now();
    let rows: Vec<Row> = Sql::new(
        "select invited.event_id from event_invitation invited \
         join event on event.id = invited.event_id \
         where invited.member_id = ? and event.state = 'published' and event.starts_at > ? \
         and (event.registration_opens_at is null or event.registration_opens_at <= ?) \
         and (event.registration_closes_at is null or event.registration_closes_at > ?) \
         and not exists (select 1 from registration mine \
         where mine.event_id = event.id and mine.member_id = invited.member_id) \
         and not exists (select 1 from attendance said where said.event_id = event.id \
         and said.member_id = invited.member_id and said.session_id is null \
         and said.state = 'excused') \
         order by event.starts_at, event.id limit ?",
        binds![me, now, now, now, MOST],
    )
    .all(ctx.db())
    .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.event_id).collect();
    let mut events: Vec<Event> = read::by_ids(ctx, &ids).await?.into_values().collect();
    events.sort_by_key(|event| (event.starts_at, event.id));
    Ok(events)
}
