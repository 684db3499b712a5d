//! Charters: written, published, signed, refused, taken back and run out; who is covered on any day.

use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
use domain::{
    charter,
    database::{Bind, Sql},
    id::{EmployerId, EmployerManagerId, EmploymentId, NetworkId},
    sign_in::{self, How},
};
use poem::http::header;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{Answer, App, Person, beginning, on_both};

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
struct Published {
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

async fn published(app: &App, lead: &Person, network: NetworkId, settings: Value) -> Published {
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

async fn refuse(app: &App, who: &Person, version: &str) -> Answer {
    app.ask(
        Some(who),
        "mutation($input: CharterRefuseInput!) { charterRefuse(input: $input) {
            signature { state reason } userErrors { code } } }",
        json!({ "input": { "charterVersionId": version, "reason": "Trop long." } }),
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

on_both! {
    async fn a_charter_is_written_published_and_signed_with_proof_of_what_was_read(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let volunteer = app.member_of(network, "Lou").await;
        let charter = draft(&app, &lead, network, json!({})).await;

        let version = publish(&app, &lead, &charter, true).await;
        let signed = sign(&app, &volunteer, &version_of(&version), None).await;

        let version = &version.done()["charter"]["currentVersion"];
        let hash = hex::encode(Sha256::digest(TEXT.as_bytes()));
        assert_eq!(version["body"], TEXT);
        assert_eq!(version["bodyHash"], hash);
        assert_eq!(version["publishedBy"]["firstName"], "Ana");
        let signature = &signed.done()["signature"];
        assert_eq!(signature["bodyHash"], hash);
        assert_eq!(signature["expiresOn"], "2027-09-07");
        assert_eq!(signature["side"], "VOLUNTEER");
        assert_eq!(signature["member"]["firstName"], "Lou");
        assert_eq!(signature["signedBy"]["firstName"], "Lou");
        assert_ne!(signature["authenticatedBy"], "");
        assert_eq!(letters(&app, "charter_asked", &volunteer).await, 1);
        assert_eq!(letters(&app, "charter_signed", &volunteer).await, 1);
        assert_eq!(covered(&app, &lead, &charter, None).await, ["Lou"]);
    }

    async fn a_published_text_stays_as_it_is_and_the_same_text_is_not_published_twice(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let charter = published(&app, &lead, network, json!({})).await;

        let again = publish(&app, &lead, &charter.charter, true).await;
        republish(&app, &lead, &charter.charter, "# Autre texte", false).await;
        let versions = app
            .ask(
                None,
                "query($id: ID!) { charter(id: $id) { draft
                    versions(first: 5) { totalCount nodes { number body } } } }",
                json!({ "id": charter.charter }),
            )
            .await;

        assert_eq!(again.refusals(), ["UNCHANGED"]);
        assert_eq!(versions.data()["charter"]["versions"], json!({ "totalCount": 2, "nodes": [
            { "number": 2, "body": "# Autre texte" }, { "number": 1, "body": TEXT }] }));
    }

    async fn a_draft_is_seen_and_written_by_its_leads_only(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Lou").await;
        let charter = draft(&app, &lead, network, json!({})).await;
        let document = "query($id: ID!, $slug: String!) { charter(id: $id) { draft }
            network(by: { slug: $slug }) { charters(first: 5) { totalCount nodes { title } } } }";
        let variables = json!({ "id": charter, "slug": "cybanjou" });

        let as_lead = app.ask(Some(&lead), document, variables.clone()).await;
        let as_member = app.ask(Some(&member), document, variables.clone()).await;
        let written = rewrite(&app, &member, &charter, json!({ "title": "À moi" })).await;
        publish(&app, &lead, &charter, true).await.done();
        let once_published = app.ask(Some(&member), document, variables).await;
        let then_written = rewrite(&app, &member, &charter, json!({ "title": "À moi" })).await;

