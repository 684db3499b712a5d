//! Mutations with an idempotency key: done once, answered alike each time.

use api::{
    guard::{Code, Refusal},
    over_http::Answer,
};
use domain::{
    context::Context,
    idempotency::{self, Known},
    token,
};
use serde::{Deserialize, Serialize};

use crate::{fault, key::Key};

/// Whether this request is the first of its key.
pub(super) enum Turn {
    /// It is; nobody in particular holds no key.
    First(Option<Key>),
    /// It was answered so.
    Again(Answer),
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    is_graphql: bool,
    body: String,
    /// In which language it is told; what was kept before this was written down has none.
    #[serde(default)]
    language: Option<String>,
}

const LANGUAGE: &str = "content-language";

const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// Takes hold of the key.
pub(super) async fn hold(ctx: &Context, key: &str, body: &[u8]) -> Result<Turn, Refusal> {
    let known = idempotency::hold(ctx, key, body).await.map_err(|halt| {
        tracing::error!(?halt, "holding an idempotency key");
        fault::refusal(&halt, "guard-key-broken")
    })?;
    match known {
        None => Ok(Turn::First(None)),
        Some(Known::New(held)) => Ok(Turn::First(Some(Key::new(ctx, held)))),
        Some(Known::Answered(text)) => serde_json::from_str(&text)
            .map(|kept: Kept| {
                let mut headers = vec![("idempotency-replayed", "true".to_owned())];
                headers.extend(kept.language.map(|language| (LANGUAGE, language)));
                Turn::Again(Answer {
                    status: kept.status,
                    content_type: if kept.is_graphql { GRAPHQL } else { JSON },
                    headers,
                    body: kept.body.into_bytes(),
                    mark: None,
                })
            })
            .map_err(|_| Refusal::new(Code::Internal, "guard-kept-unreadable")),
        Some(Known::UnderWay) => Err(Refusal::new(Code::IdempotencyKeyInUse, "guard-key-in-use")),
        Some(Known::Reused) => Err(Refusal::new(Code::IdempotencyKeyReused, "guard-key-reused")),
        Some(Known::Invalid) => Err(Refusal::new(Code::BadRequest, "guard-key-length")),
    }
}

/// What of an answer tells whether it is one.
#[derive(Default, Deserialize)]
struct Told {
    #[serde(default)]
    errors: Vec<serde_json::Value>,
    data: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Whether an answer is to be given again. A refusal in `userErrors` is an answer like another. An
/// error before any change is none: whoever asks again with the same key, as they should, must not get
/// a passing fault for days.
fn is_answer(status: u16, body: &[u8], has_changed: impl FnOnce() -> bool) -> bool {
    let told: Told = serde_json::from_slice(body).unwrap_or_default();
    if status < 400 && told.errors.is_empty() {
        return true;
    }
    // Where nothing was executed there is no data, and where all failed there is nothing in it.
    let tells_something = told.data.iter().flat_map(|data| data.values()).any(|it| !it.is_null());
    has_changed() && tells_something
}

/// Keeps what was answered; a request that failed before it changed anything may come again.
pub(super) async fn keep(ctx: &Context, key: Option<Key>, answer: &Answer) {
    let Some(key) = key else { return };
    if !is_answer(answer.status, &answer.body, || ctx.end_changes()) {
        return key.fail().await;
    }
    let language = answer.headers.iter().find(|(name, _)| *name == LANGUAGE);
    let kept = Kept {
        status: answer.status,
        is_graphql: answer.content_type.contains("graphql-response"),
        body: without_secrets(&String::from_utf8_lossy(&answer.body)),
        language: language.map(|(_, tag)| tag.clone()),
    };
    match serde_json::to_string(&kept) {
        Ok(text) => key.keep(&text).await,
        Err(error) => tracing::error!(%error, "an answer cannot be written down"),
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

#[cfg(test)]
mod tests {
    use super::is_answer;

    #[test]
    fn what_failed_is_an_answer_only_when_something_was_done_and_told() {
        let refused = r#"{"data":{"eventCreate":{"userErrors":[{"code":"X"}]}}}"#;
        let failed = r#"{"errors":[{"message":"m"}],"data":{"eventCreate":null}}"#;
        let partly = r#"{"errors":[{"message":"m"}],"data":{"eventCreate":{"event":null}}}"#;
        let turned_away = r#"{"errors":[{"message":"m"}]}"#;
        let without_data = r#"{"errors":[{"message":"m"}],"data":null}"#;

        for (status, body, has_changed, expected) in [
            (200, refused, false, true),
            (200, refused, true, true),
            (200, partly, true, true),
            (200, partly, false, false),
            (200, failed, false, false),
            (200, failed, true, false),
            (200, without_data, true, false),
            (200, turned_away, true, false),
            (400, turned_away, false, false),
            (503, turned_away, true, false),
        ] {
            let is_one = is_answer(status, body.as_bytes(), || has_changed);
            assert_eq!(is_one, expected, "{status} {body} {has_changed}");
        }
    }
}
