//! Recording who came: many at once, walk-ins too, corrected later; and excuses.

mod excused;
mod recorded;
mod taken_back;

use domain::{
    id::{EventId, MemberId},
    registration::{self, Create},
};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

const RECORD: &str = "mutation($input: AttendanceRecordInput!) { attendanceRecord(input: $input) {
    results { index attendance { id name state reason revision } userErrors { code field message } }
    userErrors { code } } }";
const EXCUSE: &str = "mutation($input: AttendanceExcuseInput!) { attendanceExcuse(input: $input) {
    attendance { state reason } userErrors { code } } }";

async fn registered(app: &App, event: EventId, member: MemberId) {
    let asked = Create { member: Some(member), ..Create::oneself(event) };
    registration::create(&app.house(), asked).await.unwrap();
}

/// Records these people of the event as a whole.
async fn record(app: &App, who: &Person, event: EventId, records: Value) -> Answer {
    let input = json!({ "input": { "eventId": event.to_string(), "records": records } });
    app.ask(Some(who), RECORD, input).await
}

async fn excuse(app: &App, who: &Person, event: EventId, reason: &str) -> Answer {
    let input = json!({ "input": { "eventId": event.to_string(), "reason": reason } });
    app.ask(Some(who), EXCUSE, input).await
}
