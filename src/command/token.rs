//! `maillage token create`.

use clap::Subcommand;
use domain::{context::Door, token};

/// The keys of third-party tools.
#[derive(Subcommand)]
pub(super) enum Token {
    /// Make a token, and print its secret this once.
    Create(Create),
}

/// The token to make.
#[derive(clap::Args)]
pub(super) struct Create {
    /// The address of the member whose rights bound it.
    #[arg(long)]
    member: String,
    /// What it is for.
    #[arg(long)]
    name: String,
    /// What it may touch, such as event:read; may be given several times.
    #[arg(long = "scope", required = true)]
    scopes: Vec<String>,
    /// The slug of the network at the top of the subtree that it is limited to.
    #[arg(long)]
    network: Option<String>,
    /// For how many days.
    #[arg(long, default_value_t = 90)]
    days: i32,
}

pub(super) async fn run(command: Token) -> anyhow::Result<()> {
    let Token::Create(create) = command;
    let server = super::open().await?;
    let ctx = server.context(Door::Command);
    let member = super::person_at(&ctx, &create.member).await?;
    let network = match &create.network {
        Some(slug) => Some(super::network_called(&ctx, slug).await?),
        None => None,
    };
    let asked = token::Create {
        member: Some(member.id.into()),
        name: create.name,
        network: network.map(|network| network.id.into()),
        scopes: create.scopes,
        days: create.days,
    };
    let created = super::told(token::create(&ctx, asked).await)?;
    super::print(&format!("{}\n", created.secret))?;
    Ok(())
}
