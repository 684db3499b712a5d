//! An answer as it goes over the wire.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use serde::Serialize;
use serde_json::json;

use super::{accept::MediaType, throttle::Throttle};
use crate::guard::{Code, Refusal};

/// What to send back, for whatever speaks HTTP.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body, in UTF-8.
    pub body: Vec<u8>,
}

/// What a request would cost and what it may; unknown for one that could not be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) requested: Option<u64>,
    pub(super) limit: u64,
    /// What is left of the asker's points, where they are counted.
    pub(super) throttle: Option<Throttle>,
    /// Whether only the cost was asked for.
    pub(super) is_dry_run: bool,
}

impl Cost {
    fn told(&self) -> serde_json::Value {
        let mut told = json!({ "requested": self.requested, "limit": self.limit });
        if let Some(throttle) = &self.throttle {
            told["throttleStatus"] = throttle.status();
        }
        if self.is_dry_run {
            told["isDryRun"] = true.into();
        }
        told
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    /// Absent when nothing was executed, and null when a fault reached the root.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    extensions: serde_json::Map<String, serde_json::Value>,
}

impl Answer {
    /// Nothing was executed, and the client hears why.
    pub(super) fn refused(refusal: &Refusal, media_type: MediaType, cost: Cost) -> Self {
        let mut error = ServerError::new(refusal.message.clone(), None);
        error.locations.clone_from(&refusal.positions);
        set_code(&mut error, refusal.code);
        let status = if media_type == MediaType::Json && !refusal.code.is_of_the_exchange() {
            200
        } else {
            refusal.code.status()
        };
        let cost = Cost { requested: refusal.cost.or(cost.requested), ..cost };
        let mut answer =
            Self::write(status, media_type, &[error], None, &Response::default(), cost);
        if refusal.code == Code::MethodNotAllowed {
            answer.headers.push(("allow", "GET, POST".to_owned()));
        }
        answer
    }

    /// Only the cost was asked for: nothing was executed, and nothing is wrong.
    pub(super) fn priced(media_type: MediaType, cost: Cost) -> Self {
        let nothing = Value::Object(async_graphql::indexmap::IndexMap::new());
        Self::write(200, media_type, &[], Some(&nothing), &Response::default(), cost)
    }

    /// The library has answered; whether it executed anything shows in what it says.
    pub(super) fn executed(mut response: Response, media_type: MediaType, cost: Cost) -> Self {
        // The errors of fields have a path; those of parsing and validation have none.
        let is_executed = response.data != Value::Null
            || response.errors.is_empty()
            || response.errors.iter().any(|error| !error.path.is_empty());
        let mut errors = std::mem::take(&mut response.errors);
        for error in &mut errors {
            classify(error, is_executed);
        }
        if is_executed {
            return Self::write(200, media_type, &errors, Some(&response.data), &response, cost);
        }
        let status = if media_type == MediaType::Json { 200 } else { 400 };
        Self::write(status, media_type, &errors, None, &response, cost)
    }

    fn write(
        status: u16,
        media_type: MediaType,
        errors: &[ServerError],
        data: Option<&Value>,
        response: &Response,
        cost: Cost,
    ) -> Self {
        let mut extensions = serde_json::Map::new();
        for (name, value) in &response.extensions {
            if let Ok(value) = value.clone().into_json() {
                extensions.insert(name.clone(), value);
            }
        }
        extensions.insert("cost".to_owned(), cost.told());
        let body = serde_json::to_vec(&Body { errors, data, extensions });
        let (status, body) = match body {
            Ok(body) => (status, body),
            Err(error) => {
                tracing::error!(%error, "cannot write a GraphQL answer as JSON");
                (Code::Internal.status(), br#"{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}"#.to_vec())
            }
        };
        let headers = cost.throttle.map(|throttle| throttle.headers()).unwrap_or_default();
        Self { status, content_type: media_type.content_type(), headers, body }
    }
}

/// Gives every error a code of the closed list.
///
/// Our resolvers set theirs. What the library says by itself has none: before execution it is
/// about the document, and later about an argument's value or something unforeseen, whose words
/// are for our log and not for the client.
fn classify(error: &mut ServerError, is_executed: bool) {
    let code = error.extensions.as_ref().and_then(|extensions| match extensions.get("code") {
        Some(Value::String(code)) => Some(code.clone()),
        _ => None,
    });
    match code {
        Some(code) => {
            if Code::named(&code).is_none() {
                tracing::error!(code, "an error carries a code that is not of the closed list");
            }
        }
        None if !is_executed => set_code(error, Code::GraphqlValidationFailed),
        None if is_about_input(&error.message) => set_code(error, Code::BadUserInput),
        None => {
            tracing::error!(message = error.message, path = ?error.path, "a field failed");
            "internal error".clone_into(&mut error.message);
            set_code(error, Code::Internal);
        }
    }
}

fn is_about_input(message: &str) -> bool {
    ["Failed to parse", "Invalid value", "Expected input type"]
        .iter()
        .any(|beginning| message.starts_with(beginning))
}

fn set_code(error: &mut ServerError, code: Code) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.name());
}
