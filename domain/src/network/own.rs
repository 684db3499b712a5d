//! The networks of whoever asks.

use super::{Filter, Network, NetworkOrder, list};
use crate::{
    context::Context,
    error::Halt,
    page::{Page, Request},
    policy::{Resource, Role},
};

/// What a network is to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tie {
    /// They are a member of it, in whatever role.
    Belongs,
    /// They lead or organise it, or a network above it.
    Organises,
    /// They lead it, or a network above it.
    Leads,
}

/// The networks to which the asker is tied, by name.
pub async fn list_of_viewer(
    ctx: &Context,
    tie: Tie,
    page: &Request,
) -> Result<Page<Network>, Halt> {
    let standing = ctx.standing();
    // Where somebody belongs says something of the person, not of the networks.
    standing.has_scope(Resource::Member, false)?;
    let mut among = match tie {
        Tie::Belongs => standing.belongs.iter().copied().collect(),
        Tie::Organises => standing.run(Role::Organiser),
        Tie::Leads => standing.run(Role::Lead),
    };
    // Cursors carry a mark of the filter, which must not change with the order of a set.
    among.sort_unstable();
    let filter = Filter { among: Some(among), ..Filter::default() };
    list(ctx, &filter, NetworkOrder::ByName, page).await
}
