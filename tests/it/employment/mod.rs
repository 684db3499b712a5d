//! Employments: declared, confirmed, refused, ended; and what who manages an employer sees of its staff.

mod declare;
mod staff;

use domain::id::NetworkId;
use serde_json::{Value, json};

use crate::support::{App, Person};

pub(crate) const DECLARE: &str = "mutation($input: EmploymentDeclareInput!) {
    employmentDeclare(input: $input) {
        employment { id status startedOn employer { name } } userErrors { code message } } }";

pub(crate) async fn employer(app: &App, lead: &Person, network: NetworkId, name: &str) -> String {
    let document = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
        employer { id } userErrors { code } } }";
    let input = json!({ "input": { "networkId": network.to_string(), "name": name,
        "siret": "43493312300029" } });
    let answer = app.ask(Some(lead), document, input).await;
    answer.done()["employer"]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn manages(app: &App, lead: &Person, person: &Person, employer: &str) {
    let claimed = app
        .ask(
            Some(person),
            "mutation($input: EmployerManagerClaimInput!) { employerManagerClaim(input: $input) {
                employerManager { id } userErrors { code } } }",
            json!({ "input": { "employerId": employer } }),
        )
        .await;
    let id = claimed.done()["employerManager"]["id"].clone();
    app.ask(
        Some(lead),
        "mutation($input: EmployerManagerConfirmInput!) { employerManagerConfirm(input: $input) {
            employerManager { id } userErrors { code } } }",
        json!({ "input": { "employerManagerId": id } }),
    )
    .await
    .done();
}

fn job_of(person: &Person, employer: &str, started_on: &str) -> Value {
    json!({ "input": { "memberId": person.id.to_string(), "employerId": employer,
        "startedOn": started_on } })
}
