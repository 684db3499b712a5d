//! Leaving: at once or announced, taken back, and never the last lead.

use chrono::TimeDelta;
use domain::{exchange::Import, member, membership::Role};
use serde_json::{Value, json};

use super::{END, UPDATE, of};
use crate::support::on_both;

on_both! {
    async fn a_person_leaves_with_a_date_and_a_reason(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let id = of(&app, &marie).await;

        let early = app.ask(Some(&marie), END, json!({ "input":
            { "membershipId": id, "on": "2025-06-30" } })).await;
        let left = app.ask(Some(&marie), END, json!({ "input":
            { "membershipId": id, "on": "2026-12-31", "reason": "changement" } })).await;
        let sooner = app.ask(Some(&marie), END, json!({ "input":
            { "membershipId": id, "reason": "déménagement" } })).await;
        let again = app.ask(Some(&marie), END, json!({ "input": { "membershipId": id } })).await;
        let history = app.ask(Some(&lead), "{ network(by: { slug: \"cybanjou\" }) {
            memberships(first: 9, filter: { withEnded: true }) {
                nodes { member { firstName email } ending endingReason } } } }", json!({})).await;

        assert_eq!(early.refusals(), ["DATE_BEFORE_START"]);
        assert_eq!(left.done()["membership"]["ending"], "LEFT");
        assert_eq!(sooner.done()["membership"]["ending"], "LEFT");
        assert_eq!(again.refusals(), ["ALREADY_ENDED"]);
        let nodes = &history.data()["network"]["memberships"]["nodes"];
        assert_eq!(nodes[1]["endingReason"], "déménagement");
        // Who ran the network knows who left it, and no more than the name.
        assert_eq!(nodes[1]["member"], json!({ "firstName": "Marie", "email": null }));
    }

    async fn the_last_lead_stays_unless_someone_above_says_otherwise(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin").await;
        let above = app.lead_of(network, "Ana").await;
        let last = app.lead_of(local, "Paul").await;
        let second = app.member_of(local, "Marie").await;
        let id = of(&app, &last).await;
        let input = json!({ "input": { "membershipId": id } });
        let demote = json!({ "input": { "membershipId": id, "role": "MEMBER" } });

        assert_eq!(app.ask(Some(&last), END, input.clone()).await.refusals(), ["LAST_LEAD"]);
        assert_eq!(app.ask(Some(&last), UPDATE, demote.clone()).await.refusals(), ["LAST_LEAD"]);
        assert_eq!(app.closes_record(&last, &last).await.refusals(), ["LAST_LEAD"]);
        let second_id = of(&app, &second).await;
        app.ask(Some(&last), UPDATE, json!({ "input": { "membershipId": second_id, "role": "LEAD" } }))
            .await.done();
        app.ask(Some(&last), UPDATE, demote).await.done();
        let remaining = of(&app, &second).await;
        app.ask(Some(&above), END, json!({ "input": { "membershipId": remaining } })).await.done();
    }

    async fn of_two_leads_only_one_may_announce_that_they_leave(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, paul) = (app.lead_of(network, "Ana").await, app.lead_of(network, "Paul").await);
        let leaves = |id: String, on: &str| json!({ "input": { "membershipId": id, "on": on } });
        let (of_ana, of_paul) = (of(&app, &ana).await, of(&app, &paul).await);

        app.ask(Some(&ana), END, leaves(of_ana.clone(), "2027-06-30")).await.done();
        let sooner = app.ask(Some(&paul), END, leaves(of_paul.clone(), "2027-03-01")).await;
        let later = app.ask(Some(&paul), END, leaves(of_paul, "2027-09-01")).await;
        app.ask(Some(&ana), END, leaves(of_ana, "2027-05-31")).await.done();

        assert_eq!(sooner.refusals(), ["LAST_LEAD"]);
        assert_eq!(later.refusals(), ["LAST_LEAD"]);
    }

    async fn what_was_planned_is_read_at_once_for_all_that_is_taken_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut ids = Vec::new();
        for number in 0..8 {
            let person = app.member_of(network, &format!("Zoé{number}")).await;
            let id = of(&app, &person).await;
            app.ask(Some(&lead), END, json!({ "input": { "membershipId": id } })).await.done();
            ids.push(id);
        }
        let cost = async |ids: &[String]| {
            let before = app.statements();
            app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { userErrors { code } }
                    userErrors { code } } }", json!({ "input": { "membershipIds": ids } })).await.done();
            app.statements() - before
        };

        let (of_two, of_six) = (cost(&ids[..2]).await, cost(&ids[2..]).await);

        assert_eq!(app.count("membership where ended_on is null").await, 9, "the lead's, too");
        // Each is held, known to the policy, in a network, not running, written, and told.
        assert_eq!(of_six - of_two, 4 * 6);
    }

    async fn what_was_looked_at_is_taken_back_only_as_it_was_then(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (paul, zoe) = (app.member_of(network, "Paul").await, app.member_of(network, "Zoé").await);
        let (paul, zoe) = (of(&app, &paul).await, of(&app, &zoe).await);
        let revision = async |id: &str| {
            let document = "query($id: ID!) { node(id: $id) { ... on Membership { revision } } }";
            app.ask(Some(&lead), document, json!({ "id": id })).await.data()["node"]["revision"].clone()
        };
        let restore = async |those: &[(&str, &Value)]| {
            let ids: Vec<_> = those.iter().map(|(id, _)| *id).collect();
            let seen = those.iter().map(|(id, revision)| {
                json!({ "membershipId": id, "expectedRevision": revision })
            });
            let seen: Vec<_> = seen.collect();
            let answer = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { userErrors { code
                    details { name value } } } userErrors { code } } }",
                json!({ "input": { "membershipIds": ids, "seen": seen } })).await;
            answer.done()["results"].clone()
        };
        let end = async |id: &str, on: &str| {
            let input = json!({ "input": { "membershipId": id, "on": on } });
            app.ask(Some(&lead), END, input).await.done();
            revision(id).await
        };
        let change = async |id: &str, local_role: &str| {
            let input = json!({ "input": { "membershipId": id, "localRole": local_role } });
            let answer = app.ask(Some(&lead), "mutation($input: MembershipUpdateInput!) {
                membershipUpdate(input: $input) { membership { id } userErrors { code } } }", input).await;
            answer.done()["membership"]["id"].as_str().unwrap().to_owned()
        };

        // Paul's end is moved, and Zoé's role changes once more.
        let first = end(&paul, "2027-03-01").await;
        let second = end(&paul, "2027-02-01").await;
        let helper = change(&zoe, "HELPER").await;
        let changed = revision(&zoe).await;
        change(&helper, "PILOT").await;
        let late = restore(&[(&paul, &first), (&zoe, &changed)]).await;
        let then = revision(&helper).await;
        let done = restore(&[(&paul, &second), (&helper, &then)]).await;

        assert_eq!(late, json!([
            { "userErrors": [{ "code": "STALE_REVISION",
                "details": [{ "name": "revision", "value": second.to_string() }] }] },
            { "userErrors": [{ "code": "CHANGED_SINCE", "details": [] }] },
        ]));
        assert_eq!(done, json!([{ "userErrors": [] }, { "userErrors": [] }]));
        let helpers = "membership where local_role = 'helper' and ended_on is null";
        assert_eq!(app.count(helpers).await, 1);
        // Whoever names no revision gives an earlier role back whatever was done since.
        let plain = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { userErrors { code } } userErrors { code } } }",
            json!({ "input": { "membershipIds": [zoe] } })).await;
        assert_eq!(plain.done()["results"], json!([{ "userErrors": [] }]));
        assert_eq!(app.count(helpers).await, 0);
    }

    async fn whoever_left_and_came_back_does_not_get_an_earlier_role_with_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let paul = app.lead_of(network, "Paul").await;
        let led = of(&app, &paul).await;
        let demote = json!({ "input": { "membershipId": led, "role": "MEMBER" } });
        app.ask(Some(&lead), UPDATE, demote).await.done();
        let then = of(&app, &paul).await;
        let end = json!({ "input": { "membershipId": then } });
        app.ask(Some(&lead), END, end).await.done();
        app.joins(&paul, network, Role::Member, None).await;

        for seen in [json!([]), json!([{ "membershipId": led, "expectedRevision": 2 }])] {
            let back = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { userErrors { code } }
                    userErrors { code } } }",
                json!({ "input": { "membershipIds": [led], "seen": seen } })).await;
            assert_eq!(back.done()["results"], json!([
                { "userErrors": [{ "code": "ALREADY_ENDED" }] },
            ]));
        }
        let leads = "membership where role = 'lead' and ended_on is null";
        assert_eq!(app.count(leads).await, 1, "Ana alone");
    }

    async fn who_announced_that_they_leave_is_a_member_until_then(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let id = of(&app, &marie).await;
        app.ask(Some(&lead), END, json!({ "input": { "membershipId": id, "on": "2027-06-30",
            "reason": "déménagement" } })).await.done();

        let changed = app.ask(Some(&lead), UPDATE, json!({ "input":
            { "membershipId": id, "localRole": "HELPER" } })).await;
        let row = format!("mail;téléphone;rôle local\n{};06 12 34 56 70;Pilote\n", marie.email);
        let asked = Import { network: "cybanjou", bytes: row.as_bytes(), is_dry_run: false };
        app.write("update member set last_seen_at = null", vec![]).await;
        let report = member::import(&app.house(), asked).await.unwrap();

        assert_eq!(changed.done()["membership"]["startedOn"], "2026-09-07");
        assert_eq!(report.problems, []);
        assert_eq!(report.entries[0].fields(), ["phone", "local_role"]);
        assert_eq!(app.count("membership where local_role = 'pilot' and ended_on = '2027-06-30' \
            and ending = 'removed' and ending_reason = 'déménagement'").await, 1);
        assert_eq!(app.count("membership where ended_on is null").await, 1, "the lead's alone");
    }

    async fn a_planned_end_that_gave_way_to_another_comes_back_with_the_way_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, paul) = (app.member_of(network, "Marie").await,
            app.member_of(network, "Paul").await);
        let (of_marie, of_paul) = (of(&app, &marie).await, of(&app, &paul).await);
        let ends = |id: &str, on: &str, reason: &str| json!({ "input":
            { "membershipId": id, "on": on, "reason": reason } });
        let restore = async || {
            let answer = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { membership { endedOn ending
                    endingReason } userErrors { code } } userErrors { code } } }",
                json!({ "input": { "membershipIds": [&of_marie, &of_paul] } })).await;
            answer.done()["results"].clone()
        };

        app.ask(Some(&marie), END, ends(&of_marie, "2026-12-31", "déménagement")).await.done();
        app.ask(Some(&lead), END, ends(&of_marie, "2026-11-01", "erreur")).await.done();
        app.ask(Some(&lead), END, ends(&of_paul, "2026-11-01", "mission")).await.done();
        app.ask(Some(&lead), END, ends(&of_paul, "2027-03-01", "mission")).await.done();
        let told = ["2026-12-31", "2026-11-01", "left", "removed", "déménagement", "erreur"]
            .map(|words| format!("cast(changes as text) like '%{words}%'"))
            .join(" and ");
        let told = format!("audit_line where action = 'membership.end' and {told}");
        assert_eq!(app.count(&told).await, 1, "the line tells what was and what is");
        let back = restore().await;
        let again = restore().await;

        assert_eq!(back, json!([
            { "membership": { "endedOn": "2026-12-31", "ending": "LEFT",
                "endingReason": "déménagement" }, "userErrors": [] },
            { "membership": { "endedOn": "2026-11-01", "ending": "REMOVED",
                "endingReason": "mission" }, "userErrors": [] },
        ]));
        assert_eq!(again, json!([
            { "membership": null, "userErrors": [{ "code": "HAS_LEFT" }] },
            { "membership": { "endedOn": null, "ending": null, "endingReason": null },
                "userErrors": [] },
        ]));
    }

    async fn a_planned_leave_whose_day_has_passed_is_not_undone_with_a_lead_s_end(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let id = of(&app, &marie).await;
        app.ask(Some(&marie), END, json!({ "input": { "membershipId": id, "on": "2026-09-10" } }))
            .await.done();
        app.ask(Some(&lead), END, json!({ "input": { "membershipId": id } })).await.done();
        app.clock.advance(TimeDelta::days(5));
        let lead = app.signs_in_again(&lead).await;

        let late = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { userErrors { code } }
                userErrors { code } } }", json!({ "input": { "membershipIds": [id] } })).await;

        assert_eq!(late.done()["results"][0]["userErrors"], json!([{ "code": "HAS_LEFT" }]));
    }
}
