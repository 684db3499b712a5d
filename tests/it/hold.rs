//! Several changes of the same rows at once: each waits for the other, and everyone is answered.

use domain::membership::Role;
use futures_util::future::join_all;
use serde_json::json;

use crate::{
    duplicate::{employer, works},
    membership::of,
    support::{Answer, App, Person, on_both},
};

const END_MANY: &str = "mutation($input: MembershipsEndInput!) { membershipsEnd(input: $input) {
    results { userErrors { code } } userErrors { code } } }";
const RESTORE_MANY: &str = "mutation($input: MembershipsRestoreInput!) {
    membershipsRestore(input: $input) { results { userErrors { code } } userErrors { code } } }";
const UPDATE_MANY: &str = "mutation($input: MembershipsUpdateInput!) {
    membershipsUpdate(input: $input) { results { userErrors { code } } userErrors { code } } }";
const UPDATE: &str = "mutation($input: MembershipUpdateInput!) { membershipUpdate(input: $input) {
    membership { id } userErrors { code } } }";
const END: &str = "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
    membership { id } userErrors { code } } }";
const TRANSFER: &str = "mutation($input: MembershipTransferInput!) {
    membershipTransfer(input: $input) { membership { id } userErrors { code } } }";
const RETITLE: &str = "mutation($input: EmploymentUpdateInput!) { employmentUpdate(input: $input) {
    employment { id } userErrors { code } } }";
const MERGE: &str = "mutation($input: MemberMergeInput!) { memberMerge(input: $input) {
    member { name } userErrors { code } } }";

/// Whoever came second may be refused, or no longer know the row; nobody is told that the database is away.
#[track_caller]
fn assert_answered(answers: &[Answer]) {
    for answer in answers {
        let code = &answer.body["errors"][0]["extensions"]["code"];
        assert!(code.is_null() || code == "NOT_FOUND" || code == "FORBIDDEN", "{}", answer.body);
    }
}

/// Asks for the same with these memberships in two opposite orders, twice each, all at once.
async fn both_ways(app: &App, lead: &Person, document: &str, ids: &[String]) {
    let back: Vec<&String> = ids.iter().rev().collect();
    let there: Vec<&String> = ids.iter().collect();
    let asks = [&there, &back, &there, &back].map(|ids| {
        let mut input = json!({ "membershipIds": ids });
        if document == UPDATE_MANY {
            input["role"] = json!("ORGANISER");
        }
        app.ask(Some(lead), document, json!({ "input": input }))
    });
    let answers = join_all(asks).await;
    for answer in &answers {
        answer.done();
    }
}

