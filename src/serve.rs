//! Listening, until told to stop.

use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::{oneshot, watch};

use crate::{http, listener::Patient, metrics, server::Server, worker::Worker};

/// How long requests under way may take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until a signal comes, and says where on standard output once it listens.
pub async fn serve(
    server: Server,
    listening: Option<oneshot::Sender<std::net::SocketAddr>>,
) -> anyhow::Result<()> {
    metrics::begin(&server)?;
    let acceptor = Patient::bind(server.config.listen, server.config.patience)
        .await
        .with_context(|| format!("listening on {}", server.config.listen))
        .context("check MAILLAGE_LISTEN or --listen")?;
    let address = acceptor.address();
    if let Some(listening) = listening {
        // Whoever asked may have gone; the server serves all the same.
        let _ = listening.send(address);
    }
    let worker = Worker::new(&server)?;
    let (stop, stopped) = watch::channel(false);
    let working = tokio::spawn(worker.run(stopped));
    tracing::info!(%address, "listening");
    let outcome = poem::Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(http::app(&server), stop_signal(), Some(GRACE))
        .await
        .context("serving");
    finish(&stop, working).await;
    outcome
}

/// Sends letters and runs jobs, without serving, until a signal comes.
pub async fn work(server: Server) -> anyhow::Result<()> {
    let worker = Worker::new(&server)?;
    let (stop, stopped) = watch::channel(false);
    let working = tokio::spawn(worker.run(stopped));
    tracing::info!("working");
    stop_signal().await;
    finish(&stop, working).await;
    Ok(())
}

/// Lets the worker finish the letters in its hands, but not for ever.
async fn finish(stop: &watch::Sender<bool>, working: tokio::task::JoinHandle<()>) {
    stop.send_replace(true);
    if tokio::time::timeout(GRACE, working).await.is_err() {
        tracing::warn!("stopped with letters on their way: they will be sent again");
    }
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
