//! Signing, refusing, withdrawing; who is covered, and who sees it.

use chrono::TimeDelta;
use poem::http::header;
use serde_json::{Value, json};

use super::{
    COVERAGE, SIGN, covered, day, days_later, employer_of, letters, manages, publish, published,
    republish, rewrite, run, sign, withdraw,
};
use crate::support::{Answer, on_both};

on_both! {
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

    async fn nobody_answers_the_charter_of_a_closed_network(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let ana = app.member_of(network, "Ana").await;
        let charter = published(&app, &lead, network, json!({})).await;
        run(&app, "update network set archived_at = ? where id = ?",
            vec![app.house().now().into(), network.into()]).await;

        let signed = sign(&app, &ana, &charter.version, None).await;
        let refused = app.ask(Some(&ana), "mutation($input: CharterRefuseInput!) {
            charterRefuse(input: $input) { signature { id } userErrors { code } } }",
            json!({ "input": { "charterVersionId": charter.version } })).await;

        assert_eq!(signed.refusals(), ["CHARTER_ARCHIVED"]);
        assert_eq!(refused.refusals(), ["CHARTER_ARCHIVED"]);
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
        let lapses = "audit_line where action = 'signature.lapse'";
        app.time_passes(TimeDelta::zero()).await;
        let lapsed = (app.count("signature where state = 'lapsed'").await, app.count(lapses).await);
        app.time_passes(TimeDelta::zero()).await;
        let lapsed_again = app.count(lapses).await;
        rewrite(&app, &lead, &charter.charter, json!({ "asksStructure": true, "draft": "# Neuf" }))
            .await
            .done();
        publish(&app, &lead, &charter.charter, true).await.done();

        assert_eq!((lapsed, lapsed_again), ((1, 1), 1));
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

    async fn a_tool_of_a_branch_does_not_learn_who_signed_the_charters_above_it(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin-bauge").await;
        let lead = app.lead_of(network, "Ana").await;
        let organiser = app.lead_of(local, "Oda").await;
        let lou = app.member_of(local, "Lou").await;
        let above = published(&app, &lead, network, json!({ "title": "Du département" })).await;
        let own = published(&app, &organiser, local, json!({ "title": "Du réseau" })).await;
        let signed = sign(&app, &lou, &above.version, None).await;
        sign(&app, &lou, &own.version, None).await.done();
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
            created { secret } userErrors { code } } }";
        let made = app.ask(Some(&organiser), create, json!({ "input": { "name": "Suivi",
            "networkId": local.to_string(), "scopes": ["member:read", "charter:read"] } })).await;
        let secret = made.done()["created"]["secret"].as_str().unwrap().to_owned();
        let document = "query($id: ID!, $above: ID!, $signature: ID!, $local: ID!) {
            member(by: { id: $id }) { charters(first: 5) { nodes { charter { title } isCovered } } }
            charter(id: $above) { title
                coverage(first: 5, scope: SUBTREE, networkId: $local) { totalCount } }
            node(id: $signature) { id } }";
        let of = json!({ "id": lou.id.to_string(), "above": above.charter,
            "signature": signed.done()["signature"]["id"], "local": local.to_string() });

        let by_tool = app.ask_with_token(&secret, document, of.clone()).await;
        let by_lead = app.ask(Some(&organiser), document, of).await;

        let seen = by_tool.data();
        assert_eq!(seen["member"]["charters"]["nodes"],
            json!([{ "charter": { "title": "Du réseau" }, "isCovered": true }]));
        assert_eq!(seen["charter"]["title"], "Du département", "what it says is public");
        assert_ne!(seen["charter"]["coverage"]["totalCount"], 2);
        assert_eq!(seen["node"], Value::Null);
        assert_eq!(by_lead.data()["member"]["charters"]["nodes"].as_array().unwrap().len(), 2);
        assert_eq!(by_lead.data()["charter"]["coverage"]["totalCount"], 2);
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
