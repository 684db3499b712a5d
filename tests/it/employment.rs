//! Employments: declared, confirmed, refused, ended; and what who manages an employer sees of its staff.

use domain::{
    database::Bind,
    id::{AttendanceKind, Id, IdentityKind, MembershipKind, NetworkId, RegistrationKind},
};
use serde_json::{Value, json};

use crate::support::{App, Person, on_both};

pub(crate) const DECLARE: &str = "mutation($input: EmploymentDeclareInput!) {
    employmentDeclare(input: $input) {
        employment { id status startedOn employer { name } } userErrors { code message } } }";
const CONFIRM: &str = "mutation($input: EmploymentConfirmInput!) {
    employmentConfirm(input: $input) { employment { status } userErrors { code } } }";

pub(crate) async fn employer(app: &App, lead: &Person, network: NetworkId, name: &str) -> String {
    let document = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
        employer { id } userErrors { code } } }";
    let input = json!({ "input": { "networkId": network.to_string(), "name": name,
        "siret": "43493312300029" } });
    let answer = app.ask(Some(lead), document, input).await;
    answer.done()["employer"]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn manages(app: &App, lead: &Person, person: &Person, employer: &str) {
    let claimed = app
        .ask(
            Some(person),
            "mutation($input: EmployerManagerClaimInput!) { employerManagerClaim(input: $input) {
                employerManager { id } userErrors { code } } }",
            json!({ "input": { "employerId": employer } }),
        )
        .await;
    let id = claimed.done()["employerManager"]["id"].clone();
    app.ask(
        Some(lead),
        "mutation($input: EmployerManagerConfirmInput!) { employerManagerConfirm(input: $input) {
            employerManager { id } userErrors { code } } }",
        json!({ "input": { "employerManagerId": id } }),
    )
    .await
    .done();
}

fn job(employer: &str, started_on: &str, ended_on: Option<&str>) -> Value {
    json!({ "input": { "employerId": employer, "jobTitle": "Médiatrice",
        "startedOn": started_on, "endedOn": ended_on } })
}

fn job_of(person: &Person, employer: &str, started_on: &str) -> Value {
    json!({ "input": { "memberId": person.id.to_string(), "employerId": employer,
        "startedOn": started_on } })
}

