//! Memberships: the present, the past, and that a network always has a lead.

use chrono::TimeDelta;
use domain::{
    exchange::Import,
    id::NetworkId,
    member,
    membership::{LocalRole, Role},
};
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both};

const UPDATE: &str = "mutation($input: MembershipUpdateInput!) { membershipUpdate(input: $input) {
    membership { role localRole startedOn revision } userErrors { code } } }";
const END: &str = "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
    membership { endedOn ending endingReason } userErrors { code } } }";
const TRANSFER: &str =
    "mutation($input: MembershipTransferInput!) { membershipTransfer(input: $input) {
    membership { role localRole origin network { slug } } userErrors { code } } }";

/// The identifier of someone's membership that holds today.
pub(crate) async fn of(app: &App, who: &Person) -> String {
    let answer = app
        .ask(
            Some(who),
            "{ viewer { member { memberships(first: 1) { nodes { id } } } } }",
            json!({}),
        )
        .await;
    let id = &answer.data()["viewer"]["member"]["memberships"]["nodes"][0]["id"];
    id.as_str().unwrap().to_owned()
}

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

    async fn a_transfer_ends_here_and_begins_there_on_one_day(app: App) {
        let department = app.network("cybanjou").await;
        let from = app.network_below(Some(department), "rlin-a").await;
        let to = app.network_below(Some(department), "rlin-b").await;
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.person_with(from, "Marie", Role::Member, Some(LocalRole::Scout)).await;
        let id = of(&app, &marie).await;
        let input = json!({ "input": { "membershipId": id, "toNetworkId": to.to_string() } });

        let by_herself = app.ask(Some(&marie), TRANSFER, input.clone()).await;
        let moved = app.ask(Some(&lead), TRANSFER, input.clone()).await;
        let again = app.ask(Some(&lead), TRANSFER, input).await;

        assert_eq!(by_herself.code(), "FORBIDDEN");
        assert_eq!(moved.done()["membership"], json!({ "role": "MEMBER", "localRole": "SCOUT",
            "origin": "TRANSFER", "network": { "slug": "rlin-b" } }));
        assert_eq!(again.refusals(), ["ALREADY_ENDED"]);
    }

    async fn nobody_is_moved_twice_to_where_they_are_expected(app: App) {
        let department = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let there = app.network_below(Some(department), "rlin-c").await;
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(a, "Marie").await;
        app.joins(&marie, b, Role::Member, None).await;
        let ids = app.ask(Some(&lead), "query($id: ID!) { member(by: { id: $id }) {
            memberships(first: 5) { nodes { id } } } }", json!({ "id": marie.id.to_string() })).await;
        let ids = ids.data()["member"]["memberships"]["nodes"].clone();
        let ahead = |at: usize| json!({ "input": { "membershipId": ids[at]["id"],
            "toNetworkId": there.to_string(), "on": "2026-12-01" } });

        app.ask(Some(&lead), TRANSFER, ahead(0)).await.done();
        let twice = app.ask(Some(&lead), TRANSFER, ahead(1)).await;

        assert_eq!(twice.refusals(), ["ALREADY_MEMBER"]);
    }

    async fn another_transfer_takes_the_announced_one_s_place(app: App) {
        let department = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let c = app.network_below(Some(department), "rlin-c").await;
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(a, "Marie").await;
        let paul = app.lead_of(a, "Paul").await;
        app.joins(&paul, c, Role::Lead, None).await;
        let id = of(&app, &marie).await;
        let moves = |to: NetworkId, on: &str| json!({ "input":
            { "membershipId": id, "toNetworkId": to.to_string(), "on": on } });
        let open = format!("membership where member_id = (select id from member \
            where email = '{}') and ended_on is null", marie.email);
        let open_in = async |network: &str, day: &str| {
            app.count(&format!("{open} and started_on = '{day}' \
                and network_id = (select id from network where slug = '{network}')")).await
        };

        app.ask(Some(&lead), TRANSFER, moves(b, "2027-02-01")).await.done();
        let not_theirs = app.ask(Some(&paul), TRANSFER, moves(c, "2026-12-01")).await;
        let again = app.ask(Some(&lead), TRANSFER, moves(c, "2026-12-01")).await;
        assert_eq!(again.done()["membership"]["network"]["slug"], "rlin-c");
        assert_eq!((app.count(&open).await, open_in("rlin-c", "2026-12-01").await), (1, 1));
        app.ask(Some(&lead), TRANSFER, moves(c, "2027-01-15")).await.done();

        assert_eq!(not_theirs.code(), "FORBIDDEN");
        assert_eq!((app.count(&open).await, open_in("rlin-c", "2027-01-15").await), (1, 1));
        assert_eq!(app.count("membership where origin = 'transfer' and ended_on = started_on \
            and ending = 'transferred'").await, 2);
    }

    async fn a_transfer_that_lies_ahead_is_taken_back_before_what_it_ends_may_end(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Ana").await;
        let local = app.lead_of(from, "Olga").await;
        let (mut ids, mut emails, mut begun) = (Vec::new(), Vec::new(), Vec::new());
        for name in ["Marie", "Paul", "Zoé"] {
            let person = app.member_of(from, name).await;
            let id = of(&app, &person).await;
            emails.push(person.email.clone());
            let on = (name != "Zoé").then_some("2027-01-15");
            let moved = app.ask(Some(&lead), &TRANSFER.replace("{ role ", "{ id role "),
                json!({ "input": { "membershipId": id, "toNetworkId": to.to_string(), "on": on } }))
                .await;
            begun.push(moved.done()["membership"]["id"].clone());
            ids.push(id);
        }
        let open_in = async |network: &str| {
            app.count(&format!("membership where ended_on is null and network_id = \
                (select id from network where slug = '{network}')")).await
        };
        let before = (open_in("rlin-a").await, open_in("rlin-b").await);

        // Whoever ends it is told of the transfer, and who leads the one network alone, too.
        let sooner = json!({ "input": { "membershipId": ids[1], "on": "2026-12-01" } });
        for who in [&lead, &local] {
            let refused = app.ask(Some(who), END, sooner.clone()).await;
            assert_eq!(refused.refusals(), ["TRANSFER_ANNOUNCED"]);
        }
        assert_eq!((open_in("rlin-a").await, open_in("rlin-b").await), before);
        app.ask(Some(&lead), END, json!({ "input": { "membershipId": begun[1] } })).await.done();
        let taken_back = json!({ "input": { "membershipId": begun[1], "on": "2027-03-01" } });
        assert_eq!(app.ask(Some(&lead), END, taken_back).await.refusals(), ["ALREADY_ENDED"]);
        app.ask(Some(&lead), END, sooner).await.done();
        let restored = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { membership { endedOn ending }
                userErrors { code } } userErrors { code } } }",
            json!({ "input": { "membershipIds": [ids[0], ids[2]] } })).await;

        assert_eq!(before, (1, 3), "Olga stays");
        assert_eq!(restored.done()["results"], json!([
            { "membership": { "endedOn": null, "ending": null }, "userErrors": [] },
            { "membership": null, "userErrors": [{ "code": "HAS_MOVED" }] },
        ]));
        let open = (open_in("rlin-a").await, open_in("rlin-b").await);
        assert_eq!(open, (2, 1), "Olga and Marie, and Zoé");

        // What never began stands in nobody's way.
        let again = app.ask(Some(&lead), TRANSFER, json!({ "input": { "membershipId": ids[0],
            "toNetworkId": to.to_string() } })).await;
        assert_eq!(again.done()["userErrors"], json!([]));
        let paul = "mail;prénom;nom\npaul@a.example;Paul;Essai\n".replace("paul@a.example", &emails[1]);
        let asked = Import { network: "rlin-b", bytes: paul.as_bytes(), is_dry_run: false };
        member::import(&app.house(), asked).await.unwrap();
        assert_eq!(open_in("rlin-b").await, 3, "Marie, Zoé and Paul");
    }

    async fn who_ends_what_a_transfer_would_begin_leaves_the_person_where_they_are(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Ana").await;
        let there = app.lead_of(to, "Olga").await;
        let (mut sources, mut begun) = (Vec::new(), Vec::new());
        for (name, on) in [("Marie", "2027-01-15"), ("Paul", "2027-01-15"), ("Zoé", "")] {
            let person = app.member_of(from, name).await;
            let id = of(&app, &person).await;
            let move_there = TRANSFER.replace("{ role ", "{ id role ");
            let moved = app.ask(Some(&lead), &move_there, json!({ "input": { "membershipId": id,
                "toNetworkId": to.to_string(), "on": (!on.is_empty()).then_some(on) } })).await;
            begun.push(moved.done()["membership"]["id"].clone());
            sources.push(id);
        }

        // Marie's is refused before it begins, Paul's ends after it began, Zoé is there already.
        for (id, on) in [(&begun[0], None), (&begun[1], Some("2027-02-15")), (&begun[2], None)] {
            let input = json!({ "input": { "membershipId": id, "on": on } });
            app.ask(Some(&there), END, input).await.done();
        }

        let mut ends = Vec::new();
        for id in &sources {
            let document = "query($id: ID!) { node(id: $id) { ... on Membership { endedOn } } }";
            let read = app.ask(Some(&lead), document, json!({ "id": id })).await;
            ends.push(read.data()["node"]["endedOn"].clone());
        }
        assert_eq!(ends, [json!(null), json!("2027-01-15"), json!("2026-09-07")]);
        assert_eq!(app.count("audit_line where action = 'membership.restore'").await, 1);
        let back = app.ask(Some(&there), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { userErrors { code } } userErrors { code } } }",
            json!({ "input": { "membershipIds": [begun[0], begun[2]] } })).await;
        assert_eq!(back.done()["results"], json!([
            { "userErrors": [{ "code": "TRANSFER_TAKEN_BACK" }] },
            { "userErrors": [] },
        ]));
    }

    async fn who_is_to_leave_leaves_the_network_that_they_moved_to(app: App) {
        let department = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let c = app.network_below(Some(department), "rlin-c").await;
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(a, "Marie").await;
        let id = of(&app, &marie).await;
        app.ask(Some(&marie), END, json!({ "input": { "membershipId": id, "on": "2026-12-31",
            "reason": "déménagement" } })).await.done();
        let document = TRANSFER.replace("{ role ", "{ id endedOn ending endingReason role ");
        let moves = async |to: NetworkId, on: &str| {
            app.ask(Some(&lead), &document, json!({ "input": { "membershipId": id,
                "toNetworkId": to.to_string(), "on": on } })).await
        };
        let leaves = |membership: &Value| {
            ["endedOn", "ending", "endingReason"].map(|field| membership[field].clone())
        };
        let planned = ["2026-12-31", "LEFT", "déménagement"].map(Value::from);

        assert_eq!(moves(b, "2026-12-31").await.refusals(), ["DATE_AFTER_END"]);
        let moved = moves(b, "2026-11-01").await;
        assert_eq!(leaves(&moved.done()["membership"]), planned);
        let again = moves(c, "2026-11-15").await;
        assert_eq!(leaves(&again.done()["membership"]), planned, "another takes its place");

        // So does whoever stays after all.
        let back = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { membership { endedOn ending endingReason } }
                userErrors { code } } }", json!({ "input": { "membershipIds": [id] } })).await;
        assert_eq!(leaves(&back.done()["results"][0]["membership"]), planned);
        let moved = moves(b, "2026-11-01").await;
        let begun = &moved.done()["membership"]["id"];
        app.ask(Some(&lead), END, json!({ "input": { "membershipId": begun } })).await.done();
        let stays = app.ask(Some(&lead), "query($id: ID!) { node(id: $id) { ... on Membership {
            endedOn ending endingReason } } }", json!({ "id": id })).await;
        assert_eq!(leaves(&stays.data()["node"]), planned);
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
