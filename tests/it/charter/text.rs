//! Writing a charter and publishing its versions.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    TEXT, covered, day, days_later, draft, letters, publish, published, republish, rewrite, sign,
    version_of,
};
use crate::support::on_both;

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
}
