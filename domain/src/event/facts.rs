//! Facts about events that the policy decides upon, and the lock under which places are counted.

use std::collections::HashMap;

use sea_orm::{
    ActiveEnum as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QuerySelect as _,
};
use uuid::Uuid;

use crate::{
    database::{Sql, Transaction, binds},
    error::{Denied, Halt},
    id::EventId,
    policy::EventFacts,
};
use entities::event::{Audience, Model, State, Visibility};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    visibility: String,
    audience: String,
    state: String,
    network_id: Uuid,
    depth: i32,
}

/// What the policy needs to know of these events, in one statement.
pub async fn facts(
    db: &impl ConnectionTrait,
    events: &[Uuid],
) -> Result<HashMap<Uuid, EventFacts>, Halt> {
    let rows: Vec<Row> = Sql::new(
        "select event.id, event.visibility, event.audience, event.state, \
         reached.ancestor_id as network_id, reached.depth from event \
         join event_host host on host.event_id = event.id \
         join network_ancestor reached on reached.descendant_id = host.network_id \
         where event.id in ? order by host.rank, reached.depth",
        binds![events],
    )
    .all(db)
    .await?;
    let mut facts: HashMap<Uuid, EventFacts> = HashMap::new();
    for row in rows {
        let known = facts.entry(row.id).or_insert(EventFacts {
            id: row.id,
            hosts: Vec::new(),
            above: Vec::new(),
            visibility: Visibility::try_from_value(&row.visibility)?,
            audience: Audience::try_from_value(&row.audience)?,
            state: State::try_from_value(&row.state)?,
        });
        if row.depth == 0 {
            known.hosts.push(row.network_id);
        }
        if !known.above.contains(&row.network_id) {
            known.above.push(row.network_id);
        }
    }
    Ok(facts)
}

/// The event and its facts, with its row locked until the transaction ends: everything that counts
/// places or seats of an event, or moves its line, does so one after the other.
pub async fn lock(tx: &Transaction, id: EventId) -> Result<(Model, EventFacts), Halt> {
    let event = entities::event::Entity::find_by_id(id.uuid())
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let facts = facts(&**tx, &[event.id]).await?.remove(&event.id).ok_or(Denied::Hidden)?;
    Ok((event, facts))
}
