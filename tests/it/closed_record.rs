//! A record that is closed and opened again: what ends with it, and what comes back.

use chrono::TimeDelta;
use domain::membership::{LocalRole, Role};
use serde_json::{Value, json};

use crate::{
    employment::{DECLARE, employer, manages},
    member::names,
    membership::of,
    support::{Browser, on_both},
};

on_both! {
    async fn a_closed_record_is_in_no_list_and_opens_again_as_it_was(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person_with(network, "Marie", Role::Member, Some(LocalRole::Pilot)).await;

        let closed = app.closes_record(&lead, &marie).await;
        let listed = names(&app, &lead, json!({})).await;
        let signed_in = app.ask(Some(&marie), "{ viewer { member { name } } }", json!({})).await;
        let again = app.closes_record(&lead, &marie).await;
        let open = app.reopens_record(&lead, &marie).await;
        let open_again = app.reopens_record(&lead, &marie).await;

        assert_ne!(closed.done()["member"]["archivedAt"], Value::Null);
        assert_eq!(listed, ["Ana"]);
        assert_eq!(signed_in.data()["viewer"], Value::Null);
        assert_eq!(again.refusals(), ["ALREADY_ARCHIVED"]);
        assert_eq!(open.done()["member"]["archivedAt"], Value::Null);
        assert_eq!(open_again.refusals(), ["NOT_ARCHIVED"]);
        let back = app.ask(Some(&lead), "query($id: ID!) { member(by: { id: $id }) {
            memberships(first: 5) { nodes { localRole } } } }",
            json!({ "id": marie.id.to_string() })).await;
        assert_eq!(
            back.data()["member"]["memberships"]["nodes"], json!([{ "localRole": "PILOT" }])
        );
    }

    async fn a_record_that_opens_again_keeps_the_ends_that_lie_ahead(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, paul) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Paul").await);
        for (person, on) in [(&marie, "2026-12-31"), (&paul, "2026-09-08")] {
            let known = app.ask(Some(&lead), "query($id: ID!) { member(by: { id: $id }) {
                memberships(first: 1) { nodes { id } } } }", json!({ "id": person.id.to_string() })).await;
            let id = known.data()["member"]["memberships"]["nodes"][0]["id"].clone();
            app.ask(Some(&lead), "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
                membership { endedOn } userErrors { code } } }", json!({ "input":
                { "membershipId": id, "on": on, "reason": "déménagement" } })).await.done();
        }

        for person in [&marie, &paul] {
            app.closes_record(&lead, person).await.done();
        }
        assert_eq!(app.count("membership where ending = 'archived' and revision = 3").await, 2);
        assert_eq!(app.count("membership where ending_reason is not null").await, 0);
        app.clock.advance(TimeDelta::days(2));
        for person in [&marie, &paul] {
            app.reopens_record(&lead, person).await.done();
        }

        assert_eq!(app.count("membership where started_on = '2026-09-09' and ended_on = '2026-12-31' \
            and ending = 'removed' and ending_reason = 'déménagement'").await, 1);
        assert_eq!(app.count("membership where started_on = '2026-09-09'").await, 1, "Paul has left");
        assert_eq!(app.count("audit_line where action = 'membership.begin' \
            and cast(changes as text) like '%2026-12-31%' \
            and cast(changes as text) like '%déménagement%'").await, 1, "the line tells the end");
        assert_eq!(app.count("membership where ended_on is null").await, 1, "the lead's alone");

        // Each reads what became of what ended with the record.
        let (marie, paul) = (app.signs_in_again(&marie).await, app.signs_in_again(&paul).await);
        let mine = Browser::of(&app, &marie).get("/me/networks").await;
        mine.says("l’adhésion a repris le 9 septembre 2026");
        mine.is_silent_about("Le rôle ou le réseau a changé");
        let his = Browser::of(&app, &paul).get("/me/networks").await;
        his.says("Votre fiche a été fermée");
        his.is_silent_about("l’adhésion a repris");
    }

    async fn the_jobs_of_a_closed_record_end_with_it_and_come_back_as_they_were(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;
        for (started_on, ended_on) in [("2026-02-01", Some("2026-12-31")), ("2027-01-01", None)] {
            let input = json!({ "input": { "memberId": zoe.id.to_string(), "employerId": id,
                "startedOn": started_on, "endedOn": ended_on } });
            app.ask(Some(&lead), DECLARE, input).await.done();
        }
        let staff = async || {
            let asked = app.ask(Some(&manager), "query($id: ID!) { employer(by: { id: $id }) {
                staff(first: 5) { totalCount } } }", json!({ "id": id })).await;
            asked.data()["employer"]["staff"]["totalCount"].clone()
        };
        let ending = async |on: &str| app.count(&format!("employment where ended_on = '{on}'")).await;

        let before = staff().await;
        app.closes_record(&lead, &zoe).await.done();
        let closed = (staff().await, ending("2026-09-07").await, ending("2027-01-01").await);
        app.clock.advance(TimeDelta::days(1));
        app.reopens_record(&lead, &zoe).await.done();
        let open = (staff().await, ending("2026-12-31").await);

        assert_eq!(before, 2);
        assert_eq!(closed, (json!(0), 1, 1), "what had not begun never does");
        assert_eq!(open, (json!(2), 1));
        assert_eq!(app.count("employment where ended_on is null").await, 1);
        assert_eq!(app.count("audit_line where action = 'employment.end'").await, 2);
        assert_eq!(app.count("audit_line where action = 'employment.restore'").await, 2);
    }

    async fn a_record_that_opens_again_enters_nothing_that_was_closed_meanwhile(app: App) {
        let network = app.network("cybanjou").await;
        let (open, over) = (app.network_below(Some(network), "rlin-a").await,
            app.network_below(Some(network), "rlin-b").await);
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(open, "Zoé").await;
        app.joins(&zoe, over, Role::Member, None).await;
        let id = employer(&app, &lead, network, "La Maison").await;
        app.ask(Some(&lead), DECLARE, json!({ "input": { "memberId": zoe.id.to_string(),
            "employerId": id, "startedOn": "2026-02-01" } })).await.done();

        app.closes_record(&lead, &zoe).await.done();
        app.write("update network set archived_at = ? where slug = 'rlin-b'",
            vec![app.clock.now().into()]).await;
        app.write("update employer set archived_at = ?", vec![app.clock.now().into()]).await;
        app.reopens_record(&lead, &zoe).await.done();

        assert_eq!(app.count("membership where ended_on is null and network_id = \
            (select id from network where slug = 'rlin-a')").await, 1);
        assert_eq!(app.count("membership where ended_on is null and network_id = \
            (select id from network where slug = 'rlin-b')").await, 0);
        assert_eq!(app.count("employment where ended_on is null").await, 0);
        assert_eq!(app.count("audit_line where action = 'member.restore' \
            and cast(changes as text) like '%networks_closed%' \
            and cast(changes as text) like '%employers_closed%'").await, 1);
    }

    async fn who_was_to_move_to_a_network_that_was_closed_meanwhile_stays(app: App) {
        let network = app.network("cybanjou").await;
        let (open, over) = (app.network_below(Some(network), "rlin-a").await,
            app.network_below(Some(network), "rlin-b").await);
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(open, "Zoé").await;
        let transfer = "mutation($input: MembershipTransferInput!) { membershipTransfer(input: $input) {
            membership { id } userErrors { code } } }";
        app.ask(Some(&lead), transfer, json!({ "input": { "membershipId": of(&app, &zoe).await,
            "toNetworkId": over.to_string(), "on": "2026-10-01" } })).await.done();

        app.closes_record(&lead, &zoe).await.done();
        app.write("update network set archived_at = ? where slug = 'rlin-b'",
            vec![app.clock.now().into()]).await;
        app.reopens_record(&lead, &zoe).await.done();

        let runs = format!("member_id = (select id from member where email = '{}') and ended_on is null",
            zoe.email);
        assert_eq!(app.count(&format!("membership where {runs} and network_id = \
            (select id from network where slug = 'rlin-a')")).await, 1);
        assert_eq!(app.count(&format!("membership where {runs}")).await, 1);
    }

    async fn closing_a_record_takes_as_many_statements_for_much_as_for_little(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, marie) =
            (app.member_of(network, "Zoé").await, app.member_of(network, "Marie").await);
        let id = employer(&app, &lead, network, "La Maison").await;
        for (person, jobs) in [(&zoe, 1), (&marie, 12)] {
            for year in 2027..2027 + jobs {
                let input = json!({ "input": { "memberId": person.id.to_string(), "employerId": id,
                    "startedOn": format!("{year}-01-01"), "endedOn": format!("{year}-12-31") } });
                app.ask(Some(&lead), DECLARE, input).await.done();
            }
        }
        for number in 0..5 {
            let local = app.network_below(Some(network), &format!("rlin-{number}")).await;
            app.joins(&marie, local, Role::Member, None).await;
        }
        let (mut closed, mut open) = (Vec::new(), Vec::new());
        for person in [&zoe, &marie] {
            let before = app.statements();
            app.closes_record(&lead, person).await.done();
            closed.push(app.statements() - before);
        }
        assert_eq!(app.count("employment where ended_on = started_on and revision = 2").await, 13);
        assert_eq!(app.count("membership where ending = 'archived' and revision = 2").await, 7);
        for person in [&zoe, &marie] {
            let before = app.statements();
            app.reopens_record(&lead, person).await.done();
            open.push(app.statements() - before);
        }

        assert_eq!(closed[0], closed[1]);
        assert_eq!(open[0], open[1]);
        assert_eq!(app.count("employment where ended_on > started_on and revision = 3").await, 13);
        assert_eq!(app.count("membership where ended_on is null and origin = 'change'").await, 7);
        assert_eq!(app.count("audit_line where action = 'employment.restore'").await, 13);
        assert_eq!(app.count("audit_line where action = 'membership.end'").await, 7);
    }
}
