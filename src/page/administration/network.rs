//! Every network, closed ones too.

use domain::{error::Halt, network};
use poem::{Response, handler, web::Query};
use web::{
    component::Pager,
    pages::{Typed, administration::AdministeredNetworksPage},
};

use super::{
    super::{organise::request, visit::Visit},
    administers,
};

/// How many networks stand on a page.
const SIZE: i32 = 50;

/// Every network.
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
    let filled = |name: &str| Some(asked.get(name).trim().to_owned()).filter(|it| !it.is_empty());
    let filter = network::Filter {
        search: filled("search"),
        level: filled("level"),
        with_archived: asked.is("closed", "yes"),
        ..network::Filter::default()
    };
    let found = network::list(ctx, &filter, &request(asked, SIZE)).await?;
    let kept = ["search", "level", "closed"].map(|name| (name, asked.get(name)));
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, "/administration/networks", &kept)
        .counting(locales::text("page-networks", &[("count", count.into())]));
    let page = AdministeredNetworksPage {
        frame: &visit.frame,
        asked,
        levels: &network::levels(ctx).await?,
        networks: found.items.iter().map(|(_, network)| network).collect(),
        pager,
    };
    Ok(page.to_html())
}
