//! Which networks host an event.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use super::{
    Event, State,
    create::{host, known_networks, once},
    edit::{line, open, seen, touched},
    facts,
};
use crate::{
    context::Context,
    error::{Denied, Outcome},
    id::{EventId, NetworkId},
    policy::Ask,
    refusals,
};
use entities::event_host;

refusals! {
    /// Why an event may not have these hosts.
    EventHostsSet: pub enum HostsSetRefusal {
        /// Someone else changed it in the meantime; the payload has its present state.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// It was cancelled.
        Cancelled => "EVENT_CANCELLED" on "eventId",
        /// An event has at least one host network.
        HostMissing => "HOST_MISSING" on "hostIds",
        /// A host network is closed.
        HostArchived => "HOST_ARCHIVED" on "hostIds",
    }
}

/// Says which networks host an event, the first one first. One adds and takes away those that one runs.
pub async fn hosts_set(
    ctx: &Context,
    id: EventId,
    hosts: &[NetworkId],
    expected_revision: Option<i32>,
) -> Outcome<Event, HostsSetRefusal> {
    let tx = ctx.begin().await?;
    let (event, before) = open(&tx, ctx, id).await?;
    if expected_revision.is_some_and(|expected| expected != event.revision) {
        return Err(HostsSetRefusal::Stale { revision: event.revision }.into());
    }
    if event.state == State::Cancelled {
        return Err(HostsSetRefusal::Cancelled.into());
    }
    let hosts = once(hosts);
    if hosts.is_empty() {
        return Err(HostsSetRefusal::HostMissing.into());
    }
    let known = known_networks(&*tx, &hosts).await?;
    if known.len() < hosts.len() {
        return Err(Denied::Hidden.into());
    }
    let added: Vec<Uuid> = hosts.iter().copied().filter(|id| !before.hosts.contains(id)).collect();
    let removed = before.hosts.iter().copied().filter(|id| !hosts.contains(id));
    let changed: Vec<Uuid> = added.iter().copied().chain(removed).collect();
    if !changed.is_empty() {
        ctx.may(&Ask::PlanEvent { hosts: &changed })?;
    }
    if known.iter().any(|network| network.is_archived && added.contains(&network.id)) {
        return Err(HostsSetRefusal::HostArchived.into());
    }
    if hosts == before.hosts {
        return Ok(seen(ctx, event, before));
    }

    event_host::Entity::delete_many()
        .filter(event_host::Column::EventId.eq(event.id))
        .exec(&*tx)
        .await?;
    host(&tx, event.id, &hosts).await?;
    let facts = facts(&*tx, &[event.id]).await?.remove(&event.id).ok_or(Denied::Hidden)?;
    let event = touched(&tx, ctx, event, &facts, None).await?;

    let names: Vec<String> = hosts.iter().map(|id| NetworkId::of(*id).to_string()).collect();
    let line = line("event.hosts", event.id, &facts).changing(json!({ "hosts": names }));
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(seen(ctx, event, facts))
}
