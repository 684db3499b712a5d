//! Who sees which registrations, and what one is told beforehand.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CREATE, act, registered, text};
use crate::support::{Answer, on_both};

on_both! {
    async fn the_list_of_an_event_is_for_its_organisers_in_the_order_of_the_line(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(2)).await;
        let mut people = Vec::new();
        for name in ["Dora", "Célestin", "Binta", "Ana"] {
            let person = app.member_of(network, name).await;
            registered(&app, &person, event).await;
            people.push(person);
        }
        let document = "query($id: ID!, $order: RegistrationOrder!, $filter: RegistrationFilter,
            $after: String) { event(by: { id: $id }) { registrations(first: 3, after: $after,
            orderBy: $order, filter: $filter) { totalCount pageInfo { endCursor hasNextPage }
            nodes { name state rank } } } }";
        let names = |answer: &Answer| -> Vec<String> {
            let nodes = &answer.data()["event"]["registrations"]["nodes"];
            nodes.as_array().unwrap().iter().map(|node| text(&node["name"])).collect()
        };
        let id = event.to_string();

        let by_line = app
            .ask(Some(&organiser), document, json!({ "id": id, "order": "BY_LINE" }))
            .await;
        let page = by_line.data()["event"]["registrations"].clone();
        let after = page["pageInfo"]["endCursor"].clone();
        let next = app
            .ask(Some(&organiser), document, json!({ "id": id, "order": "BY_LINE", "after": after }))
            .await;
        let by_name = app
            .ask(Some(&organiser), document, json!({ "id": id, "order": "BY_NAME" }))
            .await;
        let found = app
            .ask(Some(&organiser), document, json!({ "id": id, "order": "BY_NAME",
                "filter": { "state": "WAITLISTED", "search": "celest bin" } }))
            .await;
        let as_member = app
            .ask(Some(&people[0]), document, json!({ "id": id, "order": "BY_LINE" }))
            .await;

        assert_eq!(names(&by_line), ["Dora Essai", "Célestin Essai", "Binta Essai"]);
        assert_eq!(page["totalCount"], 4);
        assert_eq!(page["nodes"][2]["rank"], 1);
        assert_eq!(names(&next), ["Ana Essai"]);
        assert_eq!(next.data()["event"]["registrations"]["nodes"][0]["rank"], 2);
        assert_eq!(names(&by_name), ["Ana Essai", "Binta Essai", "Célestin Essai"]);
        assert_eq!(names(&found), Vec::<String>::new());
        assert_eq!(as_member.code(), "FORBIDDEN");
    }

    async fn my_calendar_holds_what_is_to_come(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let mut ids = Vec::new();
        for days in [20, 10, 2] {
            let event = app
                .event(network, |event| event.starts_at = now + TimeDelta::days(days))
                .await;
            ids.push((registered(&app, &ana, event).await.0, event));
        }
        act(&app, &ana, "registrationCancel", &ids[1].0).await.done();
        app.clock.advance(TimeDelta::days(5));
        let document = "query($now: DateTime!) { viewer {
            all: registrations(first: 10, filter: { withOver: true }) { nodes { id } }
            coming: registrations(first: 10, filter: { endsAfter: $now }) {
                nodes { id event { id startsAt } } } } }";

        let answer =
            app.ask(Some(&ana), document, json!({ "now": app.clock.now().to_rfc3339() })).await;

        let viewer = &answer.data()["viewer"];
        assert_eq!(viewer["all"]["nodes"].as_array().unwrap().len(), 3);
        assert_eq!(viewer["coming"]["nodes"].as_array().unwrap().len(), 1);
        assert_eq!(viewer["coming"]["nodes"][0]["event"]["id"], ids[0].1.to_string());
    }

    async fn a_manager_sees_that_the_staff_takes_part_and_nothing_more(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let boss = app.person("Boss").await;
        let employer = uuid::Uuid::now_v7();
        let now = app.clock.now();
        let day = now.date_naive();
        app.write(
            "insert into employer (id, name, search, address, postal_code, commune_name, revision, \
             created_at) values (?, 'Mairie', 'mairie', '', '', '', 1, ?)",
            vec![employer.into(), now.into()],
        )
        .await;
        app.write(
            "insert into employment (id, member_id, employer_id, started_on, status, revision, \
             created_at) values (?, ?, ?, ?, 'confirmed', 1, ?)",
            vec![uuid::Uuid::now_v7().into(), ana.id.into(), employer.into(), day.into(), now.into()],
        )
        .await;
        app.write(
            "insert into employer_manager (id, employer_id, member_id, state, created_at) \
             values (?, ?, ?, 'confirmed', ?)",
            vec![uuid::Uuid::now_v7().into(), employer.into(), boss.id.into(), now.into()],
        )
        .await;
        let event = app.event(network, |event| event.on_site = Some(0)).await;
        let question = app.question(event, "text", true).await;
        let input = json!({ "input": { "eventId": event.to_string(), "answers": [
            { "questionId": question.to_string(), "value": "secret" }] } });
        app.ask(Some(&ana), CREATE, input).await.done();
        let document = "query($id: ID!) { member(by: { id: $id }) { registrations(first: 5) { nodes {
            name state rank reason answers { value } choices { state } } } } }";

        let answer = app.ask(Some(&boss), document, json!({ "id": ana.id.to_string() })).await;

        assert_eq!(
            answer.data()["member"]["registrations"]["nodes"],
            json!([{ "name": "Ana Essai", "state": "WAITLISTED", "rank": null, "reason": null,
                "answers": null, "choices": null }])
        );
    }

    async fn one_is_told_beforehand_what_would_come_of_registering(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let event = app
            .event(network, |event| {
                event.on_site = Some(1);
                event.visibility = "public";
            })
            .await;
        let document = "query($id: ID!) { event(by: { id: $id }) { viewerRegistration { state }
            viewerCanRegister { isAllowed code reason isFull needsApproval } } }";
        let id = json!({ "id": event.to_string() });
        registered(&app, &ana, event).await;

        let as_ana = app.ask(Some(&ana), document, id.clone()).await;
        let as_binta = app.ask(Some(&binta), document, id.clone()).await;
        let as_nobody = app.ask(None, document, id).await;

        let chance = |answer: &Answer| answer.data()["event"]["viewerCanRegister"].clone();
        assert_eq!(as_ana.data()["event"]["viewerRegistration"]["state"], "CONFIRMED");
        assert_eq!(chance(&as_ana)["code"], "ALREADY_REGISTERED");
        assert_eq!(chance(&as_binta)["isAllowed"], true);
        assert_eq!(chance(&as_binta)["isFull"], true);
        assert_eq!(chance(&as_nobody)["code"], "UNAUTHENTICATED");
        assert_eq!(as_nobody.data()["event"]["viewerRegistration"], Value::Null);
    }
}
