//! Volunteer charters: written, published, signed, covered, recalled.

mod letter;
mod signature;
mod text;
mod told;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    database::{Bind, Sql},
    id::{EmployerId, EmployerManagerId, EmploymentId, NetworkId},
    sign_in::{self, How},
};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, beginning};

const TEXT: &str = "# Charte du bénévole\n\nJ’écoute, et je ne fais pas à la place.\n";

const SIGN: &str = "mutation($input: CharterSignInput!) { charterSign(input: $input) {
    signature { id side state bodyHash authenticatedBy expiresOn signedBy { firstName }
        member { firstName } employerId version { number } }
    userErrors { code field message } } }";

const COVERAGE: &str =
    "query($id: ID!, $on: Date, $first: Int, $scope: CoverageScope, $network: ID) {
    charter(id: $id) { coverage(on: $on, first: $first, scope: $scope, networkId: $network) {
        totalCount coveredCount
        nodes { isCovered member { firstName } volunteer { isSigned until signature { state } }
            structure { isSigned until } } } } }";

/// A published charter with its current version.
pub(crate) struct Published {
    charter: String,
    version: String,
}

async fn draft(app: &App, lead: &Person, network: NetworkId, settings: Value) -> String {
    let mut input = json!({ "networkId": network.to_string(), "title": "Charte du bénévole",
        "draft": TEXT, "validityMonths": 12 });
    input.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let answer = app
        .ask(
            Some(lead),
            "mutation($input: CharterCreateInput!) { charterCreate(input: $input) {
                charter { id } userErrors { code } } }",
            json!({ "input": input }),
        )
        .await;
    answer.done()["charter"]["id"].as_str().unwrap().to_owned()
}

async fn publish(app: &App, lead: &Person, charter: &str, asks_again: bool) -> Answer {
    app.ask(
        Some(lead),
        "mutation($input: CharterPublishInput!) { charterPublish(input: $input) {
            charter { currentVersion { id number body bodyHash asksAgain publishedAt
                publishedBy { firstName } } } userErrors { code } } }",
        json!({ "input": { "charterId": charter, "asksAgain": asks_again } }),
    )
    .await
}

async fn rewrite(app: &App, lead: &Person, charter: &str, change: Value) -> Answer {
    let mut input = json!({ "charterId": charter });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    app.ask(
        Some(lead),
        "mutation($input: CharterUpdateInput!) { charterUpdate(input: $input) {
            charter { revision } userErrors { code } } }",
        json!({ "input": input }),
    )
    .await
}

async fn republish(app: &App, lead: &Person, charter: &str, text: &str, again: bool) -> String {
    rewrite(app, lead, charter, json!({ "draft": text })).await.done();
    version_of(&publish(app, lead, charter, again).await)
}

fn version_of(answer: &Answer) -> String {
    answer.done()["charter"]["currentVersion"]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn published(
    app: &App,
    lead: &Person,
    network: NetworkId,
    settings: Value,
) -> Published {
    let charter = draft(app, lead, network, settings).await;
    let version = version_of(&publish(app, lead, &charter, true).await);
    Published { charter, version }
}

async fn sign(app: &App, who: &Person, version: &str, employer: Option<EmployerId>) -> Answer {
    let employer = employer.map(|id| id.to_string());
    let input = json!({ "charterVersionId": version, "employerId": employer, "agrees": true });
    app.ask(Some(who), SIGN, json!({ "input": input })).await
}

async fn withdraw(app: &App, who: &Person, signature: &Value) -> Answer {
    app.ask(
        Some(who),
        "mutation($input: SignatureWithdrawInput!) { signatureWithdraw(input: $input) {
            signature { state reason endedAt } userErrors { code } } }",
        json!({ "input": { "signatureId": signature, "reason": "Je déménage." } }),
    )
    .await
}

/// Who is covered on a day, by first name, and the count beside the list.
async fn covered(app: &App, who: &Person, charter: &str, on: Option<NaiveDate>) -> Vec<String> {
    let variables = json!({ "id": charter, "on": on, "first": 100, "scope": "SUBTREE" });
    let answer = app.ask(Some(who), COVERAGE, variables).await;
    let coverage = &answer.data()["charter"]["coverage"];
    let names: Vec<String> = coverage["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["isCovered"] == true)
        .map(|node| node["member"]["firstName"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(coverage["coveredCount"], names.len(), "the count agrees with the list");
    names
}

async fn letters(app: &App, kind: &str, to: &Person) -> i64 {
    Sql::new(
        "select count(*) from outbox where kind = ? and email = ?",
        vec![Bind::from(kind), Bind::from(&to.email)],
    )
    .number(app.house().db())
    .await
    .unwrap()
}

async fn run(app: &App, text: &str, values: Vec<Bind>) {
    Sql::new(text, values).run(app.server.house.db.write()).await.unwrap();
}

/// An employer whose only employee is this person, as confirmed.
async fn employer_of(app: &App, person: &Person) -> EmployerId {
    let (employer, now) = (EmployerId::new(), app.house().now());
    run(
        app,
        "insert into employer (id, name, search, address, postal_code, commune_name, revision, \
         created_at) values (?, 'Centre social', 'centre social', '', '', '', 1, ?)",
        vec![employer.into(), now.into()],
    )
    .await;
    run(
        app,
        "insert into employment (id, member_id, employer_id, started_on, status, revision, \
         created_at) values (?, ?, ?, ?, 'confirmed', 1, ?)",
        vec![
            EmploymentId::new().into(),
            person.id.into(),
            employer.into(),
            NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().into(),
            now.into(),
        ],
    )
    .await;
    employer
}

async fn manages(app: &App, person: &Person, employer: EmployerId, state: &str) {
    run(
        app,
        "insert into employer_manager (id, employer_id, member_id, state, created_at) \
         values (?, ?, ?, ?, ?)",
        vec![
            EmployerManagerId::new().into(),
            employer.into(),
            person.id.into(),
            state.into(),
            app.house().now().into(),
        ],
    )
    .await;
}

/// Moves the time to nine in the morning some days after the beginning, and signs these in again.
async fn days_later<const N: usize>(app: &App, days: i64, people: [&mut Person; N]) {
    app.clock.set(beginning() + TimeDelta::days(days));
    for person in people {
        person.token =
            sign_in::open_session(&app.house(), person.id, How::Demonstration, None, None)
                .await
                .unwrap();
    }
}

fn day(after: i64) -> NaiveDate {
    (beginning() + TimeDelta::days(after)).date_naive()
}
