//! The directory, and writing to someone of it.

use std::collections::HashMap;

use domain::{
    context::Context,
    employer::{self, Employer},
    employment::{self, Status},
    error::{Denied, Halt},
    id::{MemberId, MembershipId, NetworkId},
    member::{self, DirectoryOrder, Filter, Message},
    membership::{self, Scope},
    network::{self, Network},
    page::{Page, Request},
    policy::Ask,
};
use locales::text;
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        me::kind_of,
        member::{MemberPage, MembersPage},
    },
    words::{self, skill_called},
};

use super::{
    list::request,
    me::profile::{belonging, role},
    people::lead::Followed,
    visit::{Done, Posted, Visit, problems},
    whereabouts,
};

/// How many people one page has.
const SIZE: i32 = 24;

/// The directory.
#[handler]
pub(super) async fn list(visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> Response {
    visit.show(listed(&visit, &Typed(asked)).await)
}

fn filter(asked: &Typed) -> Filter {
    Filter {
        search: asked.filled("search"),
        network: asked.get("network").parse::<NetworkId>().ok().map(NetworkId::uuid),
        scope: Scope::Subtree,
        profile_kind: kind_of(asked.get("kind")),
        skill: asked.filled("skill").map(|words| skill_called(&words)),
        may_train: asked.is("mayTrain", "yes").then_some(true),
        ..Filter::default()
    }
}

async fn listed(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let names = ["search", "network", "kind", "skill", "mayTrain", "sort"];
    let order =
        if asked.is("sort", "newest") { DirectoryOrder::Newest } else { DirectoryOrder::ByName };
    let (area, whereabouts) = whereabouts::sought(ctx, asked, "/members", &names).await?;
    let (mut filter, request) = (Filter { area, ..filter(asked) }, request(asked, SIZE));
    let mut found = member::list(ctx, &filter, order, &request).await?;
    let is_first = request.after.is_none() && request.before.is_none();
    let is_nobody = found.items.is_empty() && is_first && filter.search.is_some();
    if is_nobody || asked.is("near", "yes") {
        filter.is_near = true;
        found = member::list(ctx, &filter, order, &request).await?;
    }
    let ids: Vec<_> = found.items.iter().map(|(_, member)| member.id).collect();
    let networks = networks_of(ctx, &ids).await?;
    let near = if filter.is_near { "yes" } else { "" };
    let mut kept = whereabouts::kept(asked, &names, &whereabouts);
    kept.push(("near", near));
    let pager = Pager::of(&found, "/members", &kept);
    let count = found.total.unwrap_or_default();
    let shown = Typed(
        asked
            .0
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "after" | "before" | "near"))
            .map(|(name, value)| {
                // A theme shows its name, not its code.
                let value = if name == "skill" { words::skill(value) } else { value.clone() };
                (name.clone(), value)
            })
            .collect(),
    );
    let page = MembersPage {
        frame: &visit.frame,
        asked: &shown,
        members: found.items.iter().map(|(_, member)| member).collect(),
        networks: &networks,
        known: &network::tree(ctx).await?.branches,
        whereabouts: &whereabouts,
        is_near: filter.is_near,
        pager: pager.counting(text("page-members-found", &[("count", count.into())])),
    };
    Ok(page.to_html())
}

/// The networks of each of these people, with the role there, in two statements.
async fn networks_of(
    ctx: &Context,
    members: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(Network, String)>>, Halt> {
    let today = membership::Filter::default();
    let held = membership::list_of_members(ctx, members, &today, &Request::first(3)).await?;
    let ids: Vec<_> =
        held.values().flat_map(|page| page.items.iter().map(|(_, held)| held.network_id)).collect();
    let known = network::by_ids(ctx, &ids).await?;
    let named = |page: Page<membership::Membership>| {
        let rows = page.into_rows().into_iter();
        rows.filter_map(|held| Some((known.get(&held.network_id)?.clone(), role(&held)))).collect()
    };
    Ok(held.into_iter().map(|(member, page)| (member, named(page))).collect())
}

/// What one person shows.
#[handler]
pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let undo = Typed(asked).get("undo").parse().ok();
    let typed = Typed::default();
    let again = Again { typed: &typed, problems: &[], refused: None, undo };
    visit.show(page(&visit, &id, &again).await)
}

/// What the page shows again: what was typed, why it was refused, what can be taken back.
pub(super) struct Again<'a> {
    pub(super) typed: &'a Typed,
    pub(super) problems: &'a [Problem],
    pub(super) refused: Option<MembershipId>,
    pub(super) undo: Option<MembershipId>,
}

pub(super) async fn page(visit: &Visit, id: &str, again: &Again<'_>) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let id: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let seen = member::load(ctx, id).await?;
    let held = belonging(ctx, seen.id).await?;
    let employers = employers(ctx, seen.id).await?;
    let is_oneself = ctx.standing().is(seen.id);
    let followed = Followed::load(ctx, &seen).await?;
    let is_message = ["subject", "body"].iter().any(|name| again.typed.find(name).is_some());
    let nothing = Typed::default();
    let (typed, problems) =
        if is_message { (again.typed, again.problems) } else { (&nothing, &[][..]) };
    let page = MemberPage {
        frame: &visit.frame,
        seen: &seen,
        networks: held.iter().map(|(held, network)| (network, role(held))).collect(),
        employers: &employers,
        is_oneself,
        may_write: !is_oneself
            && seen.archived_at.is_none()
            && ctx.may(&Ask::WriteToMember { member: &seen.facts }).is_ok(),
        typed,
        problems,
        lead: followed.view(ctx, &seen, again),
    };
    Ok(page.to_html())
}

/// Where somebody works today, as far as the asker may know.
pub(super) async fn employers(ctx: &Context, member: Uuid) -> Result<Vec<Employer>, Halt> {
    let today = ctx.today();
    let jobs = employment::list_of_members(ctx, &[member], &Request::first(20)).await?;
    let jobs = jobs.into_values().flat_map(Page::into_rows).filter(|job| {
        job.status == Status::Confirmed && job.ended_on.is_none_or(|ended_on| ended_on > today)
    });
    let ids: Vec<_> = jobs.map(|job| job.employer_id).collect();
    let mut employers: Vec<_> = employer::by_ids(ctx, &ids).await?.into_values().collect();
    employers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(employers)
}

/// Someone writes to a member.
#[handler]
pub(super) async fn message(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(writing(&visit, &id, &typed).await)
}

async fn writing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let asked = Message {
        to: id.parse().map_err(|_| Denied::Hidden)?,
        subject: typed.get("subject").to_owned(),
        body: typed.get("body").to_owned(),
    };
    match member::message_send(&visit.ctx, asked).await {
        Ok(_) => Ok(Done::At(format!("/members/{id}"), "message-sent")),
        Err(error) => {
            let problems = problems(error)?;
            let again = Again { typed, problems: &problems, refused: None, undo: None };
            Ok(Done::Again(page(visit, id, &again).await?))
        }
    }
}
