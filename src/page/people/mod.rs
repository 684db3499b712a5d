//! The workbench of those who run a network: its people, whom it invites, the tables it brings in.

pub(super) mod chosen;
mod file;
pub(super) mod import;
pub(super) mod invite;
pub(super) mod lead;
pub(super) mod list;

use domain::{
    context::Context,
    error::Halt,
    network::{self, Network},
    page::Request,
    policy::Ask,
};
use poem::{Route, get};
use web::pages::Typed;

/// Adds what is no page: files to take away.
pub(super) fn routes(routes: Route) -> Route {
    routes
        .at("/networks/:slug/members.csv", get(file::csv))
        .at("/networks/:slug/members.ods", get(file::ods))
}

/// A network, for someone who runs it.
async fn run(ctx: &Context, slug: &str) -> Result<Network, Halt> {
    let network = network::by_slug(ctx, slug).await?;
    ctx.may(&Ask::SeeHistory { network: network.id })?;
    Ok(network)
}

/// Which page of a list the address asks for.
fn request(asked: &Typed, size: i32) -> Request {
    let cursor = |name: &str| Some(asked.get(name).to_owned()).filter(|cursor| !cursor.is_empty());
    let (after, before) = (cursor("after"), cursor("before"));
    let (first, last) = if before.is_some() { (None, Some(size)) } else { (Some(size), None) };
    Request { first, after, last, before, is_counted: true }
}

/// What was typed, when it says something.
fn filled(typed: &Typed, name: &str) -> Option<String> {
    Some(typed.get(name).trim().to_owned()).filter(|text| !text.is_empty())
}
