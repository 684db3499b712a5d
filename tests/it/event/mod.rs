//! Events: planned, published, changed, listed, ended.

mod agenda;
mod course;
mod letter;
mod list;
mod news;
mod plan;

use chrono::{DateTime, Utc};
use domain::id::NetworkId;
use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

const EVENT: &str = "event { id title state stateReason startsAt endsAt revision sequence
    isDateTentative registrationWindow { closesAt } cancelUntil
    hosts { slug } sessions { id title startsAt endsAt round rank }
    questions { prompt kind choices isRequired isSensitive } }";

/// One of the mutations of an event.
async fn act(app: &App, who: &Person, mutation: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            {EVENT} userErrors {{ code field message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

/// One of the mutations of a session or a question.
async fn set(app: &App, who: &Person, mutation: &str, answers: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            {answers} userErrors {{ code field message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

fn meeting(host: NetworkId) -> Value {
    json!({ "hostIds": [host.to_string()], "title": "Rencontre réseau", "kind": "NETWORK_MEETING",
        "startsAt": "2026-10-08T07:00:00Z", "endsAt": "2026-10-08T15:00:00Z", "venue": "Maison" })
}

/// A draft with these changes.
async fn draft(app: &App, who: &Person, host: NetworkId, changes: Value) -> Value {
    let mut input = meeting(host);
    for (name, value) in changes.as_object().unwrap() {
        input[name] = value.clone();
    }
    act(app, who, "eventCreate", input).await.done()["event"].clone()
}

async fn published(app: &App, who: &Person, host: NetworkId, changes: Value) -> String {
    let event = draft(app, who, host, changes).await;
    act(app, who, "eventPublish", json!({ "eventId": event["id"] })).await.done();
    event["id"].as_str().unwrap().to_owned()
}

async fn register(app: &App, who: &Person, event: &str) -> String {
    let document =
        "mutation($input: RegistrationCreateInput!) { registrationCreate(input: $input) {
        registration { state } userErrors { code } } }";
    let answer = app.ask(Some(who), document, json!({ "input": { "eventId": event } })).await;
    answer.done()["registration"]["state"].as_str().unwrap().to_owned()
}

async fn told(app: &App, kind: &str) -> i64 {
    app.count(&format!("outbox where kind = '{kind}'")).await
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}
