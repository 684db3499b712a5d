//! The audit trail: who did what, when, on whose behalf, for those who answer for it, and nobody else.

use chrono::TimeDelta;
use domain::{
    id::{EventId, MemberId},
    membership::{LocalRole, Role},
    registration::{self, Create},
};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, on_both};

const LINE: &str = "action kind summary at door requestId
    actor { kind member { firstName } token { name } } onBehalfOf { firstName }
    member { firstName } network { slug } subject { __typename id }
    fields { field before after }";

async fn ask(app: &App, who: &Person, of: &str, arguments: &str) -> Answer {
    let document = format!(
        "{{ {of} {{ ... on Node {{ id }} {} }} }}",
        format_args!(
            "history({arguments}) {{ totalCount pageInfo {{ endCursor hasNextPage }} nodes {{ {LINE} }} }}"
        )
    );
    app.ask(Some(who), &document, json!({})).await
}

/// The lines of one thing, newest first.
async fn lines(app: &App, who: &Person, of: &str, arguments: &str) -> Vec<Value> {
    let answer = ask(app, who, of, arguments).await;
    let (_, thing) = answer.data().as_object().unwrap().iter().next().unwrap();
    thing["history"]["nodes"].as_array().unwrap_or_else(|| panic!("{}", answer.body)).clone()
}

fn actions(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["action"].as_str().unwrap()).collect()
}

fn member(id: MemberId) -> String {
    format!("member(by: {{ id: \"{id}\" }})")
}

fn event(id: EventId) -> String {
    format!("event(by: {{ id: \"{id}\" }})")
}

const NETWORK: &str = "network(by: { slug: \"cybanjou\" })";

async fn record(app: &App, who: &Person, event: EventId, member: MemberId, state: &str) {
    app.clock.advance(TimeDelta::minutes(1));
    app.ask(
        Some(who),
        "mutation($input: AttendanceRecordInput!) { attendanceRecord(input: $input) {
            userErrors { code } } }",
        json!({ "input": { "eventId": event.to_string(),
            "records": [{ "memberId": member.to_string(), "state": state }] } }),
    )
    .await
    .done();
}

