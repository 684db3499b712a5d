//! People: who sees what of whom, what a profile says, how one is found, and how duplicates become one.

mod directory;
mod merge;
mod message;
mod profile;
mod seen;

use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

const UPDATE: &str = "mutation($input: MemberUpdateInput!) { memberUpdate(input: $input) {
    member { name phone jobTitle skills revision visibility { phone email } }
    userErrors { code field message } } }";

async fn update(app: &App, who: &Person, mut input: Value, whom: &Person) -> Answer {
    input["memberId"] = whom.id.to_string().into();
    app.ask(Some(who), UPDATE, json!({ "input": input })).await
}

async fn look(app: &App, who: Option<&Person>, whom: &Person) -> Answer {
    let document = "query($id: ID!) { member(by: { id: $id }) {
        firstName lastName profileKind mayTrain email phone jobTitle skills lastSeenAt
        visibility { email } viewerCan(action: EDIT) { isAllowed reason } } }";
    app.ask(who, document, json!({ "id": whom.id.to_string() })).await
}

pub(crate) async fn names(app: &App, who: &Person, filter: Value) -> Vec<String> {
    let document = "query($filter: MemberFilter) { members(first: 100, filter: $filter) {
        nodes { firstName } } }";
    let answer = app.ask(Some(who), document, json!({ "filter": filter })).await;
    let nodes = answer.data()["members"]["nodes"].as_array().unwrap().clone();
    nodes.iter().map(|node| node["firstName"].as_str().unwrap().to_owned()).collect()
}
