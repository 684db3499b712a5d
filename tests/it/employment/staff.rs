//! The staff of an employer: who sees it, what it took part in, and no more.

use domain::{
    database::Bind,
    id::{AttendanceKind, Id, MembershipKind, RegistrationKind},
};
use serde_json::{Value, json};

use super::{DECLARE, employer, job_of, manages};
use crate::support::{Person, on_both};

on_both! {
    async fn fellow_members_do_not_see_where_one_works(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let max = app.member_of(network, "Max").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-02-01")).await.done();
        let document = "query($id: ID!, $employer: ID!) {
            member(by: { id: $id }) { employments(first: 5) { nodes { id } } }
            employer(by: { id: $employer }) { staff(first: 5) { nodes { member { name } } } } }";
        let with = json!({ "id": zoe.id.to_string(), "employer": id });

        let as_lead = app.ask(Some(&lead), document, with.clone()).await;
        let as_fellow = app.ask(Some(&max), document, with).await;

        assert_eq!(as_lead.data()["member"]["employments"]["nodes"].as_array().unwrap().len(), 1);
        assert_eq!(as_lead.data()["employer"]["staff"]["nodes"][0]["member"]["name"], "Zoé Essai");
        assert_eq!(as_fellow.data()["member"]["employments"]["nodes"], json!([]));
        assert_eq!(as_fellow.data()["employer"]["staff"], json!(null));
    }

    async fn a_lead_does_not_see_the_staff_that_an_employer_has_elsewhere(app: App) {
        let here = app.network("cybanjou").await;
        let there = app.network("ailleurs").await;
        let lead = app.lead_of(here, "Ana").await;
        let other = app.lead_of(there, "Bob").await;
        let zoe = app.member_of(here, "Zoé").await;
        let max = app.member_of(there, "Max").await;
        let id = employer(&app, &lead, here, "La Maison").await;
        app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-02-01")).await.done();
        app.ask(Some(&other), DECLARE, job_of(&max, &id, "2026-02-01")).await.done();

        let staff = app.ask(Some(&other), "query($id: ID!) { employer(by: { id: $id }) {
            staff(first: 5) { totalCount nodes { member { name } } } } }", json!({ "id": id })).await;

        assert_eq!(staff.data()["employer"]["staff"]["totalCount"], 1);
        assert_eq!(staff.data()["employer"]["staff"]["nodes"][0]["member"]["name"], "Max Essai");
    }

    async fn a_manager_sees_what_the_staff_took_part_in_while_it_worked_there_and_no_more(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;
        // Zoé shows her address to the members of her networks: the manager is none.
        app.write("update member set visibility = ? where id = ?",
            vec![Bind::from(json!({ "email": "members" })), Bind::from(zoe.id)]).await;
        app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-08-01")).await.done();
        let now = app.clock.now();
        for (days, attendance) in [(-90, Some("present")), (-10, Some("present")),
            (-5, Some("excused")), (30, None), (40, Some("excused"))] {
            let event = app.event(network, |event| {
                event.starts_at = now + chrono::TimeDelta::days(days);
            }).await;
            app.write("insert into registration (id, event_id, member_id, state, attends, rank, \
                revision, state_changed_at, created_at) \
                values (?, ?, ?, 'confirmed', 'on_site', 1, 1, ?, ?)",
                vec![Bind::from(Id::<RegistrationKind>::new()), Bind::from(event),
                    Bind::from(zoe.id), Bind::from(now), Bind::from(now)]).await;
            if let Some(state) = attendance {
                app.write("insert into attendance (id, event_id, member_id, state, recorded_at, \
                    revision) values (?, ?, ?, ?, ?, 1)",
                    vec![Bind::from(Id::<AttendanceKind>::new()), Bind::from(event),
                        Bind::from(zoe.id), Bind::from(state), Bind::from(now)]).await;
            }
        }

        let seen = app.ask(Some(&manager), "query($id: ID!) { employer(by: { id: $id }) {
            staff(first: 5) { nodes { member { name }
                participation { registered present excused absent upcoming }
                employment { member { name email phone } } } }
            participations(first: 10, until: \"2026-09-30\") { totalCount nodes {
                member { name } eventTitle startsAt state attendance } } } }",
            json!({ "id": id })).await;
        let employer = &seen.data()["employer"];

        assert_eq!(employer["staff"]["nodes"][0], json!({
            "member": { "name": "Zoé Essai" },
            "participation": { "registered": 4, "present": 1, "excused": 2, "absent": 0, "upcoming": 1 },
            "employment": { "member": { "name": "Zoé Essai", "email": null, "phone": null } },
        }));
        assert_eq!(employer["participations"]["totalCount"], 2, "neither before nor after");
        assert_eq!(employer["participations"]["nodes"][0]["attendance"], "EXCUSED");
        assert_eq!(employer["participations"]["nodes"][1]["state"], "CONFIRMED");

        // What is asked of the person, or by its identifier, says the same and no more.
        let days = async |who: &Person| {
            let document = "query($id: ID!) { member(by: { id: $id }) { registrations(first: 10) {
                nodes { id attendance { state } } } } }";
            let answer = app.ask(Some(who), document, json!({ "id": zoe.id.to_string() })).await;
            answer.data()["member"]["registrations"]["nodes"].as_array().unwrap().clone()
        };
        let (own, shown) = (days(&zoe).await, days(&manager).await);
        assert_eq!((own.len(), shown.len()), (5, 4), "what came before the job stays unknown");
        assert_eq!(own[1..], shown[..]);
        let node = "query($id: ID!) { node(id: $id) { ... on Registration { state } } }";
        let before = app.ask(Some(&manager), node, json!({ "id": own[0]["id"] })).await;
        let during = app.ask(Some(&manager), node, json!({ "id": own[1]["id"] })).await;
        assert_eq!(before.data()["node"], json!(null));
        assert_eq!(during.data()["node"]["state"], "CONFIRMED");
    }

    async fn who_does_not_manage_the_employer_sees_what_the_staff_did_at_their_own_events(app: App) {
        let here = app.network("cybanjou").await;
        let there = app.network("ailleurs").await;
        let lead = app.lead_of(here, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(here, "Zoé").await;
        app.joins(&zoe, there, domain::membership::Role::Member, None).await;
        let id = employer(&app, &lead, here, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;
        app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-02-01")).await.done();
        let register = "mutation($input: RegistrationCreateInput!) { registrationCreate(input: $input) {
            registration { state } userErrors { code } } }";
        for (network, title) in [(here, "Ici"), (there, "Là-bas")] {
            let event = app.event(network, |_| ()).await;
            app.write("update event set title = ? where id = ?",
                vec![Bind::from(title), Bind::from(event)]).await;
            app.ask(Some(&zoe), register, json!({ "input": { "eventId": event.to_string() } }))
                .await.done();
        }
        let document = "query($id: ID!) { employer(by: { id: $id }) {
            staff(first: 5) { nodes { participation { registered upcoming } } }
            participations(first: 5) { totalCount nodes { eventTitle } } } }";
        let of = json!({ "id": id });

        let whole = app.ask(Some(&manager), document, of.clone()).await;
        let part = app.ask(Some(&lead), document, of.clone()).await;

        let counted = |count: i32| json!([{ "participation": { "registered": count, "upcoming": count } }]);
        assert_eq!(whole.data()["employer"]["staff"]["nodes"], counted(2));
        assert_eq!(whole.data()["employer"]["participations"]["totalCount"], 2);
        assert_eq!(part.data()["employer"]["staff"]["nodes"], counted(1));
        assert_eq!(part.data()["employer"]["participations"],
            json!({ "totalCount": 1, "nodes": [{ "eventTitle": "Ici" }] }));

        // A tool tells what it could read of the events and registrations themselves.
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
            created { secret } userErrors { code } } }";
        let tool = async |who: &Person, scopes: Value| {
            let input = json!({ "input": { "name": "Outil", "scopes": scopes } });
            let made = app.ask(Some(who), create, input).await;
            made.done()["created"]["secret"].as_str().unwrap().to_owned()
        };
        let narrow = tool(&manager, json!(["employer:read", "event:read"])).await;
        let wide = tool(&manager, json!(["employer:read", "event:read", "registration:read"])).await;
        let refused = app.ask_with_token(&narrow, document, of.clone()).await;
        assert_eq!(refused.code(), "FORBIDDEN");
        let staff = "query($id: ID!) { employer(by: { id: $id }) {
            staff(first: 5) { nodes { participation { registered } } } } }";
        let counts = app.ask_with_token(&narrow, staff, of.clone()).await;
        assert_eq!(counts.data()["employer"]["staff"]["nodes"], json!([{ "participation": null }]));
        let told = app.ask_with_token(&wide, document, of).await;
        assert_eq!(told.data()["employer"]["participations"]["totalCount"], 2);
    }

    async fn who_only_manages_somebodys_employer_sees_their_name_alone(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;
        app.write("update member set profile_kind = 'digital_mediator', may_train = true where id = ?",
            vec![Bind::from(zoe.id)]).await;
        app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-08-01")).await.done();
        let look = "query($id: ID!, $network: ID!) { member(by: { id: $id }) { name profileKind mayTrain skills
            memberships(first: 5) { nodes { role localRole network { name } } } }
            all: members(first: 5, filter: { search: \"Zoé\" }) { nodes { name } }
            trainers: members(first: 5, filter: { search: \"Zoé\", mayTrain: true }) { nodes { name } }
            mediators: members(first: 5, filter: { search: \"Zoé\", profileKind: DIGITAL_MEDIATOR }) { nodes { name } }
            here: members(first: 5, filter: { search: \"Zoé\", networkId: $network }) { nodes { name } } }";
        let whom = json!({ "id": zoe.id.to_string(), "network": network.to_string() });

        let by_manager = app.ask(Some(&manager), look, whom.clone()).await;
        let fellow = app.member_of(network, "Léo").await;
        let by_fellow = app.ask(Some(&fellow), look, whom.clone()).await;
        app.write("insert into membership (id, network_id, member_id, role, started_on, origin, revision, created_at) \
            select ?, network_id, ?, 'member', started_on, origin, 1, created_at from membership where member_id = ?",
            vec![Bind::from(Id::<MembershipKind>::new()), Bind::from(manager.id), Bind::from(zoe.id)]).await;
        let by_both = app.ask(Some(&manager), look, whom).await;

        assert_eq!(by_manager.data()["member"], json!({ "name": "Zoé Essai", "profileKind": null,
            "mayTrain": null, "skills": null, "memberships": { "nodes": [] } }));
        assert_eq!(by_manager.data()["all"]["nodes"], json!([{ "name": "Zoé Essai" }]));
        for list in ["trainers", "mediators", "here"] {
            assert_eq!(by_manager.data()[list]["nodes"], json!([]), "{list}");
            assert_eq!(by_fellow.data()[list]["nodes"], json!([{ "name": "Zoé Essai" }]), "{list}");
        }
        assert_eq!(by_fellow.data()["member"]["profileKind"], "DIGITAL_MEDIATOR");
        assert_eq!(by_fellow.data()["member"]["memberships"]["nodes"][0]["role"], "MEMBER");
        assert_eq!(by_both.data(), by_fellow.data());
    }

    async fn an_employer_page_with_thirty_staff_takes_four_statements(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        for number in 0..30 {
            let person = app.member_of(network, &format!("Zoé{number}")).await;
            app.ask(Some(&lead), DECLARE, job_of(&person, &id, "2026-02-01")).await.done();
        }

        let before = app.statements();
        let page = app.ask(Some(&lead), "query($id: ID!) { employer(by: { id: $id }) {
            name email places(first: 20) { nodes { name } }
            staff(first: 30) { totalCount nodes { member { name } employment { jobTitle startedOn }
                participation { registered present upcoming } } } } }", json!({ "id": id })).await;
        let statements = app.statements() - before;

        assert_eq!(page.data()["employer"]["staff"]["nodes"].as_array().unwrap().len(), 30);
        assert!(statements <= 4, "who asks, the employer, places, staff: {statements}");
    }
}
