//! The home page.

use std::collections::HashMap;

use domain::{
    charter::{self, Asked},
    context::Context,
    employer::{self, Employer},
    error::Halt,
    event::{self, Event, EventOrder},
    invitation::{self, Invitation},
    join_request,
    membership::Role,
    network::{self, Network},
    page::Request,
    registration::{self, Registration},
};
use poem::{Response, handler, web::Data};
use uuid::Uuid;
use web::{
    pages::home::{Awaited, HomePage, Own, Requested},
    words,
};

use super::visit::Visit;
use crate::server::Server;

/// The networks, the next events, and what waits for whoever is signed in.
#[handler]
pub(super) async fn show(visit: Visit, Data(server): Data<&Server>) -> Response {
    visit.show(page(&visit, server.is_demonstration).await)
}

/// What was read for the person who is signed in.
struct Read {
    registrations: Vec<Registration>,
    events: HashMap<Uuid, Event>,
    invitations: Vec<Invitation>,
    networks: HashMap<Uuid, Network>,
    requests: Vec<charter::Request>,
    charters: HashMap<Uuid, charter::Charter>,
    employers: HashMap<Uuid, Employer>,
    managed: Vec<Employer>,
    waiting: HashMap<Uuid, i64>,
}

async fn page(visit: &Visit, is_demonstration: bool) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let networks = network::tree(ctx).await?.branches;
    let levels = network::levels(ctx).await?;
    let filter = event::Filter {
        from: Some(ctx.now()),
        states: vec![event::State::Published, event::State::Postponed],
        ..event::Filter::default()
    };
    let events =
        event::list(ctx, &filter, EventOrder::StartAsc, &Request::first(8)).await?.into_rows();
    let read = match ctx.standing().member {
        Some(me) => Some(read(ctx, me).await?),
        None => None,
    };
    let page = HomePage {
        frame: &visit.frame,
        is_demonstration,
        networks: &networks,
        levels: &levels,
        events: &events,
        own: read.as_ref().map(|read| own(ctx, read)),
    };
    Ok(page.to_html())
}

async fn read(ctx: &Context, me: Uuid) -> Result<Read, Halt> {
    let filter = registration::MemberFilter {
        ends_after: Some(ctx.now()),
        ..registration::MemberFilter::default()
    };
    let registrations = registration::list_of_members(ctx, &[me], &filter, &Request::first(20))
        .await?
        .remove(&me)
        .map(domain::page::Page::into_rows)
        .unwrap_or_default();
    let ids: Vec<_> = registrations.iter().map(|registration| registration.event_id).collect();
    let events = event::by_ids(ctx, &ids).await?;
    let invitations = invitation::mine(ctx).await?;
    let requests =
        charter::requests(ctx, Some(Asked::ToSign), &Request::first(20)).await?.into_rows();
    let ids: Vec<_> = requests.iter().map(|request| request.charter_id).collect();
    let charters = charter::by_ids(ctx, &ids).await?;
    let mut ids: Vec<_> = ctx.standing().manages.iter().copied().collect();
    ids.extend(requests.iter().filter_map(|request| request.employer_id));
    let employers = employer::by_ids(ctx, &ids).await?;
    let mut managed: Vec<_> = employers
        .values()
        .filter(|employer| ctx.standing().manages.contains(&employer.id))
        .cloned()
        .collect();
    managed.sort_by(|one, other| one.name.cmp(&other.name));
    let waiting = waiting(ctx).await?;
    let mut ids: Vec<_> = ctx.standing().held.iter().map(|held| held.network_id).collect();
    ids.extend(invitations.iter().map(|invitation| invitation.network_id));
    ids.extend(waiting.keys());
    let networks = network::by_ids(ctx, &ids).await?;
    Ok(Read {
        registrations,
        events,
        invitations,
        networks,
        requests,
        charters,
        employers,
        managed,
        waiting,
    })
}

/// How many requests wait in each network that this person leads, where some do.
async fn waiting(ctx: &Context) -> Result<HashMap<Uuid, i64>, Halt> {
    let led = ctx.standing().run(Role::Lead);
    let filter = join_request::Filter { state: Some(join_request::State::Pending) };
    let page = Request { is_counted: true, ..Request::first(1) };
    let found = join_request::list_of_networks(ctx, &led, &filter, &page).await?;
    let counts = found.into_iter().filter_map(|(id, page)| Some((id, page.total?)));
    Ok(counts.filter(|(_, count)| *count > 0).collect())
}

fn own<'a>(ctx: &Context, read: &'a Read) -> Own<'a> {
    let charters = read.requests.iter().filter_map(|request| {
        let employer = request.employer_id.and_then(|id| read.employers.get(&id));
        Some(Awaited {
            charter_id: request.charter_id,
            title: &read.charters.get(&request.charter_id)?.title,
            employer: employer.map(|employer| employer.name.as_str()),
        })
    });
    let mut requests: Vec<_> = read
        .waiting
        .iter()
        .filter_map(|(id, count)| {
            Some(Requested { network: read.networks.get(id)?, count: *count })
        })
        .collect();
    requests.sort_by(|one, other| one.network.name.cmp(&other.network.name));
    let networks =
        ctx.standing().held.iter().filter_map(|held| {
            Some((read.networks.get(&held.network_id)?, words::role(held.role)))
        });
    Own {
        registrations: &read.registrations,
        events: &read.events,
        invitations: &read.invitations,
        inviting: &read.networks,
        charters: charters.collect(),
        requests,
        employers: &read.managed,
        networks: networks.collect(),
    }
}
