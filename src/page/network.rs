//! A network, entering it, and the answers of those who lead it.

use chrono::TimeDelta;
use domain::{
    charter,
    context::Context,
    error::{Denied, Error, Halt, Reason},
    event::{self, EventOrder, Reach},
    id::JoinRequestId,
    join_request::{self, Approve, State},
    member, membership,
    network::{self, Network},
    page::{Page, Request},
    policy::Ask,
};
use locales::text;
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        network::{JoinRequestsPage, NetworkPage, NetworkTabs, Place, Read, Tab},
    },
    words,
};

use super::{
    list::{back, here, left, request},
    visit::{Asked, Done, Posted, Visit, problems},
};

/// The most communes that are told one by one.
const MOST_COMMUNES: i64 = 120;

/// A network.
#[handler]
pub(super) async fn show(visit: Visit, Path(slug): Path<String>, Asked(asked): Asked) -> Response {
    visit.show(page(&visit, &slug, &asked, &Typed::default(), &[]).await)
}

/// How many networks below are told on a page.
const BELOW: i32 = 48;

async fn page(
    visit: &Visit,
    slug: &str,
    asked: &Typed,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = network::by_slug(ctx, slug).await?;
    let levels = network::levels(ctx).await?;
    let level = levels.iter().find(|level| level.code == network.level);
    let above =
        network::ancestors(ctx, &[network.id]).await?.remove(&network.id).unwrap_or_default();
    let every = network::Filter::default();
    let below = network::list_below(ctx, &[network.id], &every, &request(asked, BELOW)).await?;
    let below = below.into_values().next().unwrap_or_else(Page::empty);
    let pager = Pager::of(&below, &format!("/networks/{slug}"), &[]).down_to("dessous");
    let is_whole = !below.has_next && !below.has_previous;
    let read = about(ctx, network.id).await?;
    let own = own_request(ctx, network.id).await?;
    let held = ctx.standing().held.iter().find(|held| held.network_id == network.id);
    let place = match (ctx.standing().member, held, &own) {
        (None, ..) => Place::Nobody,
        (_, Some(held), _) => Place::Inside(held.role),
        (_, None, Some(request)) => Place::Waiting(request),
        (_, None, None) => Place::Outside,
    };
    let page = NetworkPage {
        frame: &visit.frame,
        network: &network,
        tabs: NetworkTabs::of(ctx, &network, Tab::Presentation),
        level: level.map_or(network.level.as_str(), |level| level.name.as_str()),
        above: &above,
        below_count: below.total.unwrap_or_default(),
        below: &below.into_rows(),
        pager: Some(pager).filter(|_| !is_whole),
        read: &read,
        place,
        waiting: waiting(ctx, network.id).await?,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// What everybody may know of a network, and what this person may know beyond that.
async fn about(ctx: &Context, network: Uuid) -> Result<Read, Halt> {
    let coming = event::Filter {
        network: Some(network),
        reach: Reach::Subtree,
        from: Some(ctx.now()),
        states: vec![event::State::Published, event::State::Postponed],
        ..event::Filter::default()
    };
    let past = event::Filter {
        from: Some(ctx.now() - TimeDelta::days(365)),
        to: Some(ctx.now()),
        states: vec![event::State::Published, event::State::Done],
        ..coming.clone()
    };
    let counted = Request { is_counted: true, ..Request::first(1) };
    let order = EventOrder::StartAsc;
    let bodies = network::bodies_of(ctx, &[network]).await?.remove(&network).unwrap_or_default();
    let communes = if bodies.iter().map(|body| body.covered).sum::<i64>() > MOST_COMMUNES {
        Vec::new()
    } else {
        network::communes_of(ctx, &[network]).await?.remove(&network).unwrap_or_default()
    };
    let charters = charter::list_below(ctx, &[network], false, &Request::first(20)).await?;
    let charters = charters.into_values().flat_map(Page::into_rows);
    let events = event::list(ctx, &coming, order, &Request::first(6)).await?.into_rows();
    let hosts: Vec<_> = events.iter().flat_map(|event| event.facts.hosts.clone()).collect();
    let hosts = network::by_ids(ctx, &hosts).await?;
    Ok(Read {
        events,
        hosts: hosts.into_iter().map(|(id, host)| (id, host.name)).collect(),
        held: event::list(ctx, &past, order, &counted).await?.total.unwrap_or_default(),
        bodies,
        communes,
        charters: charters.filter(|charter| charter.current_version_id.is_some()).collect(),
        pilots: network::pilots(ctx, &[network]).await?.remove(&network).unwrap_or_default(),
    })
}

/// One's own request that waits, if there is one.
async fn own_request(
    ctx: &Context,
    network: Uuid,
) -> Result<Option<join_request::JoinRequest>, Halt> {
    if ctx.standing().member.is_none() {
        return Ok(None);
    }
    let filter = join_request::Filter { state: Some(State::Pending), search: None };
    let mine = join_request::mine(ctx, &filter, &Request::first(100)).await?.into_rows();
    Ok(mine.into_iter().find(|request| request.network_id == network))
}

/// How many requests wait, for who may answer them.
async fn waiting(ctx: &Context, network: Uuid) -> Result<Option<i64>, Halt> {
    if ctx.may(&Ask::AnswerJoinRequest { network }).is_err() {
        return Ok(None);
    }
    let filter = join_request::Filter { state: Some(State::Pending), search: None };
    let page = Request { is_counted: true, ..Request::first(1) };
    let found = join_request::list_of_networks(ctx, &[network], &filter, &page).await?;
    Ok(found.into_values().find_map(|page| page.total))
}

/// Someone asks to enter.
#[handler]
pub(super) async fn ask(Posted { visit, typed }: Posted, Path(slug): Path<String>) -> Response {
    visit.answer(asking(&visit, &slug, &typed).await)
}

async fn asking(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = network::by_slug(&visit.ctx, slug).await?;
    let asked =
        join_request::Create { network: network.id.into(), word: typed.get("word").to_owned() };
    match join_request::create(&visit.ctx, asked).await {
        Ok(_) => Ok(Done::At(format!("/networks/{slug}"), "requested")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, slug, &Typed::default(), typed, &problems).await?))
        }
    }
}

