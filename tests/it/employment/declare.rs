//! A job is declared, confirmed or refused, changed and ended.

use domain::{
    database::Bind,
    id::{Id, IdentityKind},
};
use serde_json::{Value, json};

use super::{DECLARE, employer, job_of, manages};
use crate::support::on_both;

const CONFIRM: &str = "mutation($input: EmploymentConfirmInput!) {
    employmentConfirm(input: $input) { employment { status } userErrors { code } } }";

fn job(employer: &str, started_on: &str, ended_on: Option<&str>) -> Value {
    json!({ "input": { "employerId": employer, "jobTitle": "Médiatrice",
        "startedOn": started_on, "endedOn": ended_on } })
}

on_both! {
    async fn a_person_declares_a_job_and_a_lead_confirms_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let fellow = app.member_of(network, "Max").await;
        let id = employer(&app, &lead, network, "La Maison").await;

        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"].clone();
        let confirm = json!({ "input": { "employmentId": employment["id"] } });
        let oneself = app.ask(Some(&zoe), CONFIRM, confirm.clone()).await;
        let stranger = app.ask(Some(&fellow), CONFIRM, confirm.clone()).await;
        let confirmed = app.ask(Some(&lead), CONFIRM, confirm.clone()).await;
        let twice = app.ask(Some(&lead), CONFIRM, confirm).await;

        assert_eq!(employment["status"], "DECLARED");
        assert_eq!(app.count(&format!(
            "outbox where kind = 'employment_declared' and email = '{}'", lead.email)).await, 1);
        assert_eq!(oneself.code(), "FORBIDDEN");
        assert_eq!(stranger.code(), "NOT_FOUND");
        assert_eq!(confirmed.done()["employment"]["status"], "CONFIRMED");
        assert_eq!(twice.refusals(), ["ALREADY_DECIDED"]);
        assert_eq!(app.count(&format!(
            "outbox where kind = 'employment_decided' and email = '{}'", zoe.email)).await, 1);
    }

    async fn managers_are_asked_before_leads_and_a_lead_own_word_is_certain(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let max = app.member_of(network, "Max").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;

        let own = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let by_lead = app.ask(Some(&lead), DECLARE, job_of(&max, &id, "2026-02-01")).await;
        let of_lead = app.ask(Some(&lead), DECLARE, job_of(&lead, &id, "2026-02-01")).await;
        let confirm = json!({ "input": { "employmentId": own.done()["employment"]["id"] } });
        let confirmed = app.ask(Some(&manager), CONFIRM, confirm).await;

        assert_eq!(app.count(&format!(
            "outbox where kind = 'employment_declared' and email = '{}'", manager.email)).await, 2);
        assert_eq!(app.count("outbox where kind = 'employment_declared'").await, 2);
        assert_eq!(by_lead.done()["employment"]["status"], "CONFIRMED");
        assert_eq!(of_lead.done()["employment"]["status"], "DECLARED", "not of oneself");
        assert_eq!(confirmed.done()["employment"]["status"], "CONFIRMED");
    }

    async fn the_same_days_are_declared_once_and_days_in_order(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", Some("2026-06-01"))).await.done();

        let within = app.ask(Some(&zoe), DECLARE, job(&id, "2026-05-31", None)).await;
        let around = app.ask(Some(&zoe), DECLARE, job(&id, "2026-01-01", Some("2026-12-01"))).await;
        let reversed = app.ask(Some(&zoe), DECLARE, job(&id, "2026-08-01", Some("2026-07-01"))).await;
        let after = app.ask(Some(&zoe), DECLARE, job(&id, "2026-06-01", None)).await;

        assert_eq!(within.refusals(), ["EMPLOYMENT_OVERLAPS"]);
        assert_eq!(around.refusals(), ["EMPLOYMENT_OVERLAPS"]);
        assert_eq!(reversed.refusals(), ["ENDS_BEFORE_START"]);
        after.done();
    }

    async fn a_day_is_told_as_people_say_it_and_what_was_typed_as_it_was_typed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await.done();
        let create = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            employer { id } userErrors { code message } } }";
        let typed = json!({ "input": { "networkId": network.to_string(), "name": "L’Atelier",
            "siret": "2026-02-01" } });

        let twice = app.ask(Some(&zoe), DECLARE, job(&id, "2026-03-01", None)).await;
        let wrong = app.ask(Some(&lead), create, typed).await;

        assert_eq!(twice.refusals(), ["EMPLOYMENT_OVERLAPS"]);
        let told = twice.body["data"]["employmentDeclare"]["userErrors"][0]["message"].as_str();
        assert!(told.unwrap().contains("à partir du 1er février 2026"), "{told:?}");
        assert_eq!(wrong.refusals(), ["SIRET_INVALID"]);
        let told = wrong.body["data"]["employerCreate"]["userErrors"][0]["message"].as_str();
        assert!(told.unwrap().contains("« 2026-02-01 »"), "{told:?}");
    }

    async fn all_that_is_wrong_with_an_employment_comes_together(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        app.write("update employer set archived_at = created_at", vec![]).await;
        let long = "x".repeat(201);
        let input = |ended_on: &str| json!({ "input": { "employerId": id, "jobTitle": long,
            "startedOn": "2026-03-01", "endedOn": ended_on } });

        let backwards = app.ask(Some(&zoe), DECLARE, input("2026-01-01")).await;
        let twice = app.ask(Some(&zoe), DECLARE, input("2026-04-01")).await;
        let changed = app.ask(Some(&zoe), "mutation($input: EmploymentUpdateInput!) {
            employmentUpdate(input: $input) { employment { id } userErrors { code } } }",
            json!({ "input": { "employmentId": employment, "jobTitle": long, "endedOn": "2026-01-01" } })).await;

        assert_eq!(backwards.refusals(), ["EMPLOYER_ARCHIVED", "TEXT_TOO_LONG", "ENDS_BEFORE_START"]);
        assert_eq!(twice.refusals(), ["EMPLOYER_ARCHIVED", "TEXT_TOO_LONG", "EMPLOYMENT_OVERLAPS"]);
        assert_eq!(changed.refusals(), ["TEXT_TOO_LONG", "ENDS_BEFORE_START"]);
    }

    async fn who_runs_a_network_sees_the_letters_about_the_jobs_of_its_people(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        app.ask(Some(&manager), CONFIRM, json!({ "input": { "employmentId": employment } })).await.done();

        let letters = app.ask(Some(&lead), "{ network(by: { slug: \"cybanjou\" }) {
            letters(first: 10) { nodes { kind email } } } }", json!({})).await;

        let nodes = letters.data()["network"]["letters"]["nodes"].as_array().unwrap();
        let mut told: Vec<_> = nodes.iter().filter(|node| {
            node["kind"].as_str().unwrap().starts_with("employment")
        }).map(|node| (node["kind"].as_str().unwrap(), node["email"].as_str().unwrap())).collect();
        told.sort_unstable();
        assert_eq!(told, [("employment_decided", "zoe@exemple.test"), ("employment_declared", "marc@exemple.test")]);
    }

    async fn a_refusal_says_why_and_lets_one_declare_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        let refuse = "mutation($input: EmploymentRefuseInput!) { employmentRefuse(input: $input) {
            employment { status } userErrors { code } } }";
        let with = |reason: &str| json!({ "input": { "employmentId": employment, "reason": reason } });

        let silent = app.ask(Some(&lead), refuse, with("")).await;
        app.ask(Some(&lead), refuse, with("Personne de ce nom")).await.done();
        let seen = app.ask(Some(&zoe), "{ viewer { member { employments(first: 5) {
            nodes { status refusalReason } } } } }", json!({})).await;
        let again = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;

        assert_eq!(silent.refusals(), ["REASON_MISSING"]);
        assert_eq!(seen.data()["viewer"]["member"]["employments"]["nodes"],
            json!([{ "status": "REFUSED", "refusalReason": "Personne de ce nom" }]));
        again.done();
    }

    async fn other_days_wait_for_an_answer_again_and_an_end_needs_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let confirmed = app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-02-01")).await;
        let employment = confirmed.done()["employment"]["id"].clone();
        let update = "mutation($input: EmploymentUpdateInput!) { employmentUpdate(input: $input) {
            employment { status jobTitle revision } userErrors { code } } }";
        let end = "mutation($input: EmploymentEndInput!) { employmentEnd(input: $input) {
            employment { status endedOn } userErrors { code } } }";

        let title = app.ask(Some(&zoe), update, json!({ "input": { "employmentId": employment,
            "expectedRevision": 1, "jobTitle": "Conseillère" } })).await;
        let stale = app.ask(Some(&zoe), update, json!({ "input": { "employmentId": employment,
            "expectedRevision": 1, "jobTitle": "Autre" } })).await;
        let ended = app.ask(Some(&zoe), end, json!({ "input": { "employmentId": employment,
            "endedOn": "2026-09-01" } })).await;
        let later = app.ask(Some(&zoe), end, json!({ "input": { "employmentId": employment,
            "endedOn": "2026-10-01" } })).await;
        let moved = app.ask(Some(&zoe), update, json!({ "input": { "employmentId": employment,
            "startedOn": "2025-02-01" } })).await;

        assert_eq!(title.done()["employment"]["status"], "CONFIRMED");
        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        assert_eq!(ended.done()["employment"], json!({ "status": "CONFIRMED", "endedOn": "2026-09-01" }));
        assert_eq!(later.refusals(), ["EMPLOYMENT_ENDED"]);
        assert_eq!(moved.done()["employment"]["status"], "DECLARED");
    }

    async fn a_closed_record_takes_no_job(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        // A closed record is in no network: an administrator may still speak of it.
        let email = lead.email.parse().unwrap();
        domain::member::grant_administrator(&app.house(), &email).await.unwrap();
        app.closes_record(&lead, &zoe).await.done();
        let update = async |change: Value| {
            app.ask(Some(&lead), "mutation($input: EmploymentUpdateInput!) {
                employmentUpdate(input: $input) { employment { id } userErrors { code } } }",
                json!({ "input": change })).await
        };

        let another = app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-10-01")).await;
        let confirmed = app.ask(Some(&lead), CONFIRM,
            json!({ "input": { "employmentId": employment } })).await;
        let longer = update(json!({ "employmentId": employment, "endedOn": "2026-12-31" })).await;
        let renamed = update(json!({ "employmentId": employment, "jobTitle": "Aidante" })).await;

        assert_eq!(another.refusals(), ["MEMBER_ARCHIVED"]);
        assert_eq!(confirmed.refusals(), ["MEMBER_ARCHIVED"]);
        assert_eq!(longer.refusals(), ["MEMBER_ARCHIVED"]);
        renamed.done();
        assert_eq!(app.count("employment").await, 1);
    }

    async fn a_siret_from_sign_in_proposes_a_job_and_writes_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let now = app.clock.now();
        for (subject, siret) in [("a", "43493312300029"), ("b", "35600000000048")] {
            app.write("insert into identity (id, member_id, issuer, subject, siret, linked_at, \
                last_used_at) values (?, ?, 'https://coop.test', ?, ?, ?, ?)",
                vec![Bind::from(Id::<IdentityKind>::new()), Bind::from(zoe.id),
                    Bind::from(subject), Bind::from(siret), Bind::from(now), Bind::from(now)]).await;
        }
        let document = "{ viewer { employmentProposals { siret employer { name } } } }";

        let before = app.ask(Some(&zoe), document, json!({})).await;
        let written = app.count("employment").await;
        app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await.done();
        let after = app.ask(Some(&zoe), document, json!({})).await;

        assert_eq!(before.data()["viewer"]["employmentProposals"], json!([
            { "siret": "35600000000048", "employer": null },
            { "siret": "43493312300029", "employer": { "name": "La Maison" } },
        ]));
        assert_eq!(written, 0);
        assert_eq!(after.data()["viewer"]["employmentProposals"],
            json!([{ "siret": "35600000000048", "employer": null }]));
    }
}
