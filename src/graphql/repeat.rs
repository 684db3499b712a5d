//! Requests with an idempotency key: done once, answered alike each time.

use api::{
    guard::{Code, Refusal},
    over_http::Answer,
};
use domain::{
    context::Context,
    idempotency::{self, Held, Known},
    token,
};
use serde::{Deserialize, Serialize};

/// Whether this request is the first of its key.
pub(super) enum Turn {
    /// It is; nobody in particular holds no key.
    First(Option<Held>),
    /// It was answered so.
    Again(Answer),
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    is_graphql: bool,
    body: String,
}

const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// Takes hold of the key.
pub(super) async fn hold(ctx: &Context, key: &str, body: &[u8]) -> Result<Turn, Refusal> {
    let known = idempotency::hold(ctx, key, body).await.map_err(|halt| {
        tracing::error!(?halt, "holding an idempotency key");
        Refusal::new(Code::Internal, "something broke while holding the idempotency key")
    })?;
    match known {
        None => Ok(Turn::First(None)),
        Some(Known::New(held)) => Ok(Turn::First(Some(held))),
        Some(Known::Answered(text)) => serde_json::from_str(&text)
            .map(|kept: Kept| {
                Turn::Again(Answer {
                    status: kept.status,
                    content_type: if kept.is_graphql { GRAPHQL } else { JSON },
                    headers: vec![("idempotency-replayed", "true".to_owned())],
                    body: kept.body.into_bytes(),
                    mark: None,
                })
            })
            .map_err(|_| Refusal::new(Code::Internal, "the kept answer cannot be read")),
        Some(Known::UnderWay) => Err(Refusal::new(
            Code::IdempotencyKeyInUse,
            "the first request with this idempotency key is under way, or ended without an answer",
        )),
        Some(Known::Reused) => Err(Refusal::new(
            Code::IdempotencyKeyReused,
            "another request came with this idempotency key",
        )),
        Some(Known::Invalid) => {
            Err(Refusal::new(Code::BadRequest, "an idempotency key has 1 to 255 signs"))
        }
    }
}

/// Keeps what was answered; a request that was turned away whole may come again.
pub(super) async fn keep(ctx: &Context, held: Option<&Held>, answer: &Answer) {
    let Some(held) = held else { return };
    let kept = Kept {
        status: answer.status,
        is_graphql: answer.content_type.contains("graphql-response"),
        body: without_secrets(&String::from_utf8_lossy(&answer.body)),
    };
    let done = match serde_json::to_string(&kept) {
        Ok(text) if answer.status < 400 => idempotency::keep(ctx, held, &text).await,
        // A fault may have come after the change: the key stays held, so that nothing is done twice.
        _ if answer.status >= 500 => Ok(()),
        _ => idempotency::release(ctx, held).await,
    };
    if let Err(halt) = done {
        tracing::error!(?halt, "keeping the answer of an idempotency key");
    }
}

/// A token's secret is shown once, and is kept nowhere: not here either.
fn without_secrets(body: &str) -> String {
    let mut parts = body.split(token::SECRET_PREFIX);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_secret = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
        let rest = part.trim_start_matches(is_secret);
        kept.push_str(token::SECRET_PREFIX);
        // A hint is short; a secret has 43 signs.
        if part.len() - rest.len() >= 43 {
            kept.push('…');
            kept.push_str(rest);
        } else {
            kept.push_str(part);
        }
    }
    kept
}
