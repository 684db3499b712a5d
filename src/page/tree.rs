//! All networks.

use domain::{error::Halt, network};
use poem::{Response, handler};
use web::{
    component::Pager,
    pages::{Typed, network::NetworksPage},
};

use super::{
    list::request,
    visit::{Asked, Visit},
};

const PATH: &str = "/networks";

/// The tree, or the networks that somebody looks for.
#[handler]
pub(super) async fn show(visit: Visit, asked: Asked) -> Response {
    visit.show(page(&visit, &asked.0).await)
}

async fn page(visit: &Visit, typed: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let levels = network::levels(ctx).await?;
    let (search, level) = (typed.get("q").trim(), typed.get("level"));
    let frame = &visit.frame;
    if search.is_empty() && level.is_empty() {
        let network::Tree { branches, has_more } = network::tree(ctx).await?;
        let total = i64::try_from(branches.len()).unwrap_or_default();
        let (branches, levels) = (&branches[..], &levels[..]);
        let page = NetworksPage { frame, typed, levels, branches, total, has_more, pager: None };
        return Ok(page.to_html());
    }
    let filter = network::Filter {
        search: Some(search.to_owned()).filter(|search| !search.is_empty()),
        level: Some(level.to_owned()).filter(|level| !level.is_empty()),
        ..network::Filter::default()
    };
    let found =
        network::list(ctx, &filter, network::NetworkOrder::ByName, &request(typed, 30)).await?;
    let pager = Pager::of(&found, PATH, &[("q", search), ("level", level)]);
    let total = found.total.unwrap_or_default();
    let branches: Vec<_> = found.into_rows().into_iter().map(|network| (0, network)).collect();
    let page = NetworksPage {
        frame,
        typed,
        levels: &levels,
        branches: &branches,
        total,
        has_more: false,
        pager: Some(pager),
    };
    Ok(page.to_html())
}
