//! Everybody, and one person with their trail.

use domain::{
    audit::{self, Of},
    error::{Denied, Error, Halt, Reason},
    id::MemberId,
    member::{self, DirectoryOrder, Filter, Seen},
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        administration::{AdministeredPage, PeoplePage},
        me::kind_of,
        people::CloseView,
    },
};

use super::{
    super::{
        day::of_days,
        list::{lines_told, request},
        me::profile::{belonging, role},
        member::employers,
        visit::{Done, Posted, Visit, problems},
    },
    administers,
    trail::lines,
};

/// How many people, or lines, stand on a page.
const SIZE: i32 = 50;

/// Everybody.
#[handler]
pub(in crate::page) async fn list(
    visit: Visit,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(listed(&visit, &Typed(asked)).await)
}

async fn listed(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let search = Some(asked.get("search").trim().to_owned());
    let filter = Filter {
        search: search.filter(|search| !search.is_empty()),
        profile_kind: kind_of(asked.get("kind")),
        with_past: asked.is("closed", "yes"),
        ..Filter::default()
    };
    let order =
        if asked.is("sort", "newest") { DirectoryOrder::Newest } else { DirectoryOrder::ByName };
    let found = member::list(ctx, &filter, order, &request(asked, SIZE)).await?;
    let kept = ["search", "kind", "closed", "sort"].map(|name| (name, asked.get(name)));
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, "/administration/members", &kept)
        .counting(locales::text("page-persons-count", &[("count", count.into())]));
    let page = PeoplePage {
        frame: &visit.frame,
        asked,
        members: found.items.iter().map(|(_, member)| member).collect(),
        pager,
    };
    Ok(page.to_html())
}

/// One person.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &id, &Typed(asked), &[]).await)
}

pub(super) async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let id: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let seen = member::load(ctx, id).await?;
    let held = belonging(ctx, seen.id).await?;
    let employers = employers(ctx, seen.id).await?;
    let is_administrator = member::is_administrator(ctx, id).await?;
    let ask = Ask::ActAs { member: seen.id, is_administrator };
    let page = request(typed, SIZE);
    let trail = audit::history(ctx, Of::Member, &[seen.id], &of_days(typed), &page).await?;
    let trail = trail.into_values().next().ok_or(Denied::Hidden)??;
    let pager = Pager::of(&trail, &format!("/administration/members/{id}"), &[])
        .counting(lines_told(trail.total));
    // Who closed their own record would find themselves outside.
    let may_close = !ctx.standing().is(seen.id) && member::may_archive(ctx, &seen).await?;
    let page = AdministeredPage {
        frame: &visit.frame,
        seen: &seen,
        networks: held.iter().map(|(held, network)| (network, role(held))).collect(),
        employers: &employers,
        close: may_close.then_some(CloseView {
            seen: &seen,
            page: "/administration/members",
            typed,
            problems,
        }),
        may_act: seen.archived_at.is_none() && ctx.may(&ask).is_ok(),
        lines: &lines(ctx, trail.into_rows()).await?,
        pager,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// The administration closes a person's record.
#[handler]
pub(in crate::page) async fn archive(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(archiving(&visit, &id, &typed).await)
}

async fn archiving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    administers(&visit.ctx)?;
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let outcome = member::archive(&visit.ctx, member).await;
    closed(visit, id, typed, outcome, "record-closed").await
}

/// The administration opens it again.
#[handler]
pub(in crate::page) async fn restore(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(restoring(&visit, &id, &typed).await)
}

async fn restoring(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    administers(&visit.ctx)?;
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let outcome = member::restore(&visit.ctx, member).await;
    closed(visit, id, typed, outcome, "record-reopened").await
}

async fn closed<R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    outcome: Result<Seen, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(format!("/administration/members/{id}"), notice));
    };
    let wrong = problems(error)?;
    Ok(Done::Again(page(visit, id, typed, &wrong).await?))
}
