//! The meetings that an employer's staff may attend, and who of them is registered.

use std::collections::HashMap;

use domain::{
    employment::{self, Participation, ParticipationFilter},
    error::Halt,
    event::{self, EventOrder, Reach, State},
    id::NetworkId,
    network,
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Typed,
        calendar::kind_of,
        employer::{EmployerCalendarPage, EmployerTab, EmployerTabs, Meeting},
    },
};

use super::{
    super::{list::request, visit::Visit},
    staffed,
};

/// How many meetings stand on a page.
const SIZE: i32 = 20;

/// The meetings.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &id, &Typed(asked)).await)
}

async fn page(visit: &Visit, id: &str, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = staffed(ctx, id).await?;
    let filter = event::Filter {
        open_at: Some(ctx.now()),
        states: vec![State::Published, State::Postponed],
        employer: Some(employer.id),
        network: asked.get("network").parse::<NetworkId>().ok().map(NetworkId::uuid),
        reach: Reach::Subtree,
        kinds: kind_of(asked.get("kind")).into_iter().collect(),
        search: asked.filled("search"),
        ..Default::default()
    };
    let found = event::list(ctx, &filter, EventOrder::StartAsc, &request(asked, SIZE)).await?;
    let count = found.total.unwrap_or_default();
    let kept = ["search", "network", "kind"].map(|name| (name, asked.get(name)));
    let pager = Pager::of(&found, &format!("/employers/{id}/calendar"), &kept)
        .counting(locales::text("page-meetings-count", &[("count", count.into())]));
    let events: Vec<Uuid> = found.items.iter().map(|(_, event)| event.id).collect();
    let filter = ParticipationFilter { events: Some(events), ..Default::default() };
    let parts = employment::participation_roll(ctx, employer.id, &filter).await?;
    let mut staff: HashMap<Uuid, Vec<Participation>> = HashMap::new();
    for part in parts {
        staff.entry(part.event_id).or_default().push(part);
    }
    let knows_all = employment::knows_every_part(ctx, employer.id);
    let meetings: Vec<_> = found
        .into_rows()
        .into_iter()
        .map(|event| Meeting {
            staff: staff.remove(&event.id).unwrap_or_default(),
            is_known: knows_all || ctx.may(&Ask::SeeRegistrants { event: &event.facts }).is_ok(),
            event,
        })
        .collect();
    let page = EmployerCalendarPage {
        frame: &visit.frame,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Calendar),
        employer: &employer,
        asked,
        networks: &network::tree(ctx).await?.branches,
        is_partial: !knows_all,
        meetings: &meetings,
        pager,
    };
    Ok(page.to_html())
}
