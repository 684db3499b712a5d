//! Who is a member and who was: lists of today and of a past day, and since when somebody has been there.

use chrono::TimeDelta;
use domain::membership::{LocalRole, Role};
use serde_json::{Value, json};

use super::{END, UPDATE, of};
use crate::support::{App, Browser, Person, on_both};

async fn pilots(app: &App, who: &Person, network: &str, as_of: Value) -> crate::support::Answer {
    let document = "query($slug: String!, $asOf: Date) { network(by: { slug: $slug }) {
        memberships(first: 10, filter: { asOf: $asOf, localRole: PILOT, scope: SUBTREE }) {
            nodes { member { firstName } } } } }";
    app.ask(Some(who), document, json!({ "slug": network, "asOf": as_of })).await
}

on_both! {
    async fn who_was_a_pilot_on_a_past_day_has_an_answer(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person_with(local, "Marie", Role::Member, Some(LocalRole::Pilot)).await;
        let id = of(&app, &marie).await;

        let changed = app.ask(Some(&lead), UPDATE, json!({ "input":
            { "membershipId": id, "localRole": "HELPER", "expectedRevision": 1 } })).await;
        let before = pilots(&app, &lead, "cybanjou", json!("2026-03-01")).await;
        let today = pilots(&app, &lead, "cybanjou", Value::Null).await;
        let too_early = pilots(&app, &lead, "cybanjou", json!("2025-12-31")).await;

        assert_eq!(changed.done()["membership"]["startedOn"], "2026-09-07");
        let nodes = |answer: &crate::support::Answer| {
            answer.data()["network"]["memberships"]["nodes"].clone()
        };
        assert_eq!(nodes(&before), json!([{ "member": { "firstName": "Marie" } }]));
        assert_eq!(nodes(&today), json!([]));
        assert_eq!(nodes(&too_early), json!([]));
    }

    async fn the_past_is_for_those_who_run_the_network(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;

        let today = pilots(&app, &marie, "cybanjou", Value::Null).await;
        let before = pilots(&app, &marie, "cybanjou", json!("2026-03-01")).await;

        assert_eq!(today.data()["network"]["memberships"]["nodes"], json!([]));
        assert_eq!(before.code(), "FORBIDDEN");
    }

    async fn a_stranger_learns_nothing_of_a_membership(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;
        let stranger = app.person("Zoé").await;
        let id = of(&app, &marie).await;

        let ended = app.ask(Some(&stranger), END, json!({ "input": { "membershipId": id } })).await;
        let node = app.ask(Some(&stranger), "query($id: ID!) { node(id: $id) { id } }",
            json!({ "id": id })).await;
        let listed = pilots(&app, &stranger, "cybanjou", Value::Null).await;

        assert_eq!(ended.code(), "NOT_FOUND");
        assert_eq!(node.data()["node"], Value::Null);
        assert_eq!(listed.code(), "FORBIDDEN");
    }

    async fn a_list_of_memberships_takes_as_many_statements_at_5_rows_as_at_50(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let document = "{ network(by: { slug: \"cybanjou\" }) { memberships(first: 100) { totalCount
            nodes { role member { name email } network { name } } } } }";
        let mut counts = Vec::new();
        let mut people = 0;
        for size in [5, 50] {
            while people < size {
                app.member_of(network, &format!("Essai {people}")).await;
                people += 1;
            }
            let start = app.statements();
            let answer = app.ask(Some(&lead), document, json!({})).await;
            counts.push(app.statements() - start);
            assert_eq!(answer.data()["network"]["memberships"]["totalCount"], size + 1);
        }

        assert_eq!(counts[0], counts[1]);
        assert!(counts[0] <= 6, "{counts:?}");
    }

    async fn member_since_is_the_day_they_came_whatever_their_roles_were(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let ana = app.member_of(network, "Ana").await;
        let bea = app.member_of(network, "Béa").await;
        for (who, day) in [(&ana, "2026-05-01"), (&bea, "2026-06-01")] {
            app.write(&format!("update membership set started_on = '{day}' where member_id = ?"),
                vec![who.id.into()]).await;
        }
        for role in ["ORGANISER", "MEMBER"] {
            app.clock.advance(TimeDelta::days(2));
            let id = of(&app, &ana).await;
            app.ask(Some(&lead), UPDATE, json!({ "input": { "membershipId": id, "role": role } }))
                .await
                .done();
        }
        assert_eq!(app.count("membership where ending = 'changed'").await, 2);

        let taken = Browser::of(&app, &lead).get("/networks/cybanjou/members.csv?sort=newest").await;
        let written = domain::member::export(&app.house(), "cybanjou").await.unwrap();

        let of_ana = taken.body.lines().find(|line| line.contains("Ana")).unwrap();
        assert!(of_ana.contains("2026-05-01"), "{of_ana}");
        let place = |name: &str| taken.body.find(name).unwrap();
        assert!(place("Béa") < place("Ana") && place("Ana") < place("Nora"), "{}", taken.body);
        let written = String::from_utf8(written.bytes).unwrap();
        assert!(written.contains("2026-05-01"), "{written}");
        let document = "query($id: ID!) { node(id: $id) { ... on Membership { memberSince } } }";
        let id = json!({ "id": of(&app, &ana).await });
        for (who, since) in [(&ana, "2026-05-01"), (&lead, "2026-05-01"), (&bea, "2026-09-11")] {
            let read = app.ask(Some(who), document, id.clone()).await;
            assert_eq!(read.data()["node"]["memberSince"], since, "{}", who.email);
        }
    }
}
