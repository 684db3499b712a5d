//! Facts about events that the policy decides upon, and the lock under which places are counted.

use std::collections::HashMap;

use sea_orm::{ActiveEnum as _, ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    database::{Sql, Transaction, binds, joined_ids},
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

/// Columns for a select from `event` that bring each row's facts along, so that the policy needs no
/// statement of its own; read them with [`facts_of_row`].
pub(crate) fn facts_columns(db: &impl ConnectionTrait) -> &'static str {
    match db.get_database_backend() {
        DbBackend::Postgres => {
            "event.id as fact_id, event.visibility as fact_visibility, \
             event.audience as fact_audience, event.state as fact_state, \
             (select string_agg(cast(host.network_id as text), ',' order by host.rank) \
             from event_host host where host.event_id = event.id) as fact_hosts, \
             (select string_agg(distinct cast(reached.ancestor_id as text), ',') \
             from event_host host join network_ancestor reached \
             on reached.descendant_id = host.network_id \
             where host.event_id = event.id) as fact_above"
        }
        _ => {
            "event.id as fact_id, event.visibility as fact_visibility, \
             event.audience as fact_audience, event.state as fact_state, \
             (select group_concat(hex(host.network_id), ',' order by host.rank) \
             from event_host host where host.event_id = event.id) as fact_hosts, \
             (select group_concat(distinct hex(reached.ancestor_id)) \
             from event_host host join network_ancestor reached \
             on reached.descendant_id = host.network_id \
             where host.event_id = event.id) as fact_above"
        }
    }
}

/// The facts that [`facts_columns`] brought along.
pub(crate) fn facts_of_row(row: &QueryResult, prefix: &str) -> Result<EventFacts, DbErr> {
    Ok(EventFacts {
        id: row.try_get(prefix, "fact_id")?,
        hosts: joined_ids(row, prefix, "fact_hosts")?,
        above: joined_ids(row, prefix, "fact_above")?,
        visibility: row.try_get(prefix, "fact_visibility")?,
        audience: row.try_get(prefix, "fact_audience")?,
        state: row.try_get(prefix, "fact_state")?,
    })
}

/// An event's row and its facts.
struct Locked {
    event: Model,
    facts: EventFacts,
}

impl FromQueryResult for Locked {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            event: Model::from_query_result(row, prefix)?,
            facts: facts_of_row(row, prefix)?,
        })
    }
}

/// A line to stand in before the row. Whoever waits for a row of PostgreSQL is woken each time that it
/// changes, only to wait on: when a crowd registers, that costs more than the registrations. In a line
/// only the next one is woken. The row is held all the same, and what holds it counts.
fn queue(id: EventId, backend: DbBackend) -> Sql {
    match backend {
        DbBackend::Postgres => Sql::new(
            ", (select pg_advisory_xact_lock(hashtextextended(cast(? as text), 0)) offset 0) as queue",
            binds![id],
        ),
        _ => Sql::default(),
    }
}

/// The event and its facts, with its row locked until the transaction ends: everything that counts
/// places or seats of an event, or moves its line, does so one after the other. What is counted must
/// be read by a later statement: this one sees other rows as they were before it waited.
pub async fn lock(tx: &Transaction, id: EventId) -> Result<(Model, EventFacts), Halt> {
    let backend = tx.get_database_backend();
    let found: Option<Locked> = Sql::new("select event.*,", vec![])
        .and(facts_columns(&**tx), vec![])
        .and("from event", vec![])
        .append(queue(id, backend))
        .and("where event.id = ?", binds![id])
        .holding("event", backend)
        .one(&**tx)
        .await?;
    found.map(|found| (found.event, found.facts)).ok_or(Denied::Hidden.into())
}
