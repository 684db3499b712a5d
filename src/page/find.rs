//! Finding the network of a commune.

use std::collections::HashMap;

use domain::{
    context::Context,
    error::Halt,
    event::{self, EventOrder, Reach},
    network::{self, Commune, Network, NetworkOrder},
    page::{Page, Request},
    territory,
};
use poem::{Response, handler};
use uuid::Uuid;
use web::pages::{
    Typed,
    find::{self, Around, FindPage, Found, Near},
};

use super::visit::{Asked, Visit};

/// The networks that a commune may have.
const MOST: i32 = 12;

/// What was typed, and what it leads to.
#[handler]
pub(super) async fn show(visit: Visit, asked: Asked) -> Response {
    visit.show(page(&visit, &asked.0).await)
}

async fn page(visit: &Visit, typed: &Typed) -> Result<String, Halt> {
    let found = found(&visit.ctx, typed).await?;
    let asked = typed.get("q").trim().to_owned();
    let unknown = match &found {
        Found::One(around) if typed.find("commune").is_none() => {
            !territory::is_called(&around.commune, &asked)
        }
        Found::Several(communes) => communes.iter().all(|one| !territory::is_called(one, &asked)),
        _ => false,
    };
    // The field shows which commune was chosen among several.
    let mut typed = typed.clone();
    if let Found::One(around) = &found {
        typed = Typed(vec![("q".to_owned(), around.commune.name.clone())]);
    }
    Ok(FindPage {
        frame: &visit.frame,
        typed: &typed,
        found: &found,
        unknown: unknown.then_some(&asked),
    }
    .to_html())
}

async fn found(ctx: &Context, typed: &Typed) -> Result<Found, Halt> {
    if let Some(code) = typed.find("commune") {
        return Ok(match territory::by_code(ctx, code).await? {
            Some(commune) => Found::One(Box::new(around(ctx, commune).await?)),
            None => Found::Unknown,
        });
    }
    if typed.get("q").trim().is_empty() {
        return Ok(Found::Nothing);
    }
    let mut communes = territory::search(ctx, typed.get("q")).await?;
    Ok(match (communes.pop(), communes.is_empty()) {
        (None, _) => Found::Unknown,
        (Some(only), true) => Found::One(Box::new(around(ctx, only).await?)),
        (Some(last), false) => {
            communes.push(last);
            Found::Several(communes)
        }
    })
}

async fn around(ctx: &Context, commune: Commune) -> Result<Around, Halt> {
    let levels = network::levels(ctx).await?;
    let ranks: HashMap<_, _> =
        levels.iter().map(|level| (level.code.clone(), level.rank)).collect();
    let filter =
        network::Filter { commune: Some(commune.insee_code.clone()), ..network::Filter::default() };
    let mut networks =
        network::list(ctx, &filter, NetworkOrder::ByName, &Request::first(MOST)).await?.into_rows();
    find::narrowest_first(&mut networks, &ranks);
    let ids: Vec<_> = networks.iter().map(|network| network.id).collect();
    let mut next = next_events(ctx, &ids).await?;
    let mut pilots = network::pilots(ctx, &ids).await?;
    let mut wider: Vec<Network> =
        network::ancestors(ctx, &ids).await?.into_values().flatten().collect();
    find::narrowest_first(&mut wider, &ranks);
    let neighbours = if networks.is_empty() {
        network::around(ctx, &commune.epci_code).await?
    } else {
        Vec::new()
    };
    let near = networks.into_iter().map(|network| {
        let level = levels.iter().find(|level| level.code == network.level);
        Near {
            level: level.map_or_else(String::new, |level| level.name.clone()),
            next: next.remove(&network.id),
            pilots: pilots.remove(&network.id).unwrap_or_default(),
            network,
        }
    });
    Ok(Around { networks: near.collect(), wider: find::once(wider, &ids), neighbours, commune })
}

/// The next event of each of these networks, or of one below it.
async fn next_events(
    ctx: &Context,
    networks: &[Uuid],
) -> Result<HashMap<Uuid, event::Event>, Halt> {
    let filter = event::Filter {
        reach: Reach::Subtree,
        from: Some(ctx.now()),
        states: vec![event::State::Published],
        ..event::Filter::default()
    };
    let order = EventOrder::StartAsc;
    let found = event::list_of_networks(ctx, networks, &filter, order, &Request::first(1)).await?;
    let first = |page: Page<event::Event>| page.into_rows().into_iter().next();
    Ok(found.into_iter().filter_map(|(id, page)| Some((id, first(page)?))).collect())
}