on_both! {
    async fn a_person_declares_a_job_and_a_lead_confirms_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let fellow = app.member_of(network, "Max").await;
        let id = employer(&app, &lead, network, "La Maison").await;

        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"].clone();
        let confirm = json!({ "input": { "employmentId": employment["id"] } });
        let oneself = app.ask(Some(&zoe), CONFIRM, confirm.clone()).await;
        let stranger = app.ask(Some(&fellow), CONFIRM, confirm.clone()).await;
        let confirmed = app.ask(Some(&lead), CONFIRM, confirm.clone()).await;
        let twice = app.ask(Some(&lead), CONFIRM, confirm).await;

        assert_eq!(employment["status"], "DECLARED");
        assert_eq!(app.count(&format!(
            "outbox where kind = 'employment_declared' and email = '{}'", lead.email)).await, 1);
        assert_eq!(oneself.code(), "FORBIDDEN");
        assert_eq!(stranger.code(), "FORBIDDEN");
        assert_eq!(confirmed.done()["employment"]["status"], "CONFIRMED");
        assert_eq!(twice.refusals(), ["ALREADY_DECIDED"]);
        assert_eq!(app.count(&format!(
            "outbox where kind = 'employment_decided' and email = '{}'", zoe.email)).await, 1);
    }

    async fn managers_are_asked_before_leads_and_a_lead_own_word_is_certain(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let max = app.member_of(network, "Max").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;

        let own = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let by_lead = app.ask(Some(&lead), DECLARE, job_of(&max, &id, "2026-02-01")).await;
        let of_lead = app.ask(Some(&lead), DECLARE, job_of(&lead, &id, "2026-02-01")).await;
        let confirm = json!({ "input": { "employmentId": own.done()["employment"]["id"] } });
        let confirmed = app.ask(Some(&manager), CONFIRM, confirm).await;

        assert_eq!(app.count(&format!(
            "outbox where kind = 'employment_declared' and email = '{}'", manager.email)).await, 2);
        assert_eq!(app.count("outbox where kind = 'employment_declared'").await, 2);
        assert_eq!(by_lead.done()["employment"]["status"], "CONFIRMED");
        assert_eq!(of_lead.done()["employment"]["status"], "DECLARED", "not of oneself");
        assert_eq!(confirmed.done()["employment"]["status"], "CONFIRMED");
    }

    async fn the_same_days_are_declared_once_and_days_in_order(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", Some("2026-06-01"))).await.done();

        let within = app.ask(Some(&zoe), DECLARE, job(&id, "2026-05-31", None)).await;
        let around = app.ask(Some(&zoe), DECLARE, job(&id, "2026-01-01", Some("2026-12-01"))).await;
        let reversed = app.ask(Some(&zoe), DECLARE, job(&id, "2026-08-01", Some("2026-07-01"))).await;
        let after = app.ask(Some(&zoe), DECLARE, job(&id, "2026-06-01", None)).await;

        assert_eq!(within.refusals(), ["EMPLOYMENT_OVERLAPS"]);
        assert_eq!(around.refusals(), ["EMPLOYMENT_OVERLAPS"]);
        assert_eq!(reversed.refusals(), ["ENDS_BEFORE_START"]);
        after.done();
    }

    async fn a_day_is_told_as_people_say_it_and_what_was_typed_as_it_was_typed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await.done();
        let create = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            employer { id } userErrors { code message } } }";
        let typed = json!({ "input": { "networkId": network.to_string(), "name": "L’Atelier",
            "siret": "2026-02-01" } });

        let twice = app.ask(Some(&zoe), DECLARE, job(&id, "2026-03-01", None)).await;
        let wrong = app.ask(Some(&lead), create, typed).await;

        assert_eq!(twice.refusals(), ["EMPLOYMENT_OVERLAPS"]);
        let told = twice.body["data"]["employmentDeclare"]["userErrors"][0]["message"].as_str();
        assert!(told.unwrap().contains("à partir du 1er février 2026"), "{told:?}");
        assert_eq!(wrong.refusals(), ["SIRET_INVALID"]);
        let told = wrong.body["data"]["employerCreate"]["userErrors"][0]["message"].as_str();
        assert!(told.unwrap().contains("« 2026-02-01 »"), "{told:?}");
    }

    async fn all_that_is_wrong_with_an_employment_comes_together(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        app.write("update employer set archived_at = created_at", vec![]).await;
        let long = "x".repeat(201);
        let input = |ended_on: &str| json!({ "input": { "employerId": id, "jobTitle": long,
            "startedOn": "2026-03-01", "endedOn": ended_on } });

        let backwards = app.ask(Some(&zoe), DECLARE, input("2026-01-01")).await;
        let twice = app.ask(Some(&zoe), DECLARE, input("2026-04-01")).await;
        let changed = app.ask(Some(&zoe), "mutation($input: EmploymentUpdateInput!) {
            employmentUpdate(input: $input) { employment { id } userErrors { code } } }",
            json!({ "input": { "employmentId": employment, "jobTitle": long, "endedOn": "2026-01-01" } })).await;

        assert_eq!(backwards.refusals(), ["EMPLOYER_ARCHIVED", "TEXT_TOO_LONG", "ENDS_BEFORE_START"]);
        assert_eq!(twice.refusals(), ["EMPLOYER_ARCHIVED", "TEXT_TOO_LONG", "EMPLOYMENT_OVERLAPS"]);
        assert_eq!(changed.refusals(), ["TEXT_TOO_LONG", "ENDS_BEFORE_START"]);
    }

    async fn who_runs_a_network_sees_the_letters_about_the_jobs_of_its_people(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.person("Marc").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &manager, &id).await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        app.ask(Some(&manager), CONFIRM, json!({ "input": { "employmentId": employment } })).await.done();

        let letters = app.ask(Some(&lead), "{ network(by: { slug: \"cybanjou\" }) {
            letters(first: 10) { nodes { kind email } } } }", json!({})).await;

        let nodes = letters.data()["network"]["letters"]["nodes"].as_array().unwrap();
        let mut told: Vec<_> = nodes.iter().filter(|node| {
            node["kind"].as_str().unwrap().starts_with("employment")
        }).map(|node| (node["kind"].as_str().unwrap(), node["email"].as_str().unwrap())).collect();
        told.sort_unstable();
        assert_eq!(told, [("employment_decided", "zoe@exemple.test"), ("employment_declared", "marc@exemple.test")]);
    }

    async fn a_refusal_says_why_and_lets_one_declare_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        let refuse = "mutation($input: EmploymentRefuseInput!) { employmentRefuse(input: $input) {
            employment { status } userErrors { code } } }";
        let with = |reason: &str| json!({ "input": { "employmentId": employment, "reason": reason } });

        let silent = app.ask(Some(&lead), refuse, with("")).await;
        app.ask(Some(&lead), refuse, with("Personne de ce nom")).await.done();
        let seen = app.ask(Some(&zoe), "{ viewer { member { employments(first: 5) {
            nodes { status refusalReason } } } } }", json!({})).await;
        let again = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;

        assert_eq!(silent.refusals(), ["REASON_MISSING"]);
        assert_eq!(seen.data()["viewer"]["member"]["employments"]["nodes"],
            json!([{ "status": "REFUSED", "refusalReason": "Personne de ce nom" }]));
        again.done();
    }

    async fn other_days_wait_for_an_answer_again_and_an_end_needs_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let confirmed = app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-02-01")).await;
        let employment = confirmed.done()["employment"]["id"].clone();
        let update = "mutation($input: EmploymentUpdateInput!) { employmentUpdate(input: $input) {
            employment { status jobTitle revision } userErrors { code } } }";
        let end = "mutation($input: EmploymentEndInput!) { employmentEnd(input: $input) {
            employment { status endedOn } userErrors { code } } }";

        let title = app.ask(Some(&zoe), update, json!({ "input": { "employmentId": employment,
            "expectedRevision": 1, "jobTitle": "Conseillère" } })).await;
        let stale = app.ask(Some(&zoe), update, json!({ "input": { "employmentId": employment,
            "expectedRevision": 1, "jobTitle": "Autre" } })).await;
        let ended = app.ask(Some(&zoe), end, json!({ "input": { "employmentId": employment,
            "endedOn": "2026-09-01" } })).await;
        let later = app.ask(Some(&zoe), end, json!({ "input": { "employmentId": employment,
            "endedOn": "2026-10-01" } })).await;
        let moved = app.ask(Some(&zoe), update, json!({ "input": { "employmentId": employment,
            "startedOn": "2025-02-01" } })).await;

        assert_eq!(title.done()["employment"]["status"], "CONFIRMED");
        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        assert_eq!(ended.done()["employment"], json!({ "status": "CONFIRMED", "endedOn": "2026-09-01" }));
        assert_eq!(later.refusals(), ["EMPLOYMENT_ENDED"]);
        assert_eq!(moved.done()["employment"]["status"], "DECLARED");
    }

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

    async fn a_closed_record_takes_no_job(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let declared = app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await;
        let employment = declared.done()["employment"]["id"].clone();
        // A closed record is in no network: an administrator may still speak of it.
        let email = lead.email.parse().unwrap();
        domain::member::grant_administrator(&app.house(), &email).await.unwrap();
        app.closes_record(&lead, &zoe).await.done();
        let update = async |change: Value| {
            app.ask(Some(&lead), "mutation($input: EmploymentUpdateInput!) {
                employmentUpdate(input: $input) { employment { id } userErrors { code } } }",
                json!({ "input": change })).await
        };

        let another = app.ask(Some(&lead), DECLARE, job_of(&zoe, &id, "2026-10-01")).await;
        let confirmed = app.ask(Some(&lead), CONFIRM,
            json!({ "input": { "employmentId": employment } })).await;
        let longer = update(json!({ "employmentId": employment, "endedOn": "2026-12-31" })).await;
        let renamed = update(json!({ "employmentId": employment, "jobTitle": "Aidante" })).await;

        assert_eq!(another.refusals(), ["MEMBER_ARCHIVED"]);
        assert_eq!(confirmed.refusals(), ["MEMBER_ARCHIVED"]);
        assert_eq!(longer.refusals(), ["MEMBER_ARCHIVED"]);
        renamed.done();
        assert_eq!(app.count("employment").await, 1);
    }

    async fn a_siret_from_sign_in_proposes_a_job_and_writes_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let now = app.clock.now();
        for (subject, siret) in [("a", "43493312300029"), ("b", "35600000000048")] {
            app.write("insert into identity (id, member_id, issuer, subject, siret, linked_at, \
                last_used_at) values (?, ?, 'https://coop.test', ?, ?, ?, ?)",
                vec![Bind::from(Id::<IdentityKind>::new()), Bind::from(zoe.id),
                    Bind::from(subject), Bind::from(siret), Bind::from(now), Bind::from(now)]).await;
        }
        let document = "{ viewer { employmentProposals { siret employer { name } } } }";

        let before = app.ask(Some(&zoe), document, json!({})).await;
        let written = app.count("employment").await;
        app.ask(Some(&zoe), DECLARE, job(&id, "2026-02-01", None)).await.done();
        let after = app.ask(Some(&zoe), document, json!({})).await;

        assert_eq!(before.data()["viewer"]["employmentProposals"], json!([
            { "siret": "35600000000048", "employer": null },
            { "siret": "43493312300029", "employer": { "name": "La Maison" } },
        ]));
        assert_eq!(written, 0);
        assert_eq!(after.data()["viewer"]["employmentProposals"],
            json!([{ "siret": "35600000000048", "employer": null }]));
    }
}
