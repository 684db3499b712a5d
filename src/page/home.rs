//! The home page.

use domain::{
    error::Halt,
    event::{self, EventOrder},
    network,
    page::Request,
};
use poem::{Response, handler, web::Data};
use web::pages::home::HomePage;

use super::visit::Visit;
use crate::server::Server;

/// What this is, the next events, the networks.
#[handler]
pub(super) async fn show(visit: Visit, Data(server): Data<&Server>) -> Response {
    visit.show(page(&visit, server.is_demonstration).await)
}

async fn page(visit: &Visit, is_demonstration: bool) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let filter = event::Filter {
        from: Some(ctx.now()),
        states: vec![event::State::Published, event::State::Postponed],
        ..event::Filter::default()
    };
    let events = event::list(ctx, &filter, EventOrder::StartAsc, &Request::first(6)).await?;
    let page = HomePage {
        frame: &visit.frame,
        is_demonstration,
        networks: &network::tree(ctx).await?.branches,
        levels: &network::levels(ctx).await?,
        events: &events.into_rows(),
    };
    Ok(page.to_html())
}
