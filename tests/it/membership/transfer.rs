//! Moving from one network to another: on one day, announced, taken back.

use domain::{
    exchange::Import,
    id::{MembershipId, NetworkId},
    member,
    membership::{LocalRole, Role},
};
use serde_json::{Value, json};

use super::{END, of};
use crate::support::{Person, on_both};

const TRANSFER: &str =
    "mutation($input: MembershipTransferInput!) { membershipTransfer(input: $input) {
    membership { role localRole origin network { slug } } userErrors { code } } }";

on_both! {
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

        assert_eq!(not_theirs.refusals(), ["TRANSFER_OF_OTHERS"]);
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

    async fn what_was_announced_of_what_gives_way_gives_way_too(app: App) {
        let department = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let (c, d) = (app.network_below(Some(department), "rlin-c").await,
            app.network_below(Some(department), "rlin-d").await);
        let lead = app.lead_of(department, "Ana").await;
        let paul = app.lead_of(a, "Paul").await;
        app.joins(&paul, b, Role::Lead, None).await;
        let marie = app.member_of(a, "Marie").await;
        let id = of(&app, &marie).await;
        let document = TRANSFER.replace("{ role ", "{ id role ");
        let moves = async |id: &str, to: NetworkId, on: &str| {
            let moved = app.ask(Some(&lead), &document, json!({ "input":
                { "membershipId": id, "toNetworkId": to.to_string(), "on": on } })).await;
            moved.done()["membership"]["id"].as_str().unwrap().to_owned()
        };
        // From the first to the second, and then on to the third.
        let announce = async || {
            let begun = moves(&id, b, "2026-12-20").await;
            moves(&begun, c, "2026-12-24").await;
        };
        let open = async || {
            let mut open = Vec::new();
            for network in ["rlin-a", "rlin-b", "rlin-c", "rlin-d"] {
                open.push(app.count(&format!("membership where ended_on is null \
                    and member_id = (select id from member where email = '{}') \
                    and network_id = (select id from network where slug = '{network}')",
                    marie.email)).await);
            }
            open
        };
        let takes_back = async |who: &Person| {
            app.ask(Some(who), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { membership { endedOn }
                    userErrors { code } } userErrors { code } } }",
                json!({ "input": { "membershipIds": [id] } })).await
        };

        announce().await;
        let not_theirs = takes_back(&paul).await;
        assert_eq!(not_theirs.done()["results"], json!([{ "membership": null,
            "userErrors": [{ "code": "TRANSFER_OF_OTHERS" }] }]), "Paul does not lead the third");
        let anew = app.ask(Some(&paul), TRANSFER, json!({ "input":
            { "membershipId": id, "toNetworkId": b.to_string() } })).await;
        assert_eq!(anew.refusals(), ["TRANSFER_OF_OTHERS"]);
        assert_eq!(open().await, [0, 0, 1, 0]);

        let back = takes_back(&lead).await;
        assert_eq!(back.done()["results"],
            json!([{ "membership": { "endedOn": null }, "userErrors": [] }]));
        assert_eq!(open().await, [1, 0, 0, 0]);
        assert_eq!(app.count("audit_line where action = 'membership.end'").await, 2);

        // So does it for another transfer, to the last of them or elsewhere.
        announce().await;
        moves(&id, c, "2026-11-15").await;
        assert_eq!(open().await, [0, 0, 1, 0]);
        announce().await;
        moves(&id, d, "2026-12-01").await;
        assert_eq!(open().await, [0, 0, 0, 1]);
    }
    async fn one_of_many_that_stands_in_the_way_or_is_unknown_says_so_and_the_others_are_done(app: App) {
        let department = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let elsewhere = app.network("hub").await;
        let lead = app.lead_of(department, "Ana").await;
        let above = app.lead_of(elsewhere, "Nora").await;
        app.joins(&above, department, Role::Lead, None).await;
        let (marie, zoe) = (app.member_of(a, "Marie").await, app.member_of(a, "Zoé").await);
        let ids = [of(&app, &marie).await, of(&app, &zoe).await];
        let document = TRANSFER.replace("{ role ", "{ id role ");
        let moves = async |who: &Person, id: &str, to: NetworkId, on: &str| {
            let moved = app.ask(Some(who), &document, json!({ "input":
                { "membershipId": id, "toNetworkId": to.to_string(), "on": on } })).await;
            moved.done()["membership"]["id"].as_str().unwrap().to_owned()
        };
        let ahead = moves(&lead, &ids[0], b, "2026-12-05").await;
        moves(&lead, &ids[1], b, "2026-12-05").await;
        moves(&above, &ahead, elsewhere, "2026-12-15").await;
        let unknown = MembershipId::new().to_string();

        let back = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { membershipId userErrors { code } }
                userErrors { code } } }",
            json!({ "input": { "membershipIds": [ids[1], ids[0], unknown] } })).await;

        let codes = |code: &str| json!([{ "code": code }]);
        assert_eq!(back.done()["results"], json!([
            { "membershipId": ids[1], "userErrors": [] },
            { "membershipId": ids[0], "userErrors": codes("TRANSFER_OF_OTHERS") },
            { "membershipId": unknown, "userErrors": codes("MEMBERSHIP_UNKNOWN") },
        ]));
    }

    async fn a_transfer_that_was_to_bring_the_only_lead_is_not_taken_back_by_who_goes(app: App) {
        let department = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let above = app.lead_of(department, "Ana").await;
        let lila = app.lead_of(a, "Lila").await;
        app.lead_of(a, "Zoé").await;
        let basile = app.lead_of(b, "Basile").await;
        let (own, other) = (of(&app, &lila).await, of(&app, &basile).await);
        app.ask(Some(&above), TRANSFER, json!({ "input": { "membershipId": own,
            "toNetworkId": b.to_string(), "role": "LEAD", "on": "2026-12-10" } })).await.done();
        app.ask(Some(&basile), END, json!({ "input":
            { "membershipId": other, "on": "2026-12-10" } })).await.done();
        let back = async |who: &Person| {
            let back = app.ask(Some(who), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { userErrors { code } }
                    userErrors { code } } }",
                json!({ "input": { "membershipIds": [own] } })).await;
            back.done()["results"][0]["userErrors"].clone()
        };

        assert_eq!(back(&lila).await, json!([{ "code": "LAST_LEAD" }]));
        assert_eq!(back(&above).await, json!([]));
    }
}
