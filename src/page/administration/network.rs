//! Every network, closed ones too.

use domain::{
    error::Halt,
    network::{self, NetworkOrder},
};
use poem::{Response, handler, web::Query};
use web::{
    component::Pager,
    pages::{Problem, Typed, administration::AdministeredNetworksPage},
};

use super::{
    super::{
        list::request,
        visit::{Done, Posted, Visit, problems},
    },
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
    visit.show(listed(&visit, &Typed(asked), &Typed::default(), &[]).await)
}

/// An administrator adds a level, or renames one.
#[handler]
pub(in crate::page) async fn set_level(Posted { visit, typed }: Posted) -> Response {
    visit.answer(setting(&visit, &typed).await)
}

async fn setting(visit: &Visit, typed: &Typed) -> Result<Done, Halt> {
    administers(&visit.ctx)?;
    let asked = network::SetLevel {
        code: typed.get("code").trim().to_owned(),
        name: typed.get("name").to_owned(),
        rank: typed.get("rank").trim().parse().unwrap_or(-1),
    };
    match network::set_level(&visit.ctx, asked).await {
        Ok(_) => Ok(Done::At("/administration/networks".to_owned(), "level-set")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(listed(visit, &Typed::default(), typed, &problems).await?))
        }
    }
}

async fn listed(
    visit: &Visit,
    asked: &Typed,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let filter = network::Filter {
        search: asked.filled("search"),
        level: asked.filled("level"),
        with_archived: asked.is("closed", "yes"),
        ..network::Filter::default()
    };
    let order =
        if asked.is("sort", "newest") { NetworkOrder::Newest } else { NetworkOrder::ByName };
    let found = network::list(ctx, &filter, order, &request(asked, SIZE)).await?;
    let kept = ["search", "level", "closed", "sort"].map(|name| (name, asked.get(name)));
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, "/administration/networks", &kept)
        .counting(locales::text("page-networks", &[("count", count.into())]));
    let page = AdministeredNetworksPage {
        frame: &visit.frame,
        asked,
        typed,
        problems,
        levels: &network::levels(ctx).await?,
        networks: found.items.iter().map(|(_, network)| network).collect(),
        pager,
    };
    Ok(page.to_html())
}
