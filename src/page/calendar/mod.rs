//! The calendar, and what other calendars read of it.

pub(super) mod feed;
mod own;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone as _, Utc};
use domain::{
    attendance,
    clock::FEDERATION_ZONE,
    context::Context,
    error::Halt,
    event::{self, EventOrder, Reach},
    network::{self, Network},
    page::Request,
    registration,
};
use poem::{Response, handler, web::Data};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Typed,
        calendar::{CalendarPage, View, first_of, kind_of, last_of},
    },
};

use super::{
    list::request,
    visit::{Asked, Visit},
};
use crate::server::Server;

pub(super) use own::{close, open, show_own};

/// The most events that a month shows.
const MOST: i32 = 100;

/// A month, or a list.
#[handler]
pub(super) async fn show(visit: Visit, asked: Asked, Data(server): Data<&Server>) -> Response {
    visit.show(page(&visit, &asked.0, &server.config.public_url).await)
}

async fn page(visit: &Visit, typed: &Typed, public_url: &str) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let today = ctx.today();
    let network = match typed.get("network") {
        "" => None,
        slug => Some(network::by_slug(ctx, slug).await?),
    };
    let (view, events) = match typed.get("view") {
        "list" => list(ctx, typed, network.as_ref()).await?,
        _ => month(ctx, typed, network.as_ref(), today).await?,
    };
    let ids: Vec<Uuid> = events.iter().map(|event| event.id).collect();
    let hosts: Vec<Uuid> =
        events.iter().filter_map(|event| event.facts.hosts.first().copied()).collect();
    let page = CalendarPage {
        frame: &visit.frame,
        typed,
        today,
        view,
        events: &events,
        hosts: &network::by_ids(ctx, &hosts).await?,
        own: &own(ctx, &ids).await?,
        excused: &excused(ctx, &ids).await?,
        network: network.as_ref(),
        networks: &network::tree(ctx).await?.branches,
        public_url,
    };
    Ok(page.to_html())
}

/// How one's registrations stand, those that do.
async fn own(ctx: &Context, events: &[Uuid]) -> Result<HashMap<Uuid, registration::State>, Halt> {
    use registration::State::{Cancelled, Declined};
    let found = registration::viewer_registrations(ctx, events).await?.into_values();
    let standing = found.filter(|own| !matches!(own.state, Cancelled | Declined));
    Ok(standing.map(|own| (own.event_id, own.state)).collect())
}

/// To which of these events one said that one will not come.
async fn excused(ctx: &Context, events: &[Uuid]) -> Result<HashSet<Uuid>, Halt> {
    let noted = attendance::own(ctx, events).await?.into_values();
    let excused = noted.filter(|noted| noted.state == attendance::State::Excused);
    Ok(excused.map(|noted| noted.event_id).collect())
}

fn filter(typed: &Typed, network: Option<&Network>) -> event::Filter {
    event::Filter {
        network: network.map(|network| network.id),
        reach: Reach::Subtree,
        kinds: kind_of(typed.get("kind")).into_iter().collect(),
        search: typed.filled("search"),
        ..event::Filter::default()
    }
}

async fn month(
    ctx: &Context,
    typed: &Typed,
    network: Option<&Network>,
    today: NaiveDate,
) -> Result<(View, Vec<event::Event>), Halt> {
    let this = today.format("%Y-%m").to_string();
    let first = first_of(typed.get("month")).or_else(|| first_of(&this)).unwrap_or(today);
    // A day more on each side: events of other zones begin on days of their own.
    let filter = event::Filter {
        from: Some(midnight(first) - TimeDelta::days(1)),
        to: Some(midnight(last_of(first)) + TimeDelta::days(2)),
        ..filter(typed, network)
    };
    let found = event::list(ctx, &filter, EventOrder::StartAsc, &Request::first(MOST)).await?;
    let has_more = found.has_next;
    let in_month = |event: &event::Event| {
        let zone = web::words::zone(event);
        event.starts_at.with_timezone(&zone).date_naive() <= last_of(first)
            && event.ends_at.with_timezone(&zone).date_naive() >= first
    };
    let mut events: Vec<_> = found.into_rows().into_iter().filter(in_month).collect();
    // Somebody may still go there on the day that was said first.
    let from_here = event::Filter {
        former: Some((midnight(first), midnight(last_of(first)) + TimeDelta::days(1))),
        ..self::filter(typed, network)
    };
    let gone = event::list(ctx, &from_here, EventOrder::StartAsc, &Request::first(MOST)).await?;
    for event in gone.into_rows() {
        if !events.iter().any(|known| known.id == event.id) {
            events.push(event);
        }
    }
    Ok((View::Month { first, has_more }, events))
}

async fn list(
    ctx: &Context,
    typed: &Typed,
    network: Option<&Network>,
) -> Result<(View, Vec<event::Event>), Halt> {
    let is_past = typed.is("past", "yes");
    // The pages of a list go on from the day on which it was opened.
    let day = typed.get("day").parse().unwrap_or_else(|_| ctx.today());
    let (filter, order) = if is_past {
        let over = event::Filter { to: Some(midnight(day)), ..filter(typed, network) };
        (over, EventOrder::StartDesc)
    } else {
        let coming = event::Filter { from: Some(midnight(day)), ..filter(typed, network) };
        (coming, EventOrder::StartAsc)
    };
    let found = event::list(ctx, &filter, order, &request(typed, 20)).await?;
    let day = day.to_string();
    let kept = [
        ("view", "list"),
        ("past", if is_past { "yes" } else { "" }),
        ("network", typed.get("network")),
        ("kind", typed.get("kind")),
        ("search", typed.get("search")),
        ("day", day.as_str()),
    ];
    let count = locales::text("page-events", &[("count", found.total.unwrap_or_default().into())]);
    let pager = Pager::of(&found, "/calendar", &kept).counting(count);
    Ok((View::List { pager, is_past }, found.into_rows()))
}

/// When a day of the federation begins.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    FEDERATION_ZONE
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}
