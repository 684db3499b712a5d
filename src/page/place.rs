//! Where the public is received, in the whole federation.

use domain::{employer, error::Halt, id::NetworkId, network, place};
use poem::{Response, handler};
use web::{
    component::Pager,
    pages::{Typed, place::PlacesPage},
};

use super::{
    list::request,
    visit::{Asked, Visit},
    whereabouts,
};

/// How many places stand on a page.
const SIZE: i32 = 24;

const PATH: &str = "/places";

const KEPT: [&str; 2] = ["search", "network"];

/// The places.
#[handler]
pub(super) async fn list(visit: Visit, Asked(asked): Asked) -> Response {
    visit.show(listed(&visit, &asked).await)
}

async fn listed(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let (area, shown) = whereabouts::sought(ctx, asked, PATH, &KEPT).await?;
    let filter = place::Filter {
        search: asked.filled("search"),
        area,
        network: asked.get("network").parse::<NetworkId>().ok(),
        with_archived: false,
    };
    let found = place::list(ctx, &filter, &request(asked, SIZE)).await?;
    let kept = whereabouts::kept(asked, &KEPT, &shown);
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, PATH, &kept)
        .counting(locales::text("page-places-count", &[("count", count.into())]));
    let places = found.into_rows();
    let holders: Vec<_> = places.iter().filter_map(|place| place.employer_id).collect();
    let page = PlacesPage {
        frame: &visit.frame,
        asked,
        whereabouts: &shown,
        places: &places,
        employers: &employer::by_ids(ctx, &holders).await?,
        networks: &network::tree(ctx).await?.branches,
        pager,
    };
    Ok(page.to_html())
}
