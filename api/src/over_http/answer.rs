//! An answer as it goes over the wire.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use locales::Language;
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
    /// Tells the data of one answer from those of another, when a GET got them whole.
    pub mark: Option<String>,
}

/// What every answer tells beside its data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    /// What the request would cost; unknown for one that could not be read.
    pub(super) requested: Option<u64>,
    /// What a request may cost.
    pub(super) limit: u64,
    /// The name of the request, for each error.
    pub(super) request_id: &'a str,
    /// In which language it is told.
    pub(super) language: Language,
    /// What is left of the asker's points, where they are counted.
    pub(super) throttle: Option<Throttle>,
    /// Whether only the cost was asked for.
    pub(super) is_dry_run: bool,
}

impl Told<'_> {
    fn cost(&self) -> serde_json::Value {
        let mut cost = json!({ "requested": self.requested, "limit": self.limit });
        if let Some(throttle) = &self.throttle {
            cost["throttleStatus"] = throttle.status();
        }
        if self.is_dry_run {
            cost["isDryRun"] = true.into();
        }
        cost
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
    pub(super) fn refused(refusal: &Refusal, media_type: MediaType, told: Told<'_>) -> Self {
        let mut error = ServerError::new(refusal.message(told.language), None);
        error.locations.clone_from(&refusal.positions);
        set_code(&mut error, refusal.code);
        name(&mut error, told.request_id);
        let status = if media_type == MediaType::Json && !refusal.code.is_of_the_exchange() {
            200
        } else {
            refusal.code.status()
        };
        let told = Told { requested: refusal.cost.or(told.requested), ..told };
        let mut answer =
            Self::write(status, media_type, &[error], None, &Response::default(), told);
        answer.headers.push(("content-language", told.language.tag().to_owned()));
        if refusal.code == Code::MethodNotAllowed {
            answer.headers.push(("allow", "GET, POST".to_owned()));
        }
        answer
    }

    /// Only the cost was asked for: nothing was executed, and nothing is wrong.
    pub(super) fn priced(media_type: MediaType, told: Told<'_>) -> Self {
        let nothing = Value::Object(async_graphql::indexmap::IndexMap::new());
        Self::write(200, media_type, &[], Some(&nothing), &Response::default(), told)
    }

    /// The library has answered; whether it executed anything shows in what it says.
    pub(super) fn executed(mut response: Response, media_type: MediaType, told: Told<'_>) -> Self {
        // The errors of fields have a path; those of parsing and validation have none.
        let is_executed = response.data != Value::Null
            || response.errors.is_empty()
            || response.errors.iter().any(|error| !error.path.is_empty());
        let mut errors = std::mem::take(&mut response.errors);
        for error in &mut errors {
            classify(error, is_executed);
            name(error, told.request_id);
        }
        if is_executed {
            return Self::write(200, media_type, &errors, Some(&response.data), &response, told);
        }
        let status = if media_type == MediaType::Json { 200 } else { 400 };
        Self::write(status, media_type, &errors, None, &response, told)
    }

    /// The mark of an answer without errors: what it cost is no part of it.
    pub(super) fn mark(response: &Response) -> Option<String> {
        let is_whole = response.errors.is_empty();
        let data = is_whole.then(|| serde_json::to_string(&response.data).ok())??;
        let mut mark = super::persisted::hash(&data);
        mark.truncate(32);
        Some(mark)
    }

    fn write(
        status: u16,
        media_type: MediaType,
        errors: &[ServerError],
        data: Option<&Value>,
        response: &Response,
        told: Told<'_>,
    ) -> Self {
        let mut extensions = serde_json::Map::new();
        for (name, value) in &response.extensions {
            if let Ok(value) = value.clone().into_json() {
                extensions.insert(name.clone(), value);
            }
        }
        extensions.insert("cost".to_owned(), told.cost());
        let body = serde_json::to_vec(&Body { errors, data, extensions });
        let (status, body) = match body {
            Ok(body) => (status, body),
            Err(error) => {
                tracing::error!(%error, "cannot write a GraphQL answer as JSON");
                (Code::Internal.status(), br#"{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}"#.to_vec())
            }
        };
        let content_type = media_type.content_type();
        let headers = told.throttle.map(|throttle| throttle.headers()).unwrap_or_default();
        Self { status, content_type, headers, body, mark: None }
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

/// Gives an error the name of its request, to quote to whoever can look into the log.
fn name(error: &mut ServerError, request_id: &str) {
    if !request_id.is_empty() {
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        extensions.set("requestId", request_id);
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
