//! Who sees what of whom, and whom one may not know at all.

use domain::membership::Role;
use serde_json::{Value, json};

use super::{look, names, update};
use crate::support::{Person, on_both};

on_both! {
    async fn a_fellow_sees_a_name_and_only_the_fields_that_are_shown(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;
        let fellow = app.member_of(network, "Paul").await;
        let profile = json!({ "phone": "02 41 00 00 00", "jobTitle": "Conseillère",
            "skills": ["email"], "visibility": { "phone": "MEMBERS" } });

        update(&app, &marie, profile, &marie).await.done();
        let seen = look(&app, Some(&fellow), &marie).await;

        let seen = &seen.data()["member"];
        assert_eq!(seen["firstName"], "Marie");
        assert_eq!(seen["phone"], "+33241000000");
        for hidden in ["email", "jobTitle", "skills", "lastSeenAt", "visibility"] {
            assert_eq!(seen[hidden], Value::Null, "{hidden}");
        }
        assert_eq!(seen["viewerCan"]["isAllowed"], false);
    }

    async fn a_person_is_found_by_the_address_that_one_may_see(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let fellow = app.member_of(network, "Paul").await;
        let stranger = app.person("Inconnu").await;
        let by = async |who: Option<&Person>, email: &str| {
            let document = "query($email: String!) { member(by: { email: $email }) { firstName } }";
            app.ask(who, document, json!({ "email": email })).await
        };

        let found = by(Some(&lead), " MARIE@exemple.test").await;
        let nobody = by(Some(&lead), "personne@exemple.test").await;
        let hidden = by(Some(&fellow), &marie.email).await;
        let unknown = by(Some(&stranger), &marie.email).await;
        let anonymous = by(None, &marie.email).await;

        assert_eq!(found.data()["member"]["firstName"], "Marie");
        for answer in [nobody, hidden, unknown] {
            assert_eq!(answer.data()["member"], Value::Null, "known or not, it reads the same");
        }
        assert_eq!(anonymous.code(), "UNAUTHENTICATED");
    }

    async fn who_runs_a_network_sees_what_is_needed_to_run_it(app: App) {
        let local = app.network("rlin").await;
        let lead = app.lead_of(local, "Ana").await;
        let organiser = app.organiser_of(local, "Oscar").await;
        let marie = app.member_of(local, "Marie").await;

        for runs in [&lead, &organiser] {
            let seen = look(&app, Some(runs), &marie).await;
            assert_eq!(seen.data()["member"]["email"], "marie@exemple.test");
            assert!(seen.data()["member"]["visibility"].is_object());
        }
        let seen = look(&app, Some(&lead), &marie).await;
        assert_eq!(seen.data()["member"]["viewerCan"]["isAllowed"], true);
    }

    async fn rights_flow_down_the_tree_and_private_fields_do_not_flow_up(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let above = app.lead_of(department, "Ana").await;
        let both = app.lead_of(department, "Bob").await;
        app.joins(&both, local, Role::Organiser, None).await;
        let as_member = app.lead_of(department, "Cléo").await;
        app.joins(&as_member, local, Role::Member, None).await;
        let marie = app.member_of(local, "Marie").await;
        let profile = json!({ "phone": "02 41 00 00 00", "skills": ["email"],
            "visibility": { "skills": "MEMBERS" } });
        update(&app, &marie, profile, &marie).await.done();
        let document = "query($id: ID!) { member(by: { id: $id }) { email phone lastSeenAt skills
            viewerCan(action: SEE_PRIVATE) { isAllowed needs because { kind role network { slug } } } } }";
        let private = async |who: &Person| {
            let answer = app.ask(Some(who), document, json!({ "id": marie.id.to_string() })).await;
            answer.data()["member"].clone()
        };

        for who in [&above, &as_member] {
            let seen = private(who).await;
            for hidden in ["email", "phone", "lastSeenAt"] {
                assert_eq!(seen[hidden], Value::Null, "{hidden} as {}", who.email);
            }
            assert_eq!(seen["skills"], json!(["email"]), "shown to the members");
            assert_eq!(seen["viewerCan"], json!({ "isAllowed": false, "needs": "TEAM", "because": [] }));
        }
        let seen = private(&both).await;
        assert_eq!(seen["phone"], "+33241000000");
        assert_eq!(seen["viewerCan"]["because"],
            json!([{ "kind": "ROLE", "role": "ORGANISER", "network": { "slug": "rlin" } }]));

        // Nor by a list that asks for what is private, nor by the address itself.
        let found = async |who: &Person| {
            let document = "query($email: String!) {
                unseen: members(first: 5, filter: { search: \"Marie\", neverSeenSince: \"2027-01-01\" }) {
                    totalCount }
                by: member(by: { email: $email }) { name } }";
            app.ask(Some(who), document, json!({ "email": marie.email })).await.data().clone()
        };
        assert_eq!(found(&above).await, json!({ "unseen": { "totalCount": 0 }, "by": null }));
        assert_eq!(found(&both).await,
            json!({ "unseen": { "totalCount": 1 }, "by": { "name": "Marie Essai" } }));

        // What one may do is as before: correct the record, and write.
        let corrected = update(&app, &above, json!({ "phone": "02 41 11 11 11" }), &marie).await;
        assert_eq!(corrected.done()["member"]["phone"], Value::Null);
        assert_eq!(private(&both).await["phone"], "+33241111111");
        let write = "mutation($input: MembersMessageSendInput!) { membersMessageSend(input: $input) {
            userErrors { code } } }";
        app.ask(Some(&above), write, json!({ "input": { "networkId": local.to_string(),
            "memberIds": [marie.id.to_string()], "subject": "Bonjour", "body": "À jeudi." } }))
            .await.done();
        assert_eq!(app.letters().await, ["member_message marie@exemple.test"]);
    }

    async fn what_is_shown_to_members_is_shown_to_those_above_and_below_too(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let beside = app.network_below(Some(department), "ailleurs").await;
        let marie = app.member_of(local, "Marie").await;
        let above = app.member_of(department, "Paul").await;
        let aside = app.member_of(beside, "Zoé").await;
        update(&app, &marie, json!({ "visibility": { "email": "MEMBERS" } }), &marie).await.done();

        let seen = look(&app, Some(&above), &marie).await;
        let unseen = look(&app, Some(&aside), &marie).await;

        assert_eq!(seen.data()["member"]["email"], "marie@exemple.test");
        assert_eq!(unseen.data()["member"], Value::Null);
    }

    async fn whom_one_may_not_know_is_not_found_in_any_way(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("ailleurs").await;
        let marie = app.member_of(network, "Marie").await;
        let stranger = app.member_of(other, "Zoé").await;
        let id = marie.id.to_string();

        let seen = look(&app, Some(&stranger), &marie).await;
        let node = app
            .ask(Some(&stranger), "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id }))
            .await;
        let changed = update(&app, &stranger, json!({ "lastName": "X" }), &marie).await;
        let as_nobody = look(&app, None, &marie).await;

        assert_eq!(seen.data()["member"], Value::Null);
        assert_eq!(node.data()["node"], Value::Null);
        assert_eq!(changed.code(), "NOT_FOUND");
        assert_eq!(as_nobody.code(), "UNAUTHENTICATED");
        assert_eq!(names(&app, &stranger, json!({})).await, ["Zoé"]);
    }

    async fn what_is_listed_is_what_can_be_seen(app: App) {
        let region = app.network("hub").await;
        let department = app.network_below(Some(region), "cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let beside = app.network_below(Some(region), "ailleurs").await;
        let mut people = Vec::new();
        for (index, network) in [region, department, local, beside].into_iter().enumerate() {
            people.push(app.lead_of(network, &format!("Pilote {index}")).await);
            people.push(app.organiser_of(network, &format!("Organise {index}")).await);
            people.push(app.member_of(network, &format!("Membre {index}")).await);
        }
        let gone = app.member_of(local, "Partie").await;
        app.leaves(&gone, local).await;
        people.push(gone);

        for who in &people {
            let mut seen = Vec::new();
            for whom in &people {
                let answer = look(&app, Some(who), whom).await;
                if let Some(name) = answer.data()["member"]["firstName"].as_str() {
                    seen.push(name.to_owned());
                }
            }
            let mut listed = names(&app, who, json!({ "withPast": true })).await;
            seen.sort();
            listed.sort();
            assert_eq!(listed, seen, "as {}", who.email);
            let present = names(&app, who, json!({})).await;
            let is_gone = who.email.starts_with("partie");
            assert_eq!(present.contains(&"Partie".to_owned()), is_gone, "as {}", who.email);
        }
    }

    async fn the_viewer_finds_themselves_and_their_networks(app: App) {
        let department = app.network("cybanjou").await;
        app.network_below(Some(department), "rlin").await;
        let lead = app.lead_of(department, "Ana").await;
        let document = "{ viewer { isAdministrator member { email } networks(first: 5) { nodes { slug } }
            run: networks(first: 5, tie: LEADS) { totalCount nodes { slug } } } }";

        let answer = app.ask(Some(&lead), document, json!({})).await;
        let nobody = app.ask(None, document, json!({})).await;

        let viewer = &answer.data()["viewer"];
        assert_eq!(viewer["member"]["email"], "ana@exemple.test");
        assert_eq!(viewer["networks"]["nodes"], json!([{ "slug": "cybanjou" }]));
        assert_eq!(viewer["run"]["nodes"], json!([{ "slug": "cybanjou" }, { "slug": "rlin" }]));
        assert_eq!(nobody.data()["viewer"], Value::Null);
    }
}