        assert_eq!(as_lead.data()["charter"]["draft"], TEXT);
        assert_eq!(as_lead.data()["network"]["charters"]["totalCount"], 1);
        assert_eq!(as_member.data()["charter"], Value::Null);
        assert_eq!(as_member.data()["network"]["charters"]["totalCount"], 0);
        assert_eq!(written.code(), "NOT_FOUND");
        assert_eq!(once_published.data()["charter"]["draft"], Value::Null);
        assert_eq!(once_published.data()["network"]["charters"]["nodes"][0]["title"], "Charte du bénévole");
        assert_eq!(then_written.code(), "FORBIDDEN");
    }

    async fn all_that_is_wrong_with_a_charter_comes_together(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let charter = draft(&app, &lead, network, json!({})).await;
        let wrong = json!({ "title": " ", "asksVolunteer": false, "asksStructure": false, "validityMonths": 121 });
        let mut input = json!({ "networkId": network.to_string(), "draft": TEXT });
        input.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());

        let created = app.ask(Some(&lead), "mutation($input: CharterCreateInput!) {
            charterCreate(input: $input) { charter { id } userErrors { code } } }", json!({ "input": input })).await;
        let changed = rewrite(&app, &lead, &charter, wrong).await;

        let all = ["TITLE_MISSING", "NOBODY_SIGNS", "VALIDITY_OUT_OF_RANGE"];
        assert_eq!(created.refusals(), all);
        assert_eq!(changed.refusals(), all);
    }

    async fn what_was_changed_in_the_meantime_is_not_overwritten(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let charter = draft(&app, &lead, network, json!({})).await;

        let first = rewrite(&app, &lead, &charter, json!({ "draft": "Un", "expectedRevision": 1 })).await;
        let second = rewrite(&app, &lead, &charter, json!({ "draft": "Deux", "expectedRevision": 1 })).await;
        let nobody = rewrite(&app, &lead, &charter, json!({ "asksVolunteer": false })).await;
        let endless = rewrite(&app, &lead, &charter, json!({ "validityMonths": 0 })).await;

        assert_eq!(first.done()["charter"]["revision"], 2);
        assert_eq!(second.refusals(), ["STALE_REVISION"]);
        assert_eq!(nobody.refusals(), ["NOBODY_SIGNS"]);
        assert_eq!(endless.refusals(), ["VALIDITY_OUT_OF_RANGE"]);
    }

    async fn signing_needs_agreement_the_current_text_and_someone_who_is_asked(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let volunteer = app.member_of(network, "Lou").await;
        let stranger = app.person("Zoé").await;
        let employer = employer_of(&app, &volunteer).await;
        manages(&app, &volunteer, employer, "confirmed").await;
        let charter = published(&app, &lead, network, json!({})).await;
        let newer = republish(&app, &lead, &charter.charter, "# Mieux", true).await;
        let silent = json!({ "input": { "charterVersionId": newer, "agrees": false } });

        let without_agreement = app.ask(Some(&volunteer), SIGN, silent).await;
        let old = sign(&app, &volunteer, &charter.version, None).await;
        let other_side = sign(&app, &volunteer, &newer, Some(employer)).await;
        let not_asked = sign(&app, &stranger, &newer, None).await;
        sign(&app, &volunteer, &newer, None).await.done();
        let twice = sign(&app, &volunteer, &newer, None).await;

        assert_eq!(without_agreement.refusals(), ["AGREEMENT_MISSING"]);
        assert_eq!(old.refusals(), ["NOT_CURRENT"]);
        assert_eq!(other_side.refusals(), ["SIDE_NOT_ASKED"]);
        assert_eq!(not_asked.refusals(), ["NOT_CONCERNED"]);
        assert_eq!(twice.refusals(), ["ALREADY_SIGNED"]);
    }

    async fn a_structure_signs_by_a_confirmed_manager_and_both_sides_make_the_cover(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin-bauge").await;
        let lead = app.lead_of(network, "Ana").await;
        let volunteer = app.member_of(local, "Lou").await;
        let manager = app.person("Max").await;
        let claimant = app.person("Noé").await;
        let employer = employer_of(&app, &volunteer).await;
        manages(&app, &manager, employer, "confirmed").await;
        manages(&app, &claimant, employer, "claimed").await;

        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        let claimed = sign(&app, &claimant, &charter.version, Some(employer)).await;
        sign(&app, &volunteer, &charter.version, None).await.done();
        let by_one_side = covered(&app, &lead, &charter.charter, None).await;
        let signed = sign(&app, &manager, &charter.version, Some(employer)).await;
        let by_both = covered(&app, &lead, &charter.charter, None).await;

        assert_eq!(letters(&app, "charter_asked", &manager).await, 1);
        assert_eq!(letters(&app, "charter_asked", &claimant).await, 0);
        assert_eq!(claimed.code(), "FORBIDDEN");
        assert_eq!(by_one_side, [] as [&str; 0]);
        assert_eq!(signed.done()["signature"]["employerId"], employer.to_string());
        assert_eq!(letters(&app, "charter_signed", &manager).await, 1);
        assert_eq!(by_both, ["Lou"]);
    }

    async fn a_token_never_signs_for_a_person(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let charter = published(&app, &lead, network, json!({})).await;
        let made = app
            .ask(
                Some(&lead),
                "mutation { tokenCreate(input: { name: \"Tout\", scopes: [\"charter:write\"] }) {
                    created { secret } userErrors { code } } }",
                json!({}),
            )
            .await;
        let secret = made.done()["created"]["secret"].as_str().unwrap();

        let input = json!({ "charterVersionId": charter.version, "agrees": true });
        let response = app
            .client
            .post("/graphql")
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .body_json(&json!({ "query": SIGN, "variables": { "input": input } }))
            .send()
            .await;
        let body: Value =
            serde_json::from_str(&response.0.into_body().into_string().await.unwrap()).unwrap();

        assert_eq!(body["errors"][0]["extensions"]["code"], "FORBIDDEN", "{body}");
        sign(&app, &lead, &charter.version, None).await.done();
    }

    async fn a_new_version_asks_again_or_only_informs_as_its_author_says(app: App) {
        let network = app.network("cybanjou").await;
        let mut lead = app.lead_of(network, "Ana").await;
        let mut volunteer = app.member_of(network, "Lou").await;
        let charter = published(&app, &lead, network, json!({})).await;
        sign(&app, &volunteer, &charter.version, None).await.done();

        days_later(&app, 10, [&mut lead, &mut volunteer]).await;
        republish(&app, &lead, &charter.charter, "# Une coquille en moins", false).await;
        let after_news = covered(&app, &lead, &charter.charter, None).await;
        days_later(&app, 20, [&mut lead, &mut volunteer]).await;
        let newest = republish(&app, &lead, &charter.charter, "# Tout autre chose", true).await;
        let after_asking = covered(&app, &lead, &charter.charter, None).await;
        let to_sign = app
            .ask(
                Some(&volunteer),
                "{ viewer { charters(first: 5, state: TO_SIGN) { totalCount
                    nodes { isSigned side version { id } } } } }",
                json!({}),
            )
            .await;
        sign(&app, &volunteer, &newest, None).await.done();

        assert_eq!(after_news, ["Lou"]);
        assert_eq!(after_asking, [] as [&str; 0]);
        assert_eq!(letters(&app, "charter_informed", &volunteer).await, 1);
        assert_eq!(letters(&app, "charter_asked", &volunteer).await, 2);
        assert_eq!(to_sign.data()["viewer"]["charters"], json!({ "totalCount": 1, "nodes": [
            { "isSigned": false, "side": "VOLUNTEER", "version": { "id": newest } }] }));
        assert_eq!(covered(&app, &lead, &charter.charter, None).await, ["Lou"]);
        assert_eq!(covered(&app, &lead, &charter.charter, Some(day(19))).await, ["Lou"]);
    }

    async fn the_past_says_who_was_covered_whatever_happened_since(app: App) {
        let network = app.network("cybanjou").await;
        let mut lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let mut max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({ "validityMonths": 1 })).await;
        sign(&app, &lou, &charter.version, None).await.done();

        days_later(&app, 5, [&mut lead, &mut lou, &mut max]).await;
        let signed = sign(&app, &max, &charter.version, None).await;
        days_later(&app, 10, [&mut lead, &mut max]).await;
        withdraw(&app, &max, &signed.done()["signature"]["id"]).await.done();
        days_later(&app, 60, [&mut lead]).await;
        let lapsed = charter::lapse(&app.house()).await.unwrap();
        let lapsed_again = charter::lapse(&app.house()).await.unwrap();
        rewrite(&app, &lead, &charter.charter, json!({ "asksStructure": true, "draft": "# Neuf" }))
            .await
            .done();
        publish(&app, &lead, &charter.charter, true).await.done();

        assert_eq!((lapsed, lapsed_again), (1, 0));
        for (after, names) in [
            (-1, vec![]),
            (0, vec!["Lou"]),
            (4, vec!["Lou"]),
            (5, vec!["Lou", "Max"]),
            (9, vec!["Lou", "Max"]),
            (10, vec!["Lou"]),
            (29, vec!["Lou"]),
            (30, vec![]),
            (60, vec![]),
        ] {
            assert_eq!(
                covered(&app, &lead, &charter.charter, Some(day(after))).await,
                names,
                "{after} days after"
            );
        }
    }

    async fn the_leads_are_told_of_refusals_and_withdrawals(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({})).await;
        let signed = sign(&app, &max, &charter.version, None).await;
        let signature = &signed.done()["signature"]["id"];

        let refused = refuse(&app, &lou, &charter.version).await;
        let refused_again = refuse(&app, &lou, &charter.version).await;
        let refused_signed = refuse(&app, &max, &charter.version).await;
        let of_another = withdraw(&app, &lou, signature).await;
        let withdrawn = withdraw(&app, &max, signature).await;
        let withdrawn_again = withdraw(&app, &max, signature).await;

        assert_eq!(refused.done()["signature"]["state"], "REFUSED");
        assert_eq!(refused_again.refusals(), ["ALREADY_REFUSED"]);
        assert_eq!(refused_signed.refusals(), ["SIGNED_ALREADY"]);
        assert_eq!(of_another.code(), "NOT_FOUND");
        assert_eq!(withdrawn.done()["signature"]["reason"], "Je déménage.");
        assert_eq!(withdrawn_again.refusals(), ["NOT_STANDING"]);
        assert_eq!(letters(&app, "charter_unsigned", &lead).await, 2);
        // Whoever refused may change their mind.
        sign(&app, &lou, &charter.version, None).await.done();
        assert_eq!(covered(&app, &lead, &charter.charter, None).await, ["Lou"]);
    }

    async fn renewal_is_recalled_30_and_7_days_before_once_and_by_day(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({})).await;
        sign(&app, &lou, &charter.version, None).await.done();
        sign(&app, &max, &charter.version, None).await.done();
        let house = app.house();
        let at = |month, day, hour| Utc.with_ymd_and_hms(2027, month, day, hour, 0, 0).unwrap();
        let mut told = Vec::new();

        for moment in [
            at(8, 7, 10),  // 31 days before
            at(8, 8, 1),   // 30 days before, at night
            at(8, 8, 10),  // and by day
            at(8, 8, 11),  // and again
            at(8, 25, 10), // 13 days before
        ] {
            app.clock.set(moment);
            told.push(charter::remind(&house).await.unwrap());
        }
        lou.token = sign_in::open_session(&house, lou.id, How::Demonstration, None, None)
            .await
            .unwrap();
        sign(&app, &lou, &charter.version, None).await.done();
        app.clock.set(at(8, 31, 10));
        told.push(charter::remind(&house).await.unwrap());

        assert_eq!(told, [0, 0, 2, 0, 0, 1]);
        assert_eq!(letters(&app, "charter_renewal", &lou).await, 1);
        assert_eq!(letters(&app, "charter_renewal", &max).await, 2);
    }

    async fn who_signed_is_told_by_day_when_it_ran_out_unless_they_signed_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let gone = app.member_of(network, "Gus").await;
        let worker = app.member_of(network, "Zoé").await;
        let manager = app.person("Marc").await;
        let employer = employer_of(&app, &worker).await;
        manages(&app, &manager, employer, "confirmed").await;
        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        for who in [&lou, &max, &gone] {
            sign(&app, who, &charter.version, None).await.done();
        }
        sign(&app, &manager, &charter.version, Some(employer)).await.done();
        run(&app, "update membership set ended_on = ? where member_id = ?",
            vec![app.clock.today().into(), gone.id.into()]).await;
        let house = app.house();
        let at = |month, day, hour| Utc.with_ymd_and_hms(2027, month, day, hour, 0, 0).unwrap();
        app.clock.set(at(9, 6, 10));
        lou.token = sign_in::open_session(&house, lou.id, How::Demonstration, None, None)
            .await
            .unwrap();
        sign(&app, &lou, &charter.version, None).await.done();
        charter::remind(&house).await.unwrap();
        app.delivered().await;

        // The seventh of September is the first day without it; it is marked in the night.
        app.clock.set(at(9, 7, 0));
        charter::lapse(&house).await.unwrap();
        let at_night = charter::remind(&house).await.unwrap();
        app.clock.set(at(9, 7, 10));
        charter::remind(&house).await.unwrap();
        let parcels = app.delivered().await;
        let again = charter::remind(&house).await.unwrap();

        let mut told: Vec<_> = parcels.iter().map(|parcel| parcel.to.clone()).collect();
        told.sort_unstable();
        let mut expected = vec![manager.email.clone(), max.email.clone()];
        expected.sort_unstable();
        assert_eq!((at_night, again), (0, 0));
        assert_eq!(told, expected);
        assert!(parcels.iter().all(|parcel| parcel.written.subject.starts_with("Signature terminée")));
        assert_eq!(letters(&app, "charter_lapsed", &gone).await, 0);
    }

    async fn signatures_are_seen_by_organisers_and_by_the_person(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin-bauge").await;
        let lead = app.lead_of(network, "Ana").await;
        let organiser = app.organiser_of(local, "Oda").await;
        let lou = app.member_of(local, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({})).await;
        sign(&app, &lou, &charter.version, None).await.done();
        sign(&app, &max, &charter.version, None).await.done();
        let whole = json!({ "id": charter.charter, "first": 10, "scope": "SUBTREE" });
        let branch = json!({ "id": charter.charter, "first": 10, "scope": "SUBTREE",
            "network": local.to_string() });
        let alone = json!({ "id": charter.charter, "first": 10, "scope": "SELF" });
        let of_lou = "query($id: ID!) { member(by: { id: $id }) { charters(first: 5) {
            nodes { isCovered charter { title } volunteer { signature { id } } } } } }";
        let id = json!({ "id": lou.id.to_string() });

        let as_lead = app.ask(Some(&lead), COVERAGE, whole.clone()).await;
        let own_network = app.ask(Some(&lead), COVERAGE, alone).await;
        let as_member = app.ask(Some(&lou), COVERAGE, whole.clone()).await;
        let as_organiser = app.ask(Some(&organiser), COVERAGE, whole).await;
        let in_branch = app.ask(Some(&organiser), COVERAGE, branch).await;
        let to_self = app.ask(Some(&lou), of_lou, id.clone()).await;
        let to_organiser = app.ask(Some(&organiser), of_lou, id.clone()).await;
        let to_fellow = app.ask(Some(&max), of_lou, id).await;

        let seen = |answer: &Answer| answer.data()["charter"]["coverage"]["coveredCount"].clone();
        assert_eq!(seen(&as_lead), 2);
        assert_eq!(seen(&own_network), 1);
        assert_eq!(as_member.data()["charter"]["coverage"], Value::Null);
        assert_eq!(as_organiser.data()["charter"]["coverage"], Value::Null);
        assert_eq!(seen(&in_branch), 1);
        assert_eq!(in_branch.data()["charter"]["coverage"]["totalCount"], 2);
        let standing = &to_self.data()["member"]["charters"]["nodes"][0];
        assert_eq!(standing["isCovered"], true);
        assert_eq!(to_organiser.data()["member"]["charters"]["nodes"][0], *standing);
        assert_eq!(to_fellow.data()["member"]["charters"]["nodes"], json!([]));
        // What is seen in a list is found by its identifier, and by nobody else.
        let node = "query($id: ID!) { node(id: $id) { ... on Signature { state } } }";
        let id = json!({ "id": standing["volunteer"]["signature"]["id"] });
        let found = app.ask(Some(&organiser), node, id.clone()).await;
        let hidden = app.ask(Some(&max), node, id).await;
        assert_eq!(found.data()["node"]["state"], "SIGNED");
        assert_eq!(hidden.data()["node"], Value::Null);
    }

    async fn a_closed_charter_asks_nobody_and_keeps_its_past(app: App) {
        let network = app.network("cybanjou").await;
        let mut lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let charter = published(&app, &lead, network, json!({})).await;
        sign(&app, &lead, &charter.version, None).await.done();
        days_later(&app, 3, [&mut lead, &mut lou]).await;
        let archive = "mutation($input: CharterArchiveInput!) { charterArchive(input: $input) {
            charter { archivedAt } userErrors { code } } }";
        let input = json!({ "input": { "charterId": charter.charter } });

        app.ask(Some(&lead), archive, input.clone()).await.done();
        let twice = app.ask(Some(&lead), archive, input).await;
        let signed = sign(&app, &lou, &charter.version, None).await;
        let written = rewrite(&app, &lead, &charter.charter, json!({ "draft": "# Neuf" })).await;
        let requests = app
            .ask(Some(&lou), "{ viewer { charters(first: 5) { totalCount } } }", json!({}))
            .await;

        assert_eq!(twice.refusals(), ["ALREADY_ARCHIVED"]);
        assert_eq!(signed.refusals(), ["CHARTER_ARCHIVED"]);
        assert_eq!(written.refusals(), ["CHARTER_ARCHIVED"]);
        assert_eq!(requests.data()["viewer"]["charters"]["totalCount"], 0);
        assert_eq!(covered(&app, &lead, &charter.charter, Some(day(1))).await, ["Ana"]);
    }

    async fn lists_send_as_many_statements_for_fifty_rows_as_for_five(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        let by_charter = "query($id: ID!, $first: Int) { charter(id: $id) {
            coverage(first: $first) { totalCount coveredCount nodes { isCovered
                member { firstName charters(first: 3) { nodes { isCovered } } }
                volunteer { signature { version { number } signedBy { firstName } } }
                structure { isSigned } } } } }";
        let by_network = "query($first: Int) { network(by: { slug: \"cybanjou\" }) {
            charters(first: $first) { totalCount nodes { title currentVersion { number }
                versions(first: 2) { nodes { number publishedBy { firstName } } }
                coverage(first: 1) { coveredCount nodes { isCovered } } } } } }";
        let by_viewer = "query($first: Int) { viewer { charters(first: $first) { totalCount
            nodes { isSigned charter { title } version { number } signature { state } } } } }";
        let mut counts = Vec::new();

        for size in [5, 50] {
            for number in 0..size {
                let volunteer = app.member_of(network, &format!("Bénévole {size} {number}")).await;
                employer_of(&app, &volunteer).await;
                sign(&app, &volunteer, &charter.version, None).await.done();
                published(&app, &lead, network, json!({ "title": format!("Charte {number}") })).await;
            }
            let variables = json!({ "id": charter.charter, "first": size });
            for document in [by_charter, by_network, by_viewer] {
                let before = app.statements();
                let answer = app.ask(Some(&lead), document, variables.clone()).await;
                counts.push(app.statements() - before);
                answer.data();
            }
        }

        assert_eq!(counts[..3], counts[3..]);
    }
}

