//! The structures of the federation.

use domain::{
    employer::{self, EmployerOrder},
    error::Halt,
    id::NetworkId,
    network,
    policy::Role,
};
use poem::{Response, handler};
use web::{
    component::Pager,
    pages::{Typed, employer::EmployersPage},
};

use super::super::{
    list::request,
    visit::{Asked, Visit},
    whereabouts,
};

/// How many structures stand on a page.
const SIZE: i32 = 30;

const PATH: &str = "/employers";

const KEPT: [&str; 4] = ["search", "network", "manager", "sort"];

/// The structures.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Asked(asked): Asked) -> Response {
    visit.show(listed(&visit, &asked).await)
}

async fn listed(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let (area, shown) = whereabouts::sought(ctx, asked, PATH, &KEPT).await?;
    let filter = employer::Filter {
        search: asked.filled("search"),
        network: asked.get("network").parse::<NetworkId>().ok(),
        area,
        has_manager: match asked.get("manager") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        ..employer::Filter::default()
    };
    let order =
        if asked.is("sort", "newest") { EmployerOrder::Newest } else { EmployerOrder::ByName };
    let found = employer::list(ctx, &filter, order, &request(asked, SIZE)).await?;
    let kept = whereabouts::kept(asked, &KEPT, &shown);
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, PATH, &kept)
        .counting(locales::text("page-employers-count", &[("count", count.into())]));
    let run = ctx.standing().run(Role::Organiser);
    let own = network::by_ids(ctx, &run).await?;
    let page = EmployersPage {
        frame: &visit.frame,
        asked,
        whereabouts: &shown,
        employers: &found.into_rows(),
        networks: &network::tree(ctx).await?.branches,
        // Where one may add what is missing: the widest of one's networks.
        adding: own.values().min_by_key(|network| (network.parent_id.is_some(), &network.name)),
        pager,
    };
    Ok(page.to_html())
}