on_both! {
    async fn many_memberships_changed_in_opposite_orders_at_once_are_all_answered(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut ids = Vec::new();
        for number in 0..20 {
            let person = app.member_of(network, &format!("Zoé{number}")).await;
            ids.push(of(&app, &person).await);
        }

        for _ in 0..3 {
            both_ways(&app, &lead, END_MANY, &ids).await;
            assert_eq!(app.count("membership where ended_on is null").await, 1, "the lead's");
            both_ways(&app, &lead, RESTORE_MANY, &ids).await;
            assert_eq!(app.count("membership where ended_on is null").await, 21);
        }
        both_ways(&app, &lead, UPDATE_MANY, &ids).await;

        assert_eq!(app.count("membership where role = 'organiser'").await, 20);
    }

    async fn a_record_that_closes_while_its_rows_change_leaves_everyone_answered(app: App) {
        let network = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(network), "rlin-a").await,
            app.network_below(Some(network), "rlin-b").await);
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, "La Maison").await;
        for (kind, document) in [UPDATE, END, TRANSFER, RETITLE].into_iter().enumerate() {
            let mut asked = Vec::new();
            for number in 0..6 {
                let person = app.member_of(from, &format!("Zoé{number} {kind}")).await;
                let job = works(&app, &person, house, "confirmed").await;
                let id = of(&app, &person).await;
                let input = match document {
                    UPDATE => json!({ "membershipId": id, "role": "ORGANISER" }),
                    END => json!({ "membershipId": id }),
                    TRANSFER => json!({ "membershipId": id, "toNetworkId": to.to_string() }),
                    _ => json!({ "employmentId": job.to_string(), "jobTitle": "Médiatrice" }),
                };
                asked.push((person, json!({ "input": input })));
            }

            let closes = asked.iter().map(|(person, _)| app.closes_record(&lead, person));
            let changes =
                asked.iter().map(|(_, input)| app.ask(Some(&lead), document, input.clone()));
            let (closed, changed) = tokio::join!(join_all(closes), join_all(changes));

            // Of who has just left the network, its lead no longer closes the record.
            if document == END {
                assert_answered(&closed);
            } else {
                for closed in &closed {
                    closed.done();
                }
            }
            assert_answered(&changed);
        }

        let closed = "where member_id in (select id from member where archived_at is not null) \
            and ended_on is null";
        assert!(app.count("member where archived_at is not null").await >= 18);
        assert_eq!(app.count(&format!("membership {closed}")).await, 0);
        assert_eq!(app.count(&format!("employment {closed}")).await, 0);
    }

    async fn records_that_are_joined_while_their_memberships_end_leave_everyone_answered(app: App) {
        let network = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(network), "rlin-a").await,
            app.network_below(Some(network), "rlin-b").await);
        let lead = app.lead_of(network, "Ana").await;
        let mut asked = Vec::new();
        for number in 0..6 {
            let kept = app.member_of(a, &format!("Zoé{number}")).await;
            let twice = app.member_of(a, &format!("Zoé{number} bis")).await;
            let ids = [of(&app, &twice).await, of(&app, &kept).await];
            for person in [&twice, &kept] {
                app.joins(person, b, Role::Member, None).await;
            }
            asked.push((
                json!({ "input": { "keptId": kept.id.to_string(), "duplicateId": twice.id.to_string() } }),
                json!({ "input": { "membershipIds": ids } }),
            ));
        }

        let merges = asked.iter().map(|(input, _)| app.ask(Some(&lead), MERGE, input.clone()));
        let ends = asked.iter().map(|(_, input)| app.ask(Some(&lead), END_MANY, input.clone()));
        let (merged, ended) = tokio::join!(join_all(merges), join_all(ends));

        for merged in &merged {
            merged.done();
        }
        assert_answered(&ended);
        assert_eq!(app.count("member where merged_into_id is not null").await, 6);
    }

    async fn records_that_are_joined_while_many_roles_change_leave_everyone_answered(app: App) {
        let network = app.network("cybanjou").await;
        let (a, b) = (app.network_below(Some(network), "rlin-a").await,
            app.network_below(Some(network), "rlin-b").await);
        let lead = app.lead_of(network, "Ana").await;
        for round in 0..3 {
            let (mut merges, mut ids) = (Vec::new(), Vec::new());
            for number in 0..6 {
                let mut both = Vec::new();
                for name in ["Zoé", "Léa"] {
                    let person = app.member_of(a, &format!("{name}{number} {round}")).await;
                    ids.push(of(&app, &person).await);
                    app.joins(&person, b, Role::Member, None).await;
                    both.push(person.id.to_string());
                }
                // What moves comes before or after what is there.
                both.rotate_left(number % 2);
                merges.push(json!({ "input": { "keptId": both[0], "duplicateId": both[1] } }));
            }
            let back: Vec<&String> = ids.iter().rev().collect();
            let there: Vec<&String> = ids.iter().collect();
            let changes = [&there, &back, &there, &back]
                .map(|ids| json!({ "input": { "membershipIds": ids, "role": "ORGANISER" } }));

            let merged = merges.into_iter().map(|input| app.ask(Some(&lead), MERGE, input));
            let changed =
                changes.into_iter().map(|input| app.ask(Some(&lead), UPDATE_MANY, input));
            let (merged, changed) = tokio::join!(join_all(merged), join_all(changed));

            for merged in &merged {
                merged.done();
            }
            assert_answered(&changed);
        }
        assert_eq!(app.count("member where merged_into_id is not null").await, 18);
    }
}