on_both! {
    async fn whoever_comes_after_the_publication_is_asked_and_so_is_who_signs_for_their_employer(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin").await;
        let lead = app.lead_of(network, "Nora").await;
        app.member_of(network, "Ana").await;
        let settings = json!({ "asksVolunteer": true, "asksStructure": true });
        let charter = draft(&app, &lead, network, settings).await;
        publish(&app, &lead, &charter, true).await.done();
        let told = app.count("outbox where kind = 'charter_asked'").await;
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "all were asked");

        let newcomer = app.member_of(local, "Zoé").await;
        let manager = app.person("Directrice").await;
        let (employer, now) = (EmployerId::new(), app.clock.now());
        app.write(
            "insert into employer (id, name, search, address, postal_code, commune_name, revision, \
             created_at) values (?, 'Mairie', 'mairie', '', '', '', 1, ?)",
            vec![employer.into(), now.into()],
        )
        .await;
        app.write(
            "insert into employment (id, member_id, employer_id, started_on, status, revision, \
             created_at) values (?, ?, ?, ?, 'confirmed', 1, ?)",
            vec![EmploymentId::new().into(), newcomer.id.into(), employer.into(),
                app.house().today().into(), now.into()],
        )
        .await;
        app.write(
            "insert into employer_manager (id, employer_id, member_id, state, created_at) \
             values (?, ?, ?, 'confirmed', ?)",
            vec![EmployerManagerId::new().into(), employer.into(), manager.id.into(), now.into()],
        )
        .await;

        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 2);
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "once");
        assert_eq!(app.count("outbox where kind = 'charter_asked'").await, told + 2);
        let subjects: Vec<_> = app.delivered().await.into_iter().map(|parcel| parcel.to).collect();
        assert!(subjects.contains(&newcomer.email) && subjects.contains(&manager.email), "{subjects:?}");
    }

    async fn nobody_is_asked_at_night_nor_after_the_charter_closed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let settings = json!({ "asksVolunteer": true, "asksStructure": false });
        let charter = draft(&app, &lead, network, settings).await;
        publish(&app, &lead, &charter, true).await.done();
        app.member_of(network, "Zoé").await;

        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "nine in the evening");
        app.write("update charter set archived_at = ?", vec![app.clock.now().into()]).await;
        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "closed");
    }

    async fn renewals_that_were_told_are_not_written_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let settings = json!({ "asksVolunteer": true, "asksStructure": false });
        let charter = draft(&app, &lead, network, settings).await;
        let published = publish(&app, &lead, &charter, true).await;
        let version = published.done()["charter"]["currentVersion"]["id"].clone();
        let input = json!({ "input": { "charterVersionId": version, "agrees": true } });
        app.ask(Some(&lead), SIGN, input).await.done();
        app.clock.advance(TimeDelta::days(336));
        assert_eq!(charter::remind(&app.house()).await.unwrap(), 1);

        let before = app.statements();
        assert_eq!(charter::remind(&app.house()).await.unwrap(), 0);

        // Two notices, what ran out, and a glance at what was told: no write.
        assert_eq!(app.statements() - before, 4);
    }
}
