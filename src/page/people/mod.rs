//! The workbench of those who run a network: its people, whom it invites, the tables it brings in.

pub(super) mod act;
mod after;
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
    membership::Membership,
    network::{self, Network},
    policy::{self, Ask},
};

use super::visit::Visit;

/// A network, for someone who runs it.
async fn run(ctx: &Context, slug: &str) -> Result<Network, Halt> {
    let network = network::by_slug(ctx, slug).await?;
    ctx.may(&Ask::SeeHistory { network: network.id })?;
    Ok(network)
}

/// The same visit by what the asker is now, when this came of an act of theirs on themselves.
async fn renewed(visit: &Visit, came: &[&Membership]) -> Result<Option<Visit>, Halt> {
    let ctx = &visit.ctx;
    if !came.iter().any(|one| ctx.standing().is(one.member_id)) {
        return Ok(None);
    }
    let standing = policy::reload(ctx.db(), &ctx.house().clock, ctx.standing()).await?;
    let ctx = ctx.with_standing(standing);
    Ok(Some(Visit { ctx, frame: visit.frame.clone(), sent: None }))
}

/// Where somebody goes on who runs the network no more since what they did; nowhere else when they
/// still do.
fn away(visit: &Visit, network: &Network) -> Option<String> {
    let runs = visit.ctx.may(&Ask::SeeHistory { network: network.id }).is_ok();
    (!runs).then(|| format!("/networks/{}", network.slug))
}
