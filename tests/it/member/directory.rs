//! The directory: how one is found in it, and what it costs.

use domain::membership::{LocalRole, Role};
use serde_json::json;

use super::{names, update};
use crate::support::on_both;

on_both! {
    async fn the_directory_forgives_accents_and_finds_by_many_things(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let lead = app.lead_of(department, "Ana").await;
        let helene = app.person_with(local, "Hélène", Role::Member, Some(LocalRole::Helper)).await;
        let paul = app.member_of(department, "Paul").await;
        update(&app, &helene, json!({ "mayTrain": true, "skills": ["Impression 100 %"],
            "visibility": { "skills": "MEMBERS" } }), &helene).await.done();
        update(&app, &paul, json!({ "skills": ["Impression 100 %", "email"] }), &paul).await.done();
        let skill = json!({ "skill": "impression 100 %" });

        assert_eq!(names(&app, &lead, json!({ "search": "ess HEL" })).await, ["Hélène"]);
        assert_eq!(names(&app, &lead, json!({ "search": "ssai" })).await, Vec::<String>::new());
        assert_eq!(names(&app, &lead, json!({ "localRole": "HELPER" })).await, ["Hélène"]);
        assert_eq!(names(&app, &lead, json!({ "mayTrain": true })).await, ["Hélène"]);
        let here = json!({ "networkId": department.to_string() });
        assert_eq!(names(&app, &lead, here).await, ["Ana", "Paul"]);
        let branch = json!({ "networkId": department.to_string(), "scope": "SUBTREE" });
        assert_eq!(names(&app, &lead, branch).await, ["Ana", "Hélène", "Paul"]);
        assert_eq!(names(&app, &lead, skill.clone()).await, ["Hélène", "Paul"]);
        // A filter must not tell what a profile keeps.
        assert_eq!(names(&app, &helene, skill).await, ["Hélène"]);
        assert_eq!(names(&app, &lead, json!({ "skill": "email" })).await, ["Paul"]);
        assert_eq!(names(&app, &helene, json!({ "skill": "email" })).await, Vec::<String>::new());
        assert_eq!(
            names(&app, &paul, json!({ "neverSeenSince": "2030-01-01" })).await, ["Paul"]
        );
    }

    async fn the_directory_takes_three_statements_at_5_people_and_at_50(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let document = "{ members(first: 100, filter: { search: \"e\" }) { totalCount nodes {
            name email skills viewerCan(action: EDIT) { isAllowed } } } }";
        let nested = "{ members(first: 100) { nodes { name memberships(first: 5) {
            nodes { role network { name } } } } } }";
        let mut counts = Vec::new();
        for size in [5, 50] {
            for index in counts.len()..size {
                app.member_of(network, &format!("Essai {size} {index}")).await;
            }
            // What it costs to know who asks is not the directory's.
            let start = app.statements();
            app.ask(Some(&lead), "{ __typename }", json!({})).await;
            let asking = app.statements() - start;
            let start = app.statements();
            app.ask(Some(&lead), document, json!({})).await.data();
            let directory = app.statements() - start - asking;
            let start = app.statements();
            app.ask(Some(&lead), nested, json!({})).await.data();
            counts.push((directory, app.statements() - start - asking));
        }

        assert!(counts[0].0 <= 3, "{counts:?}");
        assert_eq!(counts[0], counts[1]);
    }
}
