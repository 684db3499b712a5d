//! Memberships: the present, the past, and that a network always has a lead.

mod leave;
mod read;
mod transfer;

use serde_json::json;

use crate::support::{App, Person};

const UPDATE: &str = "mutation($input: MembershipUpdateInput!) { membershipUpdate(input: $input) {
    membership { role localRole startedOn revision } userErrors { code } } }";
const END: &str = "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
    membership { endedOn ending endingReason } userErrors { code } } }";

/// The identifier of someone's membership that holds today.
pub(crate) async fn of(app: &App, who: &Person) -> String {
    let answer = app
        .ask(
            Some(who),
            "{ viewer { member { memberships(first: 1) { nodes { id } } } } }",
            json!({}),
        )
        .await;
    let id = &answer.data()["viewer"]["member"]["memberships"]["nodes"][0]["id"];
    id.as_str().unwrap().to_owned()
}
