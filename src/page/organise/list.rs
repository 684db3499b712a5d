//! A network's meetings, planning a new one, and copying an old one.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{
    clock::{FEDERATION_ZONE, meeting_day},
    context::Context,
    error::Halt,
    event::{self, Create, Duplicate, EventOrder, Reach, State},
    id::{EventId, NetworkId},
    network::{self, Network},
    policy::{Ask, Role},
    registration::{self, Tally},
    sheet,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        event::organise::{Listed, MeetingsPage, PlanPage, Shown, Step},
        network::{NetworkTabs, Tab},
    },
    words,
};

use super::{
    super::{
        list::request,
        visit::{Done, Posted, Visit, problems},
    },
    event_id,
    plan::{asked_change, when},
};

/// How many meetings stand on a page.
const SIZE: i32 = 20;

/// A network's meetings.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(meetings(&visit, &slug, &Typed(asked), &[]).await)
}

async fn planned(ctx: &Context, slug: &str) -> Result<Network, Halt> {
    let network = network::by_slug(ctx, slug).await?;
    ctx.may(&Ask::PlanEvent { hosts: &[network.id] })?;
    Ok(network)
}

async fn meetings(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = planned(ctx, slug).await?;
    let shown = Shown::of(typed.get("show"));
    let filter = filter(&network, shown, ctx.now(), typed.filled("search"));
    let order = if shown == Shown::Past { EventOrder::StartDesc } else { EventOrder::StartAsc };
    let page = event::list(ctx, &filter, order, &request(typed, SIZE)).await?;
    let facts: Vec<_> = page.items.iter().map(|(_, event)| &event.facts).collect();
    let mut tallies = registration::tallies(ctx, &facts).await?;
    let kept = [("search", typed.get("search")), ("show", shown.word())];
    let total = page.total.unwrap_or_default();
    let pager = Pager::of(&page, &format!("/networks/{slug}/events"), &kept)
        .counting(locales::text("page-meetings-count", &[("count", total.into())]));
    let meetings: Vec<_> = page
        .into_rows()
        .into_iter()
        .map(|event| Listed { tally: tallies.remove(&event.id), event })
        .collect();
    let page = MeetingsPage {
        frame: &visit.frame,
        tabs: NetworkTabs::of(ctx, &network, Tab::Meetings),
        network: &network,
        shown,
        typed,
        problems,
        meetings: &meetings,
        total,
        pager,
    };
    Ok(page.to_html())
}

fn filter(
    network: &Network,
    shown: Shown,
    now: DateTime<Utc>,
    search: Option<String>,
) -> event::Filter {
    let filter = event::Filter {
        network: Some(network.id),
        reach: Reach::Own,
        search,
        ..Default::default()
    };
    let announced = vec![State::Published, State::Postponed, State::Cancelled, State::Done];
    match shown {
        Shown::Upcoming => event::Filter { open_at: Some(now), states: announced, ..filter },
        Shown::Past => event::Filter { over_at: Some(now), states: announced, ..filter },
        Shown::Drafts => event::Filter { states: vec![State::Draft], ..filter },
    }
}

/// The form to plan a meeting.
#[handler]
pub(in crate::page) async fn new(visit: Visit, Path(slug): Path<String>) -> Response {
    visit.show(blank(&visit, &slug).await)
}

/// What the form shows before anybody typed: a day in a month, in the federation's zone.
async fn blank(visit: &Visit, slug: &str) -> Result<String, Halt> {
    let network = planned(&visit.ctx, slug).await?;
    let day = meeting_day(visit.ctx.today() + TimeDelta::days(28));
    let at = |hour: u32, minute: u32| {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        day.and_time(time).format("%Y-%m-%dT%H:%M").to_string()
    };
    let own = |(name, value): (&str, String)| (name.to_owned(), value);
    let typed = [
        ("kind", "network_meeting".to_owned()),
        ("startsAt", at(9, 30)),
        ("endsAt", at(17, 0)),
        ("timeZone", FEDERATION_ZONE.name().to_owned()),
        ("mode", "on_site".to_owned()),
        ("visibility", "federation".to_owned()),
        ("audience", "federation".to_owned()),
        ("offerHours", "48".to_owned()),
        ("reminderRule", "network".to_owned()),
        ("hostIds", NetworkId::of(network.id).to_string()),
    ];
    planning(visit, &network, &Typed(typed.map(own).to_vec()), &[]).await
}

async fn planning(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let hosts = possible_hosts(&visit.ctx, &[network.id]).await?;
    let page = PlanPage {
        frame: &visit.frame,
        head: None,
        network,
        hosts: &hosts,
        typed,
        step: Step::Content,
        problems,
        differences: &[],
        tally: Tally::default(),
        sessions: 0,
        questions: 0,
    };
    Ok(page.to_html())
}

/// The networks that this asker may name as hosts, and those that are named already.
pub(super) async fn possible_hosts(
    ctx: &Context,
    named: &[uuid::Uuid],
) -> Result<Vec<Network>, Halt> {
    let mut hosts: Vec<Network> = if ctx.standing().is_administrator {
        network::tree(ctx).await?.networks()
    } else {
        let run = ctx.standing().run(Role::Organiser);
        network::by_ids(ctx, &run).await?.into_values().collect()
    };
    hosts.retain(|network| network.archived_at.is_none() || named.contains(&network.id));
    let missing: Vec<_> =
        named.iter().filter(|id| hosts.iter().all(|host| host.id != **id)).copied().collect();
    if !missing.is_empty() {
        hosts.extend(network::by_ids(ctx, &missing).await?.into_values());
    }
    hosts.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(hosts)
}

/// Someone plans a meeting.
#[handler]
pub(in crate::page) async fn create(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(creating(&visit, &slug, &typed).await)
}

async fn creating(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = planned(&visit.ctx, slug).await?;
    let (content, mut wrong) = asked_change(typed);
    if wrong.is_empty() {
        let hosts = typed.all("hostIds").filter_map(|id| id.parse().ok()).collect();
        match event::create(&visit.ctx, Create { hosts, content }).await {
            Ok(event) => {
                let id = EventId::of(event.id);
                return Ok(Done::At(format!("/events/{id}/agenda"), "planned"));
            }
            Err(error) => wrong = problems(error)?,
        }
    }
    Ok(Done::Again(planning(visit, &network, typed, &wrong).await?))
}

/// Someone plans a meeting like an earlier one.
#[handler]
pub(in crate::page) async fn duplicate(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(duplicating(&visit, &slug, &typed).await)
}

async fn duplicating(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    planned(&visit.ctx, slug).await?;
    let source = event::load(&visit.ctx, event_id(typed.get("eventId"))?).await?;
    let zone = words::zone(&source);
    let Some(starts_at) = sheet::moment(typed.get("startsAt"), zone) else {
        return Ok(Done::Again(meetings(visit, slug, typed, &[when("startsAt")]).await?));
    };
    let asked = Duplicate { event: EventId::of(source.id), starts_at, ends_at: None, title: None };
    match event::duplicate(&visit.ctx, asked).await {
        Ok(event) => {
            let id = EventId::of(event.id);
            Ok(Done::At(format!("/events/{id}/edit"), "duplicated"))
        }
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(meetings(visit, slug, typed, &problems).await?))
        }
    }
}
