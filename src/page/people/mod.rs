//! The workbench of those who run a network: its people, whom it invites, the tables it brings in.

pub(super) mod act;
pub(super) mod chosen;
pub(super) mod file;
pub(super) mod import;
pub(super) mod invite;
pub(super) mod lead;
mod line;
pub(super) mod list;
mod slice;

use domain::{
    context::Context,
    error::Halt,
    network::{self, Network},
    policy::Ask,
};

/// A network, for someone who runs it.
async fn run(ctx: &Context, slug: &str) -> Result<Network, Halt> {
    let network = network::by_slug(ctx, slug).await?;
    ctx.may(&Ask::SeeHistory { network: network.id })?;
    Ok(network)
}
