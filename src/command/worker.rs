//! `maillage worker`.

use domain::clock::Clock;

use crate::{config::Config, serve, server::Server};

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    super::log(&config);
    serve::work(Server::open(config, Clock::Machine, false).await?).await
}