/// Someone takes their request back.
#[handler]
pub(super) async fn withdraw(
    Posted { visit, .. }: Posted,
    Path((slug, id)): Path<(String, String)>,
) -> Response {
    visit.answer(withdrawing(&visit, &slug, &id).await)
}

async fn withdrawing(visit: &Visit, slug: &str, id: &str) -> Result<Done, Halt> {
    match join_request::withdraw(&visit.ctx, request_id(id)?).await {
        Ok(_) => Ok(Done::At(format!("/networks/{slug}"), "withdrawn")),
        Err(error) => {
            let problems = problems(error)?;
            let none = Typed::default();
            Ok(Done::Again(page(visit, slug, &none, &none, &problems).await?))
        }
    }
}

fn request_id(text: &str) -> Result<JoinRequestId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

/// How many requests stand on a page.
const SIZE: i32 = 20;

/// The requests: those that wait, or others that are asked for.
#[handler]
pub(super) async fn join_requests(
    visit: Visit,
    Path(slug): Path<String>,
    Asked(asked): Asked,
) -> Response {
    let again = Again { refused: None, typed: &Typed::default(), problems: &[] };
    visit.show(requests_page(&visit, &slug, &asked, &again).await)
}

/// A form of the list that was refused.
struct Again<'a> {
    refused: Option<JoinRequestId>,
    typed: &'a Typed,
    problems: &'a [Problem],
}

async fn requests_page(
    visit: &Visit,
    slug: &str,
    asked: &Typed,
    again: &Again<'_>,
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network: Network = network::by_slug(ctx, slug).await?;
    ctx.may(&Ask::AnswerJoinRequest { network: network.id })?;
    let state = JoinRequestsPage::state_of(asked.get("state"));
    let filter = join_request::Filter { state, search: asked.filled("search") };
    let found = [network.id];
    let found = join_request::list_of_networks(ctx, &found, &filter, &request(asked, SIZE)).await?;
    let found = found.into_values().next().unwrap_or_else(Page::empty);
    let kept = ["search", "state"].map(|name| (name, asked.get(name)));
    let total = found.total.unwrap_or_default();
    let pager = Pager::of(&found, &format!("/networks/{slug}/join-requests"), &kept)
        .counting(text("page-requests-count", &[("count", total.into())]));
    let found = found.into_rows();
    let ids: Vec<_> = found.iter().map(|request| request.member_id).collect();
    let people = member::by_ids(ctx, &ids).await?;
    // Someone who asks from outside is not known yet; what they wrote about themselves is.
    let requests = found
        .iter()
        .map(|request| {
            let name = people.get(&request.member_id).map(words::called);
            let name = name.filter(|name| !name.is_empty());
            (request, name.unwrap_or_else(|| text("page-requests-somebody", &[])))
        })
        .collect();
    let page = JoinRequestsPage {
        frame: &visit.frame,
        network: &network,
        tabs: NetworkTabs::of(ctx, &network, Tab::Requests),
        requests,
        asked,
        list: here(asked, &kept),
        pager,
        refused: again.refused.map(JoinRequestId::uuid),
        typed: again.typed,
        problems: again.problems,
    };
    Ok(page.to_html())
}

/// Back to the list as it was, or the list again with the reason.
async fn answered<T, R: Reason>(
    visit: &Visit,
    slug: &str,
    (id, typed): (JoinRequestId, &Typed),
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(back(&format!("/networks/{slug}/join-requests"), typed), notice));
    };
    let wrong = problems(error)?;
    let again = Again { refused: Some(id), typed, problems: &wrong };
    Ok(Done::Again(requests_page(visit, slug, &left(typed), &again).await?))
}

/// A lead lets someone in.
#[handler]
pub(super) async fn approve(
    Posted { visit, typed }: Posted,
    Path((slug, id)): Path<(String, String)>,
) -> Response {
    visit.answer(approving(&visit, &slug, &id, &typed).await)
}

async fn approving(visit: &Visit, slug: &str, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let id = request_id(id)?;
    let role = match typed.get("role") {
        "lead" => membership::Role::Lead,
        "organiser" => membership::Role::Organiser,
        _ => membership::Role::Member,
    };
    let local_role = JoinRequestsPage::local_role_of(typed.get("local_role"));
    let outcome = join_request::approve(&visit.ctx, id, Approve { role, local_role }).await;
    answered(visit, slug, (id, typed), outcome, "approved").await
}

/// A lead says no, with a reason.
#[handler]
pub(super) async fn refuse(
    Posted { visit, typed }: Posted,
    Path((slug, id)): Path<(String, String)>,
) -> Response {
    visit.answer(refusing(&visit, &slug, &id, &typed).await)
}

async fn refusing(visit: &Visit, slug: &str, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let id = request_id(id)?;
    let outcome = join_request::refuse(&visit.ctx, id, typed.get("reason")).await;
    answered(visit, slug, (id, typed), outcome, "refused").await
}
