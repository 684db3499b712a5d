//! `maillage serve`.

use std::net::SocketAddr;

use domain::clock::Clock;

use crate::{config::Config, serve, server::Server};

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
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_writer(std::io::stderr)
        .init();
    let server = Server::open(config, Clock::Machine, arguments.demo).await?;
    serve::serve(server, None).await
}
