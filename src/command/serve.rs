//! `maillage serve`.

use std::net::SocketAddr;

use anyhow::Context as _;
use domain::clock::Clock;
use tokio::sync::oneshot;

use crate::{config::Config, demonstration, serve, server::Server};

/// How to serve.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// With fictional people, the demonstration sign-in and a mailbox to read every letter.
    #[arg(long)]
    demo: bool,
    /// The address and port; before `MAILLAGE_LISTEN`.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let mut config = Config::from_environment()?;
    if let Some(listen) = arguments.listen {
        config = config.listening_on(listen);
    }
    super::log(&config);
    if !arguments.demo {
        let server = Server::open(config, Clock::Machine, false).await?;
        return serve::serve(server, None).await;
    }
    let (config, throw_away) = demonstration::settings(config)?;
    let server = Server::open(config, Clock::Machine, true).await?;
    demonstration::load(&server).await.context("loading the demonstration federation")?;
    let welcome = demonstration::welcome(&server);
    let (listening, address) = oneshot::channel();
    let (served, ()) = tokio::join!(serve::serve(server, Some(listening)), async {
        // It serves whoever knows where, also when nobody reads this.
        if address.await.is_ok()
            && let Err(error) = super::print(&welcome)
        {
            tracing::warn!(%error, "saying where it serves");
        }
    });
    if served.is_ok()
        && let Some(database) = throw_away
    {
        database.remove();
    }
    served
}
