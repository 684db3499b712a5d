//! The parameters of a request, from the body of a POST or the query string of a GET.

use async_graphql::{Request, Value, Variables};
use serde_json::{Map, Value as Json};

use super::accept::is_utf_8;
use crate::guard::{Code, Refusal};

/// Refuses what a form of another site could send: only JSON makes a browser ask first.
pub(super) fn check_content_type(content_type: Option<&str>) -> Result<(), Refusal> {
    let mut parts = content_type.unwrap_or_default().split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let is_readable = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => is_utf_8(value),
        _ => true,
    });
    if is_json && is_readable {
        return Ok(());
    }
    Err(Refusal::new(Code::UnsupportedMediaType, "guard-not-json-type"))
}

/// A request whose document may be named instead of sent.
#[derive(Debug)]
pub(super) struct Parameters {
    /// The text, when it came.
    pub(super) query: Option<String>,
    /// All but the text.
    pub(super) request: Request,
}

/// Reads the body of a POST.
pub(super) fn of_body(body: &[u8]) -> Result<Parameters, Refusal> {
    let json: Json = serde_json::from_slice(body)
        .map_err(|error| bad("guard-body-not-json").with("reason", error))?;
    match json {
        Json::Object(parameters) => of_object(parameters),
        Json::Array(_) => Err(Refusal::new(Code::BatchNotSupported, "guard-no-batch")),
        _ => Err(bad("guard-body-not-object")),
    }
}

/// Reads the query string of a GET.
pub(super) fn of_query_string(query_string: &str) -> Result<Parameters, Refusal> {
    let mut parameters = Map::new();
    for (name, value) in url::form_urlencoded::parse(query_string.as_bytes()) {
        let value = match name.as_ref() {
            "operationName" | "variables" | "extensions" if value.is_empty() => Json::Null,
            "query" | "operationName" => Json::String(value.into_owned()),
            "variables" | "extensions" => serde_json::from_str(&value).map_err(|error| {
                bad("guard-part-not-json").with("name", &name).with("reason", error)
            })?,
            _ => continue,
        };
        if parameters.insert(name.to_string(), value).is_some() {
            return Err(bad("guard-part-twice").with("name", &name));
        }
    }
    of_object(parameters)
}

fn of_object(mut parameters: Map<String, Json>) -> Result<Parameters, Refusal> {
    let query = match parameters.remove("query") {
        Some(Json::String(query)) if !query.trim().is_empty() => Some(query),
        Some(Json::String(_) | Json::Null) | None => None,
        Some(_) => return Err(bad("guard-part-not-text").with("name", "query")),
    };
    let mut request = Request::new("");
    request.operation_name = match parameters.remove("operationName") {
        Some(Json::String(name)) => Some(name),
        Some(Json::Null) | None => None,
        Some(_) => return Err(bad("guard-part-not-text").with("name", "operationName")),
    };
    if let Some(variables) = map(parameters.remove("variables"), "variables")? {
        request.variables = Variables::from_value(variables);
    }
    if let Some(Value::Object(extensions)) = map(parameters.remove("extensions"), "extensions")? {
        for (name, value) in extensions {
            request.extensions.insert(name.to_string(), value);
        }
    }
    Ok(Parameters { query, request })
}

fn map(value: Option<Json>, name: &str) -> Result<Option<Value>, Refusal> {
    match value {
        Some(value @ Json::Object(_)) => Value::from_json(value)
            .map(Some)
            .map_err(|error| bad("guard-part-unreadable").with("name", name).with("reason", error)),
        Some(Json::Null) | None => Ok(None),
        Some(_) => Err(bad("guard-part-not-object").with("name", name)),
    }
}

fn bad(key: &'static str) -> Refusal {
    Refusal::new(Code::BadRequest, key)
}
