//! People: who sees what of whom, what a profile says, how one is found, and how duplicates become one.

use domain::{
    database::Sql,
    membership::{LocalRole, Role},
};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, as_typed, on_both};

const UPDATE: &str = "mutation($input: MemberUpdateInput!) { memberUpdate(input: $input) {
    member { name phone jobTitle skills revision visibility { phone email } }
    userErrors { code field message } } }";

async fn update(app: &App, who: &Person, mut input: Value, whom: &Person) -> Answer {
    input["memberId"] = whom.id.to_string().into();
    app.ask(Some(who), UPDATE, json!({ "input": input })).await
}

async fn look(app: &App, who: Option<&Person>, whom: &Person) -> Answer {
    let document = "query($id: ID!) { member(by: { id: $id }) {
        firstName lastName profileKind mayTrain email phone jobTitle skills lastSeenAt
        visibility { email } viewerCan(action: EDIT) { isAllowed reason } } }";
    app.ask(who, document, json!({ "id": whom.id.to_string() })).await
}

pub(crate) async fn names(app: &App, who: &Person, filter: Value) -> Vec<String> {
    let document = "query($filter: MemberFilter) { members(first: 100, filter: $filter) {
        nodes { firstName } } }";
    let answer = app.ask(Some(who), document, json!({ "filter": filter })).await;
    let nodes = answer.data()["members"]["nodes"].as_array().unwrap().clone();
    nodes.iter().map(|node| node["firstName"].as_str().unwrap().to_owned()).collect()
}

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

    async fn the_same_words_leave_once_a_day_and_the_answer_says_so(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let paul = app.member_of(network, "Paul").await;
        let document = "mutation($input: MembersMessageSendInput!) { membersMessageSend(input: $input) {
            readers { delivery } userErrors { code } } }";
        let write = async |body: &str, whom: &[&Person], is_dry_run: bool| {
            let ids: Vec<_> = whom.iter().map(|person| person.id.to_string()).collect();
            let input = json!({ "networkId": network.to_string(), "memberIds": ids,
                "subject": "Bonjour", "body": body, "dryRun": is_dry_run });
            let answer = app.ask(Some(&lead), document, json!({ "input": input })).await;
            answer.done()["readers"].clone()
        };
        let leaves = json!({ "delivery": "LEAVES" });
        let already = json!({ "delivery": "ALREADY_WRITTEN" });

        assert_eq!(write("À jeudi.", &[&marie], false).await, json!([leaves]));
        for is_dry_run in [true, false] {
            let both = write("À jeudi.", &[&marie, &paul], is_dry_run).await;
            assert_eq!(both, json!([already, leaves]), "by name");
        }
        assert_eq!(write("À jeudi.", &[&marie, &paul], false).await, json!([already, already]));
        assert_eq!(write("À lundi.", &[&marie], true).await, json!([leaves]));

        assert_eq!(app.count("outbox where kind = 'member_message'").await, 2);
        let letters = app.delivered().await;
        for person in [&marie, &paul] {
            let letter = letters.iter().find(|letter| letter.to == person.email).unwrap();
            let text = as_typed(&letter.written.text);
            assert!(text.contains("vous écrit pour l’équipe de cybanjou :"), "{text}");
        }
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

    async fn a_profile_is_changed_once_the_numbers_and_skills_are_in_their_one_form(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;

        let changed = update(&app, &marie, json!({ "phone": "06.12.34.56.78", "expectedRevision": 1,
            "skills": ["Réseaux sociaux", "reseaux_sociaux", "Impression 3D", "impression 3d"] }), &marie).await;
        let stale = update(&app, &marie, json!({ "lastName": "Durand", "expectedRevision": 1 }), &marie).await;
        let wrong = update(&app, &marie, json!({ "phone": "12" }), &marie).await;
        let many: Vec<_> = (0..31).map(|number| format!("compétence {number}")).collect();
        let too_many = update(&app, &marie, json!({ "skills": many }), &marie).await;

        let member = &changed.done()["member"];
        assert_eq!(member["phone"], "+33612345678");
        assert_eq!(member["skills"], json!(["reseaux_sociaux", "Impression 3D"]));
        assert_eq!(member["revision"], 2);
        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        assert_eq!(wrong.refusals(), ["PHONE_INVALID"]);
        assert_eq!(too_many.refusals(), ["TOO_MANY_SKILLS"]);
    }

    async fn all_that_is_wrong_with_a_profile_comes_together(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;

        let wrong = update(&app, &zoe, json!({ "lastName": " ", "jobTitle": "x".repeat(201),
            "skills": ["y".repeat(81)], "phone": "douze" }), &zoe).await;

        assert_eq!(wrong.refusals(), ["NAME_MISSING", "TEXT_TOO_LONG", "SKILL_TOO_LONG", "PHONE_INVALID"]);
        let errors = &wrong.data()["memberUpdate"]["userErrors"];
        assert_eq!(errors[1]["field"], json!(["jobTitle"]));
        assert_eq!(errors[2]["field"], json!(["skills"]));
    }

    async fn a_refusal_repeats_what_was_typed(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;

        let refused = update(&app, &marie, json!({ "phone": "0241" }), &marie).await;

        let error = &refused.data()["memberUpdate"]["userErrors"][0];
        assert!(error["message"].as_str().unwrap().contains("0241"), "{error}");
    }

    async fn only_the_person_says_who_sees_their_fields(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;

        let profile = update(&app, &lead, json!({ "jobTitle": "Médiatrice" }), &marie).await;
        let consent =
            update(&app, &lead, json!({ "visibility": { "email": "MEMBERS" } }), &marie).await;

        assert_eq!(profile.done()["member"]["jobTitle"], "Médiatrice");
        assert_eq!(consent.code(), "FORBIDDEN");
    }

    async fn a_pilot_is_named_to_everyone_only_by_their_own_word(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person_with(network, "Marie", Role::Member, Some(LocalRole::Pilot)).await;
        let stranger = app.person("Inconnu").await;
        let pilots = async |who: Option<&Person>| {
            let document = "{ network(by: { slug: \"cybanjou\" }) { pilots } }";
            app.ask(who, document, json!({})).await.data()["network"]["pilots"].clone()
        };
        let word = json!({ "visibility": { "isNamedAsPilot": true } });

        assert_eq!(pilots(Some(&lead)).await, json!(["Marie Essai"]));
        assert_eq!(pilots(Some(&stranger)).await, json!([]));
        assert_eq!(update(&app, &lead, word.clone(), &marie).await.code(), "FORBIDDEN");
        update(&app, &marie, word, &marie).await.done();
        assert_eq!(pilots(Some(&stranger)).await, json!(["Marie Essai"]));
        assert_eq!(pilots(None).await, json!(["Marie Essai"]));
    }

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
