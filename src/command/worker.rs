//! `maillage worker`.

use domain::clock::Clock;

use crate::{config::Config, serve, server::Server};

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_writer(std::io::stderr)
        .init();
    serve::work(Server::open(config, Clock::Machine, false).await?).await
}
