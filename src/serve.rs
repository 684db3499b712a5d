//! Listening, until told to stop.

use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::oneshot;

use crate::{
    http,
    listener::{Patience, Patient},
    server::Server,
};

/// How long requests under way may take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until a signal comes, and says where on standard output once it listens.
pub async fn serve(
    server: Server,
    listening: Option<oneshot::Sender<std::net::SocketAddr>>,
) -> anyhow::Result<()> {
    let acceptor = Patient::bind(server.config.listen, Patience::default())
        .await
        .with_context(|| format!("listening on {}", server.config.listen))?;
    let address = acceptor.address();
    if let Some(listening) = listening {
        // Whoever asked may have gone; the server serves all the same.
        let _ = listening.send(address);
    }
    tracing::info!(%address, "listening");
    poem::Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(http::app(&server), stop_signal(), Some(GRACE))
        .await
        .context("serving")
}

/// Ctrl-C, or the signal with which services are stopped.
pub async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
