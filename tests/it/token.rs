//! Third-party tools' keys: shown once, bounded by their maker, their scopes and their subtree.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, on_both};

const CREATE: &str = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
    created { secret token { id hint scopes expiresAt network { slug } } }
    userErrors { code field message } } }";

async fn make(app: &App, who: &Person, input: Value) -> Answer {
    app.ask(Some(who), CREATE, json!({ "input": input })).await
}

fn secret(answer: &Answer) -> String {
    answer.done()["created"]["secret"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_token_does_what_its_maker_may_within_its_scopes_and_subtree(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin-bauge").await;
        let lead = app.lead_of(department, "Ana").await;
        let rename = "mutation($input: NetworkUpdateInput!) { networkUpdate(input: $input) {
            network { name } userErrors { code } } }";
        let input = |id: &domain::id::NetworkId| {
            json!({ "input": { "networkId": id.to_string(), "name": "Autre" } })
        };

        let reads = secret(&make(&app, &lead, json!({ "name": "Carte", "scopes": ["network:read"] })).await);
        let writes = secret(&make(&app, &lead, json!({ "name": "Agenda",
            "scopes": ["network:write"], "networkId": local.to_string() })).await);

        assert_eq!(app.ask_with_token(&reads, rename, input(&local)).await.code(), "FORBIDDEN");
        assert_eq!(app.ask_with_token(&writes, rename, input(&department)).await.code(), "FORBIDDEN");
        let renamed = app.ask_with_token(&writes, rename, input(&local)).await;
        assert_eq!(renamed.done()["network"]["name"], "Autre");
    }

    async fn a_token_loses_what_its_maker_loses(app: App) {
        let department = app.network("cybanjou").await;
        let member = app.member_of(department, "Zoé").await;
        let read = "{ network(by: { slug: \"cybanjou\" }) { links { chatUrl } counts(from: \"2026-01-01\", until: \"2026-12-31\") { members } } }";

        let token = secret(&make(&app, &member, json!({ "name": "Le mien", "scopes": ["network:read"] })).await);
        let answer = app.ask_with_token(&token, read, json!({})).await;

        assert_eq!(answer.data()["network"]["links"], json!({ "chatUrl": null }));
        assert_eq!(answer.data()["network"]["counts"], Value::Null);
    }

    async fn a_token_ends_when_it_expires_or_is_taken_back(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let short = make(&app, &lead, json!({ "name": "Court", "scopes": ["network:read"], "days": 1 })).await;
        let long = make(&app, &lead, json!({ "name": "Long", "scopes": ["network:read"] })).await;
        let revoke = "mutation($input: TokenRevokeInput!) { tokenRevoke(input: $input) {
            token { revokedAt } userErrors { code } } }";
        let id = json!({ "input": { "tokenId": long.done()["created"]["token"]["id"] } });

        app.clock.advance(TimeDelta::days(2));
        let after = app.ask_with_token(&secret(&short), "{ networkLevels { code } }", json!({})).await;
        app.ask(Some(&lead), revoke, id.clone()).await.done();
        let revoked = app.ask_with_token(&secret(&long), "{ networkLevels { code } }", json!({})).await;
        let again = app.ask(Some(&lead), revoke, id).await;

        assert_eq!(after.code(), "UNAUTHENTICATED");
        assert_eq!(revoked.code(), "UNAUTHENTICATED");
        assert_eq!(again.refusals(), ["ALREADY_REVOKED"]);
    }

    async fn a_token_makes_no_tokens_and_its_last_use_shows(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let token = secret(&make(&app, &lead, json!({ "name": "Tout",
            "scopes": ["network:write", "member:write"] })).await);

        let answer = app.ask_with_token(&token, CREATE, json!({ "input": {
            "name": "Enfant", "scopes": ["network:read"] } })).await;
        let tokens = app.ask(Some(&lead), "{ viewer { tokens(first: 5) {
            totalCount nodes { name hint lastUsedAt } } } }", json!({})).await;

        assert_eq!(answer.code(), "FORBIDDEN");
        let tokens = &tokens.data()["viewer"]["tokens"];
        assert_eq!(tokens["totalCount"], 1);
        assert!(tokens["nodes"][0]["lastUsedAt"].is_string(), "{tokens}");
        assert!(token.starts_with(tokens["nodes"][0]["hint"].as_str().unwrap()));
    }

    async fn what_is_wrong_with_a_token_is_said(app: App) {
        let department = app.network("cybanjou").await;
        let member = app.member_of(department, "Zoé").await;

        let unknown = make(&app, &member, json!({ "name": "x", "scopes": ["everything:write"] })).await;
        let endless = make(&app, &member, json!({ "name": "x", "scopes": ["event:read"], "days": 4000 })).await;
        let branch = make(&app, &member, json!({ "name": "x", "scopes": ["event:read"],
            "networkId": department.to_string() })).await;

        assert_eq!(unknown.refusals(), ["SCOPE_UNKNOWN"]);
        assert_eq!(endless.refusals(), ["DAYS_OUT_OF_RANGE"]);
        assert_eq!(branch.code(), "FORBIDDEN");
    }
}