on_both! {
    async fn who_moved_a_member_to_absent_is_told_to_them_and_to_the_lead(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let starts_at = app.clock.now();
        let meeting = app.event(network, |event| event.starts_at = starts_at).await;
        record(&app, &organiser, meeting, ana.id, "PRESENT").await;
        record(&app, &organiser, meeting, ana.id, "ABSENT").await;

        let seen_by_ana = lines(&app, &ana, &member(ana.id), "first: 5, filter: { kinds: [ATTENDANCE] }").await;
        let seen_by_lead = lines(&app, &lead, &event(meeting), "first: 5").await;

        assert_eq!(actions(&seen_by_ana), ["attendance.correct", "attendance.record"]);
        let line = &seen_by_ana[0];
        assert_eq!(line["actor"]["kind"], "PERSON");
        assert_eq!(line["actor"]["member"]["firstName"], "Olga");
        assert_eq!(line["onBehalfOf"]["firstName"], "Ana");
        assert_eq!(line["door"], "API");
        assert_eq!(line["summary"], "présence corrigée");
        assert_eq!(line["subject"]["__typename"], "Attendance");
        let state = line["fields"].as_array().unwrap().iter().find(|field| field["field"] == "state").unwrap();
        assert_eq!((&state["before"], &state["after"]), (&json!("present"), &json!("absent")));
        assert_eq!(actions(&seen_by_lead), ["attendance.correct", "attendance.record"]);
    }

    async fn who_was_pilot_on_a_day_is_answered_by_the_changes_of_roles(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let ana = app.person_with(network, "Ana", Role::Member, Some(LocalRole::Pilot)).await;
        let document = "query($on: Date) { network(by: { slug: \"cybanjou\" }) {
            memberships(first: 10, filter: { asOf: $on, localRole: PILOT }) {
                nodes { id member { firstName } } } } }";
        let pilots = app.ask(Some(&lead), document, json!({ "on": "2026-09-07" })).await;
        let membership = pilots.data()["network"]["memberships"]["nodes"][0]["id"].clone();
        app.clock.advance(TimeDelta::days(20));

        app.ask(
            Some(&lead),
            "mutation($input: MembershipUpdateInput!) { membershipUpdate(input: $input) {
                userErrors { code } } }",
            json!({ "input": { "membershipId": membership, "localRole": "HELPER" } }),
        )
        .await
        .done();

        let before = app.ask(Some(&lead), document, json!({ "on": "2026-09-08" })).await;
        let after = app.ask(Some(&lead), document, json!({ "on": "2026-09-28" })).await;
        assert_eq!(before.data()["network"]["memberships"]["nodes"][0]["member"]["firstName"], "Ana");
        assert_eq!(after.data()["network"]["memberships"]["nodes"], json!([]));
        let changed = lines(&app, &lead, NETWORK, "first: 5, filter: { actions: [\"membership.change\"] }").await;
        assert_eq!(changed[0]["member"]["firstName"], "Ana");
        let role = &changed[0]["fields"][0];
        assert_eq!(*role, json!({ "field": "local_role", "before": "pilot", "after": "helper" }));
        let of_ana = lines(&app, &lead, &member(ana.id), "first: 5, filter: { kinds: [MEMBERSHIP] }").await;
        assert_eq!(actions(&of_ana), ["membership.change", "membership.begin", "membership.begin"]);
    }

    async fn a_trail_turns_by_key_and_is_filtered_by_period_and_person(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin-bauge").await;
        let lead = app.lead_of(network, "Nora").await;
        let rename = "mutation($input: NetworkUpdateInput!) { networkUpdate(input: $input) {
            userErrors { code } } }";
        for name in ["Un", "Deux", "Trois"] {
            app.clock.advance(TimeDelta::hours(1));
            app.ask(Some(&lead), rename, json!({ "input": { "networkId": local.to_string(), "name": name } }))
                .await
                .done();
        }
        let mine = format!("filter: {{ actorId: \"{}\" }}", lead.id);

        let own = ask(&app, &lead, NETWORK, &format!("first: 2, {mine}")).await;
        let first = ask(&app, &lead, NETWORK, &format!("first: 2, scope: SUBTREE, {mine}")).await;
        let page = first.data()["network"]["history"].clone();
        let after = page["pageInfo"]["endCursor"].as_str().unwrap();
        let second = lines(&app, &lead, NETWORK, &format!("first: 2, after: \"{after}\", scope: SUBTREE, {mine}")).await;
        let period = "first: 5, scope: SUBTREE, filter: { kinds: [NETWORK], \
            from: \"2026-09-07T09:00:00Z\", until: \"2026-09-07T09:30:00Z\" }";
        let of_period = lines(&app, &lead, NETWORK, period).await;

        assert_eq!(own.data()["network"]["history"]["totalCount"], 0);
        assert_eq!(page["totalCount"], 3);
        assert_eq!(page["pageInfo"]["hasNextPage"], true);
        assert_eq!(page["nodes"][0]["fields"], json!([{ "field": "name", "before": "Deux", "after": "Trois" }]));
        assert_eq!(second.len(), 1);
        assert_eq!(of_period.len(), 1);
        assert_eq!(of_period[0]["fields"][0]["after"], "Deux");
    }

    async fn a_trail_is_for_those_who_answer_for_it(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Nora").await;
        let other_lead = app.lead_of(elsewhere, "Omar").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        app.joins(&ana, elsewhere, Role::Member, None).await;
        let meeting = app.event(network, |_| {}).await;
        registration::create(&app.house(), Create { member: Some(ana.id), ..Create::oneself(meeting) })
            .await
            .unwrap();

        assert_eq!(ask(&app, &organiser, NETWORK, "first: 5").await.code(), "FORBIDDEN");
        assert_eq!(ask(&app, &other_lead, NETWORK, "first: 5").await.code(), "FORBIDDEN");
        assert_eq!(ask(&app, &organiser, &event(meeting), "first: 5").await.code(), "FORBIDDEN");
        assert_eq!(ask(&app, &organiser, &member(ana.id), "first: 5").await.code(), "FORBIDDEN");
        let mine = lines(&app, &ana, &member(ana.id), "first: 20").await;
        let of_lead = lines(&app, &lead, &member(ana.id), "first: 20").await;
        let of_other = lines(&app, &other_lead, &member(ana.id), "first: 20").await;
        assert!(actions(&mine).contains(&"sign_in.open"), "{mine:?}");
        assert!(!actions(&of_lead).contains(&"sign_in.open"), "how one signs in is one's own");
        assert!(actions(&of_lead).contains(&"registration.create"));
        assert_eq!(actions(&of_other), ["membership.begin", "member.create"], "only their own affairs");
        assert_eq!(mine.iter().find(|line| line["action"] == "registration.create").unwrap()["actor"]["kind"], "SYSTEM");
    }

    async fn a_tool_is_named_with_the_person_for_whom_it_acts(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let made = app.ask(Some(&lead), "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
            created { secret } userErrors { code } } }", json!({ "input": { "name": "Agenda",
            "scopes": ["network:write"], "networkId": network.to_string() } })).await;
        let secret = made.done()["created"]["secret"].as_str().unwrap().to_owned();
        app.clock.advance(TimeDelta::minutes(1));
        app.ask_with_token(&secret, "mutation($input: NetworkUpdateInput!) { networkUpdate(input: $input) {
            userErrors { code } } }", json!({ "input": { "networkId": network.to_string(), "name": "Autre" } }))
            .await
            .done();

        let told = lines(&app, &lead, NETWORK, "first: 1").await;

        assert_eq!(told[0]["action"], "network.update");
        assert_eq!(told[0]["actor"]["kind"], "TOKEN");
        assert_eq!(told[0]["actor"]["member"]["firstName"], "Nora");
        assert_eq!(told[0]["actor"]["token"]["name"], "Agenda");
    }

    async fn a_trail_asks_the_same_statements_for_few_lines_as_for_many(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let first = app.member_of(network, "Ana").await;
        let count = async || {
            let before = app.statements();
            let nodes = lines(&app, &lead, NETWORK, "first: 100").await;
            (nodes.len(), app.statements() - before)
        };

        let (few, statements) = count().await;
        for number in 0..30 {
            app.member_of(network, &format!("Membre {number}")).await;
        }
        let (many, same) = count().await;

        assert!(many >= few + 30, "{few} {many}");
        assert_eq!(statements, same, "{}", first.email);
    }
}
