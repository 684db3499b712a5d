//! How the outbox stands, for those who watch over the server.

use chrono::TimeDelta;
use domain::{context::Door, outbox};
use poem::{
    IntoResponse as _, Response, handler,
    http::StatusCode,
    web::{Data, Json},
};

use crate::server::Server;

/// A letter that waits longer than this, although a mail server is configured, is a fault.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// What waits, what failed, and since when the oldest waits.
#[handler]
pub(super) async fn mail(Data(server): Data<&Server>) -> Response {
    let ctx = server.context(Door::Worker);
    let counts = match outbox::counts(&ctx).await {
        Ok(counts) => counts,
        Err(halt) => {
            tracing::warn!(?halt, "the outbox could not be counted");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let is_late = counts.oldest_due_at.is_some_and(|due_at| ctx.now() - due_at > LATE);
    let status = if is_late && server.config.smtp_url.is_some() {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    };
    let body = serde_json::json!({
        "pending": counts.pending,
        "failed": counts.failed,
        "oldestDueAt": counts.oldest_due_at,
    });
    Json(body).with_status(status).into_response()
}
