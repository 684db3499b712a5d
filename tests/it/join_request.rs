//! Asking to join: the nearest leads are told, and the person gets an answer with its reason.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    membership::of,
    support::{Answer, App, Person, on_both},
};

const APPROVE: &str =
    "mutation($input: JoinRequestApproveInput!) { joinRequestApprove(input: $input) {
    joinRequest { state } userErrors { code } } }";
const REFUSE: &str =
    "mutation($input: JoinRequestRefuseInput!) { joinRequestRefuse(input: $input) {
    joinRequest { state reason } userErrors { code } } }";
const WITHDRAW: &str =
    "mutation($input: JoinRequestWithdrawInput!) { joinRequestWithdraw(input: $input) {
    joinRequest { state } userErrors { code } } }";

async fn ask(app: &App, who: &Person, network: domain::id::NetworkId) -> Answer {
    let document = "mutation($input: JoinRequestCreateInput!) { joinRequestCreate(input: $input) {
        joinRequest { id state } userErrors { code } } }";
    let input = json!({ "networkId": network.to_string(), "word": "J’anime un atelier." });
    app.ask(Some(who), document, json!({ "input": input })).await
}

fn id(answer: &Answer) -> Value {
    answer.done()["joinRequest"]["id"].clone()
}

on_both! {
    async fn the_leads_nearest_to_the_network_are_told(app: App) {
        let department = app.network("cybanjou").await;
        let led = app.network_below(Some(department), "rlin-a").await;
        let unled = app.network_below(Some(department), "rlin-b").await;
        app.lead_of(department, "Ana").await;
        app.lead_of(led, "Paul").await;
        let zoe = app.person("Zoé").await;

        ask(&app, &zoe, led).await.done();
        ask(&app, &zoe, unled).await.done();
        let again = ask(&app, &zoe, led).await;

        assert_eq!(app.letters().await,
            ["join_requested ana@exemple.test", "join_requested paul@exemple.test"]);
        assert_eq!(again.refusals(), ["ALREADY_REQUESTED"]);
    }

    async fn whoever_asks_again_and_again_waits_a_month(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.person("Zoé").await;
        for round in 0..3 {
            let asked = ask(&app, &zoe, network).await;
            let input = json!({ "input": { "joinRequestId": id(&asked), "reason": "Pas encore." } });
            let input = if round == 0 {
                app.ask(Some(&zoe), WITHDRAW, json!({ "input": { "joinRequestId": id(&asked) } })).await
            } else {
                app.ask(Some(&lead), REFUSE, input).await
            };
            input.done();
        }

        let fourth = ask(&app, &zoe, network).await;
        app.clock.advance(TimeDelta::days(31));
        let zoe = app.signs_in_again(&zoe).await;
        let later = ask(&app, &zoe, network).await;

        assert_eq!(fourth.refusals(), ["REQUESTED_TOO_OFTEN"]);
        later.done();
    }

    async fn an_approved_person_is_in_and_gets_a_letter(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.person("Zoé").await;
        let asked = ask(&app, &zoe, network).await;
        let waiting = app.ask(Some(&lead), "{ network(by: { slug: \"cybanjou\" }) {
            joinRequests(first: 5, filter: { state: PENDING }) { nodes { word member { firstName } } } } }",
            json!({})).await;
        let input = json!({ "input": { "joinRequestId": id(&asked), "localRole": "SCOUT" } });

        let approved = app.ask(Some(&lead), APPROVE, input.clone()).await;
        let again = app.ask(Some(&lead), APPROVE, input).await;
        let roles = app.ask(Some(&zoe), "{ viewer { joinRequests(first: 5) { nodes { state } }
            member { memberships(first: 5) { nodes { localRole origin } } } } }", json!({})).await;
        let member_asks = ask(&app, &zoe, network).await;

        // Whoever asks shows themselves to those who answer.
        assert_eq!(waiting.data()["network"]["joinRequests"]["nodes"],
            json!([{ "word": "J’anime un atelier.", "member": { "firstName": "Zoé" } }]));
        assert_eq!(approved.done()["joinRequest"]["state"], "APPROVED");
        assert_eq!(again.refusals(), ["ALREADY_DECIDED"]);
        let viewer = &roles.data()["viewer"];
        assert_eq!(viewer["joinRequests"]["nodes"], json!([{ "state": "APPROVED" }]));
        assert_eq!(viewer["member"]["memberships"]["nodes"],
            json!([{ "localRole": "SCOUT", "origin": "JOIN_REQUEST" }]));
        assert_eq!(member_asks.refusals(), ["ALREADY_MEMBER"]);
        assert_eq!(app.letters().await,
            ["join_answered zoe@exemple.test", "join_requested ana@exemple.test"]);
    }

    async fn a_refusal_has_a_reason_and_leaves_the_person_outside(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.person("Zoé").await;
        let asked = ask(&app, &zoe, network).await;
        let say = |reason: &str| json!({ "input":
            { "joinRequestId": id(&asked), "reason": reason } });

        let mute = app.ask(Some(&lead), REFUSE, say("  ")).await;
        let refused = app.ask(Some(&lead), REFUSE, say("Hors du territoire")).await;
        let mine = app.ask(Some(&zoe), "{ viewer { networks(first: 5) { nodes { slug } }
            joinRequests(first: 5) { nodes { reason } } } }", json!({})).await;

        assert_eq!(mute.refusals(), ["REASON_MISSING"]);
        assert_eq!(refused.done()["joinRequest"]["reason"], "Hors du territoire");
        assert_eq!(mine.data()["viewer"], json!({ "networks": { "nodes": [] },
            "joinRequests": { "nodes": [{ "reason": "Hors du territoire" }] } }));
    }

    async fn a_request_is_taken_back_by_its_person_and_answered_by_a_lead_only(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Oscar").await;
        let zoe = app.person("Zoé").await;
        let stranger = app.person("Yves").await;
        let asked = ask(&app, &zoe, network).await;
        let one = json!({ "input": { "joinRequestId": id(&asked) } });

        assert_eq!(app.ask(Some(&organiser), APPROVE, one.clone()).await.code(), "NOT_FOUND");
        assert_eq!(app.ask(Some(&zoe), APPROVE, one.clone()).await.code(), "FORBIDDEN");
        assert_eq!(app.ask(Some(&stranger), WITHDRAW, one.clone()).await.code(), "NOT_FOUND");
        let withdrawn = app.ask(Some(&zoe), WITHDRAW, one.clone()).await;
        assert_eq!(withdrawn.done()["joinRequest"]["state"], "WITHDRAWN");
        assert_eq!(app.ask(Some(&zoe), WITHDRAW, one).await.refusals(), ["ALREADY_DECIDED"]);
        // And they may ask again.
        ask(&app, &zoe, network).await.done();
    }

    async fn who_is_let_in_before_an_announced_transfer_is_in_from_that_day_on(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Ana").await;
        let zoe = app.member_of(from, "Zoé").await;
        let membership = of(&app, &zoe).await;
        let asked = ask(&app, &zoe, to).await;
        app.ask(Some(&lead), "mutation($input: MembershipTransferInput!) {
            membershipTransfer(input: $input) { userErrors { code } } }",
            json!({ "input": { "membershipId": membership, "toNetworkId": to.to_string(),
                "role": "ORGANISER", "on": "2026-12-20" } })).await.done();

        // The greater role is the announced one, which the lead may give.
        let input = json!({ "input": { "joinRequestId": id(&asked), "role": "MEMBER",
            "localRole": "SCOUT" } });
        app.ask(Some(&lead), APPROVE, input).await.done();

        assert_eq!(ask(&app, &zoe, to).await.refusals(), ["ALREADY_MEMBER"]);
        assert_eq!(app.count("membership where origin = 'join_request' and role = 'organiser' \
            and local_role = 'scout' and started_on = '2026-09-07' and ended_on is null").await, 1);
        assert_eq!(app.count("membership where started_on > '2026-09-07'").await, 0);
        assert_eq!(app.count("membership where ended_on = '2026-12-20' \
            and ending = 'removed'").await, 1, "they leave the other as planned");
        assert_eq!(app.count("audit_line where action = 'membership.change'").await, 1);
    }
}
