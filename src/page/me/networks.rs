//! One's networks, today and before, and leaving one.

use chrono::NaiveDate;
use domain::{
    error::{Denied, Halt},
    id::MembershipId,
    join_request,
    membership::{self, End, Ending, Membership, Origin},
    network,
    page::{Page, Request},
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    me::{Belonged, NetworksPage},
};

use crate::page::{
    day::day,
    visit::{Done, Posted, Visit, problems},
};

/// Today and before.
#[handler]
pub(crate) async fn show(visit: Visit) -> Response {
    visit.show(page(&visit, None, &Typed::default(), &[]).await)
}

async fn page(
    visit: &Visit,
    refused: Option<MembershipId>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let me = ctx.member()?.uuid();
    let ever = membership::Filter { with_ended: true, ..membership::Filter::default() };
    let periods = membership::list_of_members(ctx, &[me], &ever, &Request::first(100)).await?;
    let periods: Vec<_> = periods.into_values().flat_map(Page::into_rows).collect();
    let pending = join_request::Filter { state: Some(join_request::State::Pending), search: None };
    let asked = join_request::mine(ctx, &pending, &Request::first(20)).await?.into_rows();
    let mut ids: Vec<_> = periods.iter().map(|period| period.network_id).collect();
    ids.extend(asked.iter().map(|request| request.network_id));
    let networks = network::by_ids(ctx, &ids).await?;
    let today = ctx.today();
    let page = NetworksPage {
        frame: &visit.frame,
        periods: periods
            .iter()
            .filter_map(|membership| {
                let network = networks.get(&membership.network_id)?;
                let is_open = membership.goes_on(today);
                let is_ahead = membership.started_on > today;
                let resumed_on = resumed_on(membership, &periods);
                let period = Belonged { membership, network, is_open, is_ahead, resumed_on };
                // What was undone before its first day is neither to come nor past.
                let is_undone = is_ahead || membership.never_held();
                (is_open || !is_undone).then_some(period)
            })
            .collect(),
        asked: asked.iter().filter_map(|request| networks.get(&request.network_id)).collect(),
        refused: refused.map(MembershipId::uuid),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// On which day a period that ended with a closed record was given back by its opening: what comes
/// next in the network begins as after a change, and by nobody's invitation.
fn resumed_on(period: &Membership, periods: &[Membership]) -> Option<NaiveDate> {
    if period.ending != Some(Ending::Archived) {
        return None;
    }
    // The keys tell which was written later, also on one day.
    let later = periods
        .iter()
        .filter(|other| other.network_id == period.network_id && other.id > period.id);
    let next = later.min_by_key(|other| other.id)?;
    (next.origin == Origin::Change).then_some(next.started_on)
}

/// Someone leaves.
#[handler]
pub(crate) async fn leave(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(leaving(&visit, &id, &typed).await)
}

async fn leaving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let id: MembershipId = id.parse().map_err(|_| Denied::Hidden)?;
    let me = visit.ctx.member()?;
    let found = membership::by_ids(&visit.ctx, &[id.uuid()]).await?.remove(&id.uuid());
    // A lead removes others from the pages of the network, not from their own space.
    found.filter(|found| found.member_id == me.uuid()).ok_or(Denied::Hidden)?;
    let on = match day(typed, "on") {
        Ok(on) => on,
        Err(wrong) => return Ok(Done::Again(page(visit, Some(id), typed, &[wrong]).await?)),
    };
    let reason = Some(typed.get("reason").trim().to_owned()).filter(|reason| !reason.is_empty());
    match membership::end(&visit.ctx, id, End { expected_revision: None, on, reason }).await {
        Ok(_) => Ok(Done::At("/me/networks".to_owned(), "left")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, Some(id), typed, &problems).await?))
        }
    }
}
