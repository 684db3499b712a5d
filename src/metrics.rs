//! What the server counts of itself, for those who draw curves of it.

use std::{sync::OnceLock, time::Instant};

use domain::{context::Door, outbox, secret};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use poem::{
    IntoResponse as _, Request, Response, handler,
    http::{Method, StatusCode},
    web::Data,
};

use crate::{asker, server::Server};

/// The upper edges, in seconds, between which the time of requests is counted.
const SECONDS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 10.0];

/// The first parts of addresses that are told apart; what nobody serves must not become a name.
const AREAS: [&str; 13] = [
    "assets",
    "auth",
    "calendar",
    "charters",
    "demo",
    "employers",
    "events",
    "graphiql",
    "graphql",
    "healthz",
    "invitations",
    "letters",
    "networks",
];

/// One process has one set of counters, however many servers its tests start.
static COUNTED: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count, if the settings open the page; otherwise nothing is counted at all.
pub fn begin(server: &Server) -> anyhow::Result<()> {
    if server.config.metrics_token.is_none() || COUNTED.get().is_some() {
        return Ok(());
    }
    let recorder = PrometheusBuilder::new().set_buckets(&SECONDS)?.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_ok() {
        // Whoever came first has set the same.
        let _ = COUNTED.set(handle);
    }
    Ok(())
}

/// One answered request.
pub fn answered(method: &Method, path: &str, status: StatusCode, since: Instant) {
    let first = path.split('/').nth(1).unwrap_or_default();
    let area = match AREAS.iter().find(|area| **area == first) {
        Some(area) => area,
        None if first.is_empty() => "home",
        None => "other",
    };
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    };
    counter!("maillage_requests_total", "method" => method, "area" => area,
        "status" => status.as_u16().to_string())
    .increment(1);
    histogram!("maillage_request_seconds", "area" => area).record(since.elapsed().as_secs_f64());
}

/// One letter that was handed over, or was not.
pub fn letter(outcome: &'static str) {
    counter!("maillage_letters_total", "outcome" => outcome).increment(1);
}

/// The counters, as Prometheus reads them; to whom the settings do not name there is no such page.
#[handler]
pub(crate) async fn show(request: &Request, Data(server): Data<&Server>) -> Response {
    let given = asker::bearer(request).map(secret::hash);
    let wanted = server.config.metrics_token.as_ref().map(|token| secret::hash(&token.0));
    match COUNTED.get() {
        Some(counted) if given.is_some() && given == wanted => render(server, counted).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn render(server: &Server, counted: &PrometheusHandle) -> Response {
    match outbox::counts(&server.context(Door::Worker)).await {
        Ok(counts) => {
            gauge!("maillage_letters_pending").set(lossy(counts.pending));
            gauge!("maillage_letters_failed").set(lossy(counts.failed));
        }
        Err(halt) => tracing::warn!(?halt, "the outbox could not be counted"),
    }
    counter!("maillage_statements_total").absolute(server.house.db.statements());
    counted.run_upkeep();
    counted.render().with_content_type("text/plain; version=0.0.4").into_response()
}

#[expect(clippy::cast_precision_loss, reason = "a curve, not an account")]
fn lossy(count: i64) -> f64 {
    count as f64
}
