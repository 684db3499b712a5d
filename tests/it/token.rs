//! Third-party tools' keys: shown once, bounded by their maker, their scopes and their subtree.

use chrono::TimeDelta;
use domain::{id::EventId, membership::Role};
use serde_json::{Value, json};

use crate::{
    membership::of,
    support::{Answer, App, Person, on_both},
};

const CREATE: &str = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
    created { secret token { id hint scopes expiresAt network { slug } } }
    userErrors { code field message } } }";

async fn make(app: &App, who: &Person, input: Value) -> Answer {
    app.ask(Some(who), CREATE, json!({ "input": input })).await
}

fn secret(answer: &Answer) -> String {
    answer.done()["created"]["secret"].as_str().unwrap().to_owned()
}

/// A mutation by its name, with what is read of its payload.
fn mutation(name: &str, payload: &str) -> String {
    let (head, tail) = name.split_at(1);
    let input = format!("{}{tail}Input", head.to_uppercase());
    format!(
        "mutation($input: {input}!) {{ {name}(input: $input) {{ {payload} userErrors {{ code }} }} }}"
    )
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
        let olga = app.lead_of(department, "Olga").await;
        let ana = app.lead_of(department, "Ana").await;
        let update = mutation("networkUpdate", "network { name }");
        let chat = "https://discussion.exemple.test/cybanjou";
        app.ask(Some(&olga), &update, json!({ "input": {
            "networkId": department.to_string(), "chatUrl": chat } })).await.done();
        let named = |name: &str| json!({ "input": {
            "networkId": department.to_string(), "name": name } });
        let read = "{ network(by: { slug: \"cybanjou\" }) { name links { chatUrl }
            counts(from: \"2026-01-01\", until: \"2026-12-31\") { members } } }";
        let token = secret(&make(&app, &ana, json!({ "name": "Le sien",
            "scopes": ["network:write"] })).await);
        app.ask_with_token(&token, &update, named("Par un pilote")).await.done();
        let as_lead = app.ask_with_token(&token, read, json!({})).await;

        let demote = mutation("membershipUpdate", "membership { role }");
        app.ask(Some(&olga), &demote, json!({ "input": {
            "membershipId": of(&app, &ana).await, "role": "MEMBER" } })).await.done();
        let forbidden = app.ask_with_token(&token, &update, named("Par un membre")).await;
        let as_member = app.ask_with_token(&token, read, json!({})).await;

        app.closes_record(&olga, &ana).await.done();
        let unknown = app.ask_with_token(&token, &update, named("Par personne")).await;
        let as_nobody = app.ask_with_token(&token, read, json!({})).await;

        assert!(as_lead.data()["network"]["counts"]["members"].is_number(), "{}", as_lead.body);
        assert_eq!(forbidden.code(), "FORBIDDEN");
        assert_eq!(forbidden.body["errors"][0]["extensions"]["needs"], "LEAD");
        assert_eq!(as_member.data()["network"], json!({
            "name": "Par un pilote", "links": { "chatUrl": chat }, "counts": null }));
        assert_eq!((unknown.code(), as_nobody.code()), ("UNAUTHENTICATED", "UNAUTHENTICATED"));
        assert_eq!(app.count("network where name = 'Par un pilote'").await, 1);
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

    async fn a_token_without_the_scope_is_refused_and_never_reads_that_there_is_nothing(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let event = app.event(department, |_| ()).await;
        app.ask(Some(&lead), &mutation("registrationCreate", "registration { id }"),
            json!({ "input": { "eventId": event.to_string() } })).await.done();
        let narrow = secret(&make(&app, &lead, json!({ "name": "Chartes", "scopes": ["charter:read"] })).await);
        let wide = secret(&make(&app, &lead, json!({ "name": "Tout",
            "scopes": ["member:read", "registration:write"] })).await);

        for (field, read) in [
            ("letterPreferences { isReceived }", None),
            ("networks(first: 5) { totalCount }", Some(("networks", json!({ "totalCount": 1 })))),
            ("networks(first: 5, tie: LEADS) { totalCount }", None),
            ("registrations(first: 5) { totalCount }", Some(("registrations", json!({ "totalCount": 1 })))),
            ("waiting { kind }", Some(("waiting", json!([])))),
        ] {
            let document = format!("{{ viewer {{ {field} }} }}");
            let refused = app.ask_with_token(&narrow, &document, json!({})).await;
            assert_eq!(refused.code(), "FORBIDDEN", "{field}");
            assert_eq!(refused.body["errors"][0]["extensions"]["needs"], "SCOPE", "{field}");
            let answer = app.ask_with_token(&wide, &document, json!({})).await;
            if let Some((name, read)) = read {
                assert_eq!(answer.data()["viewer"][name], read, "{field}");
            }
            answer.data();
        }
    }

    async fn what_is_wrong_with_a_token_is_said(app: App) {
        let department = app.network("cybanjou").await;
        let member = app.member_of(department, "Zoé").await;

        let unknown = make(&app, &member, json!({ "name": "x", "scopes": ["everything:write"] })).await;
        let endless = make(&app, &member, json!({ "name": "x", "scopes": ["event:read"], "days": 4000 })).await;
        let branch = make(&app, &member, json!({ "name": "x", "scopes": ["event:read"],
            "networkId": department.to_string() })).await;

        let all = make(&app, &member, json!({ "name": " ", "scopes": ["tout", "rien"], "days": 0 })).await;

        assert_eq!(unknown.refusals(), ["SCOPE_UNKNOWN"]);
        assert_eq!(all.refusals(), ["NAME_MISSING", "DAYS_OUT_OF_RANGE", "SCOPE_UNKNOWN", "SCOPE_UNKNOWN"]);
        assert_eq!(endless.refusals(), ["DAYS_OUT_OF_RANGE"]);
        assert_eq!(branch.code(), "FORBIDDEN");
    }

    async fn a_token_of_a_branch_does_nothing_elsewhere_for_whoever_made_it(app: App) {
        let here = app.network("cybanjou").await;
        let there = app.network("sarthe").await;
        let third = app.network("mayenne").await;
        let ana = app.lead_of(here, "Ana").await;
        app.joins(&ana, there, Role::Lead, None).await;
        let token = secret(&make(&app, &ana, json!({ "name": "Agenda", "networkId": here.to_string(),
            "scopes": ["network:write", "member:write", "employer:write", "event:write",
                "registration:write", "charter:write"] })).await);
        let (ours, theirs) = (app.event(here, |_| ()).await, app.event(there, |event| {
            event.visibility = "public";
            event.audience = "everyone";
        }).await);
        let register = |event: EventId| json!({ "eventId": event.to_string() });
        let registered = app.ask(Some(&ana), &mutation("registrationCreate", "registration { id }"),
            json!({ "input": register(theirs) })).await;
        let registration = registered.done()["registration"]["id"].clone();
        let asked = app.ask(Some(&ana), &mutation("joinRequestCreate", "joinRequest { id }"),
            json!({ "input": { "networkId": third.to_string() } })).await;
        let request = asked.done()["joinRequest"]["id"].clone();
        let made = app.ask(Some(&ana), &mutation("employerCreate", "employer { id }"),
            json!({ "input": { "networkId": there.to_string(), "name": "La Maison" } })).await;
        let employer = made.done()["employer"]["id"].clone();
        let held = app.ask(Some(&ana), "{ viewer { member { memberships(first: 5) {
            nodes { id network { slug } } } } } }", json!({})).await;
        let of = |slug: &str| {
            let nodes = held.data()["viewer"]["member"]["memberships"]["nodes"].clone();
            let nodes = nodes.as_array().unwrap().clone();
            nodes.into_iter().find(|node| node["network"]["slug"] == slug).unwrap()["id"].clone()
        };

        for (name, input) in [
            ("registrationCreate", register(theirs)),
            ("registrationCancel", json!({ "registrationId": registration })),
            ("membershipEnd", json!({ "membershipId": of("sarthe") })),
            ("joinRequestCreate", json!({ "networkId": there.to_string() })),
            ("joinRequestCreate", json!({ "networkId": third.to_string() })),
            ("joinRequestWithdraw", json!({ "joinRequestId": request })),
            ("employerManagerClaim", json!({ "employerId": employer })),
            ("eventPublish", json!({ "eventId": theirs.to_string() })),
            ("networkUpdate", json!({ "networkId": there.to_string(), "name": "Autre" })),
            ("letterPreferencesUpdate", json!({ "refused": ["NEWS"] })),
        ] {
            let answer = app.ask_with_token(&token, &mutation(name, ""), json!({ "input": input })).await;
            assert_eq!(answer.code(), "FORBIDDEN", "{name}");
            assert_eq!(answer.body["errors"][0]["extensions"]["needs"], "SUBTREE", "{name}");
        }
        for field in ["waiting { kind }", "letterPreferences { category }"] {
            let answer = app.ask_with_token(&token, &format!("{{ viewer {{ {field} }} }}"), json!({})).await;
            assert_eq!(answer.code(), "FORBIDDEN", "{field}");
            assert_eq!(answer.body["errors"][0]["extensions"]["needs"], "SUBTREE", "{field}");
        }
        let done = app.ask_with_token(&token, &mutation("registrationCreate", "registration { state }"),
            json!({ "input": register(ours) })).await;
        assert_eq!(done.done()["registration"]["state"], "CONFIRMED");
        let named = app.ask_with_token(&token, &mutation("memberUpdate", "member { phone }"),
            json!({ "input": { "memberId": ana.id.to_string(), "phone": "02 41 00 00 00" } })).await;
        assert_eq!(named.done()["member"]["phone"], "+33241000000");
    }

    async fn a_token_of_a_branch_reads_what_is_public_elsewhere_and_no_more(app: App) {
        let here = app.network("cybanjou").await;
        let there = app.network("sarthe").await;
        let ana = app.lead_of(here, "Ana").await;
        app.joins(&ana, there, Role::Lead, None).await;
        let token = secret(&make(&app, &ana, json!({ "name": "Agenda", "networkId": here.to_string(),
            "scopes": ["network:read", "member:read", "employer:read", "event:read",
                "registration:read", "charter:read"] })).await);
        let (ours, theirs) = (app.event(here, |_| ()).await, app.event(there, |event| {
            event.visibility = "public";
        }).await);
        let mut ids = Vec::new();
        for event in [ours, theirs] {
            let registered = app.ask(Some(&ana), &mutation("registrationCreate", "registration { id }"),
                json!({ "input": { "eventId": event.to_string() } })).await;
            ids.push(registered.done()["registration"]["id"].clone());
        }

        let seen = app.ask_with_token(&token, "query($ids: [ID!]!, $event: ID!) {
            viewer { member { name } networks(first: 5) { nodes { slug } }
                registrations(first: 5) { nodes { id } } }
            nodes(ids: $ids) { __typename }
            event(by: { id: $event }) { title viewerRegistration { id } }
            network(by: { slug: \"sarthe\" }) { name
                viewerCan(action: SEE_COUNTS) { isAllowed needs } } }",
            json!({ "ids": ids, "event": theirs.to_string() })).await;

        assert_eq!(seen.data(), &json!({
            "viewer": { "member": { "name": "Ana Essai" },
                "networks": { "nodes": [{ "slug": "cybanjou" }] },
                "registrations": { "nodes": [{ "id": ids[0] }] } },
            "nodes": [{ "__typename": "Registration" }, null],
            "event": { "title": "Rencontre", "viewerRegistration": null },
            "network": { "name": "sarthe", "viewerCan": { "isAllowed": false, "needs": "SUBTREE" } },
        }));
        for field in ["news { kind }", "joinRequests(first: 5) { nodes { id } }", "invitations { id }",
            "employerManagers(first: 5) { nodes { id } }", "letterPreferences { category }",
            "employmentProposals { siret }", "awaitingEvents { id }",
            "participations(first: 5, startsFrom: \"2026-01-01T00:00:00Z\", \
                startsBefore: \"2027-01-01T00:00:00Z\") { nodes { title } }"] {
            let answer = app.ask_with_token(&token, &format!("{{ viewer {{ {field} }} }}"), json!({})).await;
            assert_eq!(answer.code(), "FORBIDDEN", "{field}");
            assert_eq!(answer.body["errors"][0]["extensions"]["needs"], "SUBTREE", "{field}");
        }
    }
}
