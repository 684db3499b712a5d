//! `maillage network create`.

use clap::Subcommand;
use domain::{context::Door, network};

/// The tree of networks.
#[derive(Subcommand)]
pub(super) enum Network {
    /// Found a network, at the top or below another.
    Create(Create),
}

/// The network to found.
#[derive(clap::Args)]
pub(super) struct Create {
    /// Its short name in addresses: lower-case letters, digits and hyphens.
    #[arg(long)]
    slug: String,
    /// Its name.
    #[arg(long)]
    name: String,
    /// The code of its level: national, regional, departmental, local, thematic, or another of the federation.
    #[arg(long)]
    level: String,
    /// The slug of the network above.
    #[arg(long)]
    parent: Option<String>,
}

pub(super) async fn run(command: Network) -> anyhow::Result<()> {
    let Network::Create(create) = command;
    let ctx = super::open().await?.context(Door::Command);
    let parent = match &create.parent {
        Some(slug) => Some(super::network_called(&ctx, slug).await?),
        None => None,
    };
    let asked = network::Create {
        slug: create.slug,
        name: create.name,
        is_thematic: create.level == "thematic",
        level: create.level,
        parent: parent.map(|parent| parent.id.into()),
        ..network::Create::default()
    };
    let founded = super::told(network::create(&ctx, asked).await)?;
    super::print(&format!("{}\n", domain::id::NetworkId::of(founded.id)))?;
    Ok(())
}
