//! Two records of one person become one, and nobody gains a role by it.

use domain::{
    database::Sql,
    membership::{LocalRole, Role},
};
use serde_json::json;

use super::{look, names, update};
use crate::support::{Person, on_both};

on_both! {
    async fn joining_duplicates_loses_nothing_and_writes_to_nobody(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin").await;
        let lead = app.lead_of(network, "Ana").await;
        let kept = app.member_of(network, "Marie").await;
        let twice = app.person_with(network, "Marie bis", Role::Member, None).await;
        app.joins(&twice, local, Role::Member, Some(LocalRole::Scout)).await;
        update(&app, &twice, json!({ "skills": ["email"], "phone": "0241000000" }), &twice).await.done();
        let document = "mutation($input: MemberMergeInput!) { memberMerge(input: $input) {
            member { skills phone memberships(first: 9, filter: { withEnded: true }) {
                nodes { network { slug } localRole ending } } }
            userErrors { code } } }";
        let input = json!({ "input":
            { "keptId": kept.id.to_string(), "duplicateId": twice.id.to_string() } });

        let merged = app.ask(Some(&lead), document, input).await;
        let found = look(&app, Some(&lead), &twice).await;
        let listed = names(&app, &lead, json!({ "withPast": true })).await;

        let member = &merged.done()["member"];
        assert_eq!(member["skills"], json!(["email"]));
        assert_eq!(member["phone"], "+33241000000");
        let mut tied = member["memberships"]["nodes"].as_array().unwrap().clone();
        tied.sort_by_key(ToString::to_string);
        assert_eq!(tied.len(), 3);
        let running: Vec<_> = tied.iter().filter(|tie| tie["ending"].is_null()).collect();
        assert_eq!(running.len(), 2);
        // The other identifier goes on leading to the person.
        assert_eq!(found.data()["member"]["firstName"], "Marie");
        assert_eq!(listed, ["Ana", "Marie"]);
        assert_eq!(app.letters().await, Vec::<String>::new());
    }

    async fn of_two_registrations_the_better_stays_and_the_freed_place_is_offered(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let twice = app.member_of(network, "Marie bis").await;
        let kept = app.member_of(network, "Marie").await;
        let next = app.member_of(network, "Paul").await;
        let full = app.event(network, |event| event.on_site = Some(2)).await;
        let waiting = app.event(network, |event| event.on_site = Some(1)).await;
        let register = "mutation($input: RegistrationCreateInput!) { registrationCreate(input: $input) {
            registration { state } userErrors { code } } }";
        for (event, who) in [(full, &twice), (full, &kept), (full, &next), (waiting, &twice), (waiting, &kept)] {
            let input = json!({ "input": { "eventId": event.to_string() } });
            app.ask(Some(who), register, input).await.done();
        }
        let merge = "mutation($input: MemberMergeInput!) { memberMerge(input: $input) {
            member { name } userErrors { code } } }";
        let input = json!({ "input":
            { "keptId": kept.id.to_string(), "duplicateId": twice.id.to_string() } });

        app.ask(Some(&lead), merge, input).await.done();

        let count = async |event: domain::id::EventId, who: &Person, state: &str| {
            let text = "select count(*) from registration \
                where event_id = ? and member_id = ? and state = ?";
            let values = vec![event.into(), who.id.into(), state.into()];
            Sql::new(text, values).number(app.server.house.db.read()).await.unwrap()
        };
        assert_eq!(count(full, &kept, "confirmed").await, 1);
        assert_eq!(count(full, &next, "offered").await, 1);
        // The kept record waited where the other had a place.
        assert_eq!(count(waiting, &kept, "confirmed").await, 1);
        assert_eq!(app.count("registration").await, 3);
    }

    async fn nobody_gains_a_role_by_joining_records(app: App) {
        let region = app.network("hub").await;
        let department = app.network_below(Some(region), "cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let above = app.lead_of(region, "Chef").await;
        app.joins(&above, department, Role::Member, None).await;
        let straw = app.member_of(department, "Paille").await;
        let document = "mutation($input: MemberMergeInput!) { memberMerge(input: $input) {
            member { name } userErrors { code } } }";

        for (kept, duplicate) in [(&straw, &above), (&above, &straw), (&lead, &straw)] {
            let input = json!({ "input":
                { "keptId": kept.id.to_string(), "duplicateId": duplicate.id.to_string() } });
            assert_eq!(app.ask(Some(&lead), document, input).await.code(), "FORBIDDEN");
        }
    }
}
