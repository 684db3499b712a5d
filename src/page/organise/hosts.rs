//! Which networks host a meeting, as its form says.

use domain::{
    context::Context,
    error::Halt,
    event::{self, Event},
    id::{EventId, NetworkId},
    policy::Ask,
};
use uuid::Uuid;
use web::pages::{Problem, Typed};

use super::super::visit::problems;

/// The hosts that were ticked: those who host it already stay in their order, the first one first.
pub(super) fn ticked(typed: &Typed, event: &Event) -> Vec<Uuid> {
    let asked: Vec<_> =
        typed.all("hostIds").filter_map(|id| id.parse().ok()).map(NetworkId::uuid).collect();
    let before = &event.facts.hosts;
    let stay = before.iter().filter(|host| asked.contains(host));
    let come = asked.iter().filter(|host| !before.contains(host));
    stay.chain(come).copied().collect()
}

/// What is wrong with these hosts: told before anything else of the form is kept.
pub(super) fn wrong(ctx: &Context, event: &Event, hosts: &[Uuid]) -> Option<Problem> {
    let before = &event.facts.hosts;
    let come = hosts.iter().filter(|host| !before.contains(host));
    let leave = before.iter().filter(|host| !hosts.contains(host));
    let changed: Vec<_> = come.chain(leave).copied().collect();
    let key = if hosts.is_empty() {
        "refusal-host-missing"
    } else if !changed.is_empty() && ctx.may(&Ask::PlanEvent { hosts: &changed }).is_err() {
        "page-hosts-of-others"
    } else {
        return None;
    };
    Some(Problem { field: Some("hostIds".into()), words: locales::text(key, &[]) })
}

/// Keeps the hosts, once the rest is kept; or says why they are not.
pub(super) async fn keep(
    ctx: &Context,
    event: &Event,
    hosts: &[Uuid],
) -> Result<Vec<Problem>, Halt> {
    if hosts == event.facts.hosts {
        return Ok(Vec::new());
    }
    let hosts: Vec<_> = hosts.iter().copied().map(NetworkId::of).collect();
    match event::hosts_set(ctx, EventId::of(event.id), &hosts, Some(event.revision)).await {
        Ok(_) => Ok(Vec::new()),
        Err(error) => problems(error),
    }
}
