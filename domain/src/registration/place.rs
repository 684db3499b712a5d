//! Counting places, live, from the index of the line.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::Places;
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::Halt,
};
use entities::{
    event::{Mode, Model as Event},
    registration::Attends,
};

/// Whether one can take part in this way.
pub(super) fn is_possible(mode: Mode, attends: Attends) -> bool {
    matches!(
        (mode, attends),
        (Mode::Both, _) | (Mode::OnSite, Attends::OnSite) | (Mode::Online, Attends::Online)
    )
}

/// How many places there are for those who take part in this way; no number means as many as come.
pub(super) fn capacity(event: &Event, attends: Attends) -> Option<i64> {
    let capacity = match attends {
        Attends::OnSite => event.capacity_on_site,
        Attends::Online => event.capacity_online,
    };
    if is_possible(event.mode, attends) { capacity.map(i64::from) } else { Some(0) }
}

#[derive(FromQueryResult)]
struct Counts {
    held: i64,
    waiting: i64,
}

/// The places of one way to attend; exact only under the event's lock.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    event: &Event,
    attends: Attends,
) -> Result<Places, Halt> {
    let word = in_words(&attends);
    let counts: Option<Counts> = Sql::new(
        "select (select count(*) from registration where event_id = ? and attends = ? \
         and state in ('confirmed', 'offered')) as held, \
         (select count(*) from registration where event_id = ? and attends = ? \
         and state = 'waitlisted') as waiting",
        binds![event.id, &word, event.id, &word],
    )
    .one(db)
    .await?;
    let Counts { held, waiting } = counts.unwrap_or(Counts { held: 0, waiting: 0 });
    Ok(Places { capacity: capacity(event, attends), held, waiting })
}

#[derive(FromQueryResult)]
struct Row {
    event_id: Uuid,
    mode: Mode,
    attends: Option<Attends>,
    capacity_on_site: Option<i32>,
    capacity_online: Option<i32>,
    held: i64,
    waiting: i64,
}

/// The places of these events, for each way to attend that they have, in one statement.
pub(super) async fn places(
    ctx: &Context,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(Attends, Places)>>, Halt> {
    let rows: Vec<Row> = Sql::new(
        "select event.id as event_id, event.mode, registration.attends, event.capacity_on_site, \
         event.capacity_online, \
         count(case when registration.state in ('confirmed', 'offered') then 1 end) as held, \
         count(case when registration.state = 'waitlisted' then 1 end) as waiting from event \
         left join registration on registration.event_id = event.id \
         and registration.state in ('confirmed', 'offered', 'waitlisted') \
         where event.id in ? group by event.id, event.mode, registration.attends, \
         event.capacity_on_site, event.capacity_online",
        binds![events],
    )
    .all(ctx.db())
    .await?;
    let mut places: HashMap<Uuid, Vec<(Attends, Places)>> = HashMap::new();
    for row in rows {
        let known = places.entry(row.event_id).or_insert_with(|| {
            [(Attends::OnSite, row.capacity_on_site), (Attends::Online, row.capacity_online)]
                .into_iter()
                .filter(|(attends, _)| is_possible(row.mode, *attends))
                .map(|(attends, capacity)| {
                    let capacity = capacity.map(i64::from);
                    (attends, Places { capacity, held: 0, waiting: 0 })
                })
                .collect()
        });
        for (attends, places) in known {
            if Some(*attends) == row.attends {
                places.held = row.held;
                places.waiting = row.waiting;
            }
        }
    }
    Ok(places)
}
