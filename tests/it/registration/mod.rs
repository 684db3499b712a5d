//! Registering for an event: places, the line, offers, sessions, answers, and who sees what.

mod answer;
mod crowd;
mod decide;
mod place;
mod put_off;
mod read;
mod session;

use domain::id::EventId;
use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

const CREATE: &str =
    "mutation($input: RegistrationCreateInput!) { registrationCreate(input: $input) {
    registration { id state attends rank offeredUntil choices { state rank } }
    userErrors { code field message details { name value } } } }";
const MINE: &str = "query($id: ID!) { node(id: $id) { ... on Registration {
    id state declinedBy rank offeredUntil choices { state rank session { id } }
    answers { value question { id } } } } }";

async fn register(app: &App, who: &Person, event: EventId) -> Answer {
    app.ask(Some(who), CREATE, json!({ "input": { "eventId": event.to_string() } })).await
}

/// Registers; gives the registration's identifier and state.
async fn registered(app: &App, who: &Person, event: EventId) -> (String, String) {
    let answer = register(app, who, event).await;
    let registration = &answer.done()["registration"];
    (text(&registration["id"]), text(&registration["state"]))
}

/// One of the mutations that take a registration and nothing else.
async fn act(app: &App, who: &Person, mutation: &str, id: &str) -> Answer {
    act_with(app, who, mutation, json!({ "registrationId": id })).await
}

async fn act_with(app: &App, who: &Person, mutation: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            registration {{ id state rank offeredUntil choices {{ state rank session {{ id }} }} }}
            userErrors {{ code message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

/// One of the mutations that change the event or its agenda.
async fn on_event(app: &App, who: &Person, mutation: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            userErrors {{ code message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

async fn mine(app: &App, who: &Person, id: &str) -> Value {
    app.ask(Some(who), MINE, json!({ "id": id })).await.data()["node"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("expected words: {value}")).to_owned()
}

/// The chosen sessions with their states.
fn seats(registration: &Value) -> Vec<(String, String)> {
    let choices = registration["choices"].as_array().unwrap();
    choices.iter().map(|choice| (text(&choice["session"]["id"]), text(&choice["state"]))).collect()
}

/// The same person, signed in again after weeks.
async fn again(app: &App, person: Person) -> Person {
    let how = domain::sign_in::How::Demonstration;
    let token =
        domain::sign_in::open_session(&app.house(), person.id, how, None, None).await.unwrap();
    Person { token, ..person }
}
