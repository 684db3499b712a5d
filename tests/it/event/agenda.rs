//! Sessions in rounds, and questions.

use chrono::{DateTime, Utc};
use domain::database::{Bind, Sql};
use serde_json::{Value, json};

use super::{act, draft, instant, published, register, set, told};
use crate::support::{App, on_both};

on_both! {
    async fn sessions_that_begin_together_form_a_round(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;
        let add = async |title: &str, from: &str, to: &str| {
            set(&app, &lead, "sessionCreate", "session { id round speakers { name } }", json!({
                "eventId": event["id"], "title": title,
                "startsAt": format!("2026-10-08T{from}:00Z"), "endsAt": format!("2026-10-08T{to}:00Z"),
                "speakers": [{ "name": "Camille" }] })).await
        };

        add("Afternoon", "12:00", "14:00").await.done();
        add("Writing", "08:00", "10:00").await.done();
        let twin = add("Drawing", "08:00", "09:00").await;
        let outside = add("Night", "14:30", "23:00").await;

        assert_eq!(twin.done()["session"]["round"], 1);
        assert_eq!(twin.done()["session"]["speakers"], json!([{ "name": "Camille" }]));
        assert_eq!(outside.refusals(), ["ENDS_AFTER_EVENT"]);
        let look = "query($id: ID!) { event(by: { id: $id }) { revision
            sessions { title round capacity { total taken left } } } }";
        let agenda = app.ask(Some(&lead), look, json!({ "id": event["id"] })).await;
        let rounds: Vec<_> = agenda.data()["event"]["sessions"].as_array().unwrap().iter()
            .map(|session| (session["title"].as_str().unwrap(), session["round"].as_i64().unwrap()))
            .collect();
        assert_eq!(rounds, [("Writing", 1), ("Drawing", 1), ("Afternoon", 2)]);
        assert_eq!(agenda.data()["event"]["revision"], 4, "an agenda belongs to its event");
    }

    async fn the_agenda_moves_with_its_event_or_stays_inside_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;
        set(&app, &lead, "sessionCreate", "session { id }", json!({ "eventId": event["id"],
            "title": "Atelier", "startsAt": "2026-10-08T07:00:00Z",
            "endsAt": "2026-10-08T09:00:00Z" })).await.done();
        let mut later = json!({ "eventId": event["id"], "startsAt": "2026-10-09T07:00:00Z",
            "endsAt": "2026-10-09T15:00:00Z" });

        let left_behind = act(&app, &lead, "eventUpdate", later.clone()).await;
        later["movesAgenda"] = json!(true);
        let moved = act(&app, &lead, "eventUpdate", later).await;

        assert_eq!(left_behind.refusals(), ["SESSION_OUTSIDE"]);
        let session = &moved.done()["event"]["sessions"][0];
        assert_eq!(instant(&session["startsAt"]), instant(&json!("2026-10-09T07:00:00Z")));
    }

    async fn the_registered_are_told_when_a_session_moves(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let event = published(&app, &lead, network, json!({})).await;
        let session = set(&app, &lead, "sessionCreate", "session { id }", json!({
            "eventId": event, "title": "Atelier", "startsAt": "2026-10-08T08:00:00Z",
            "endsAt": "2026-10-08T09:00:00Z" })).await.done()["session"]["id"].clone();
        register(&app, &member, &event).await;

        let reworded = set(&app, &lead, "sessionUpdate", "session { event { sequence } }",
            json!({ "sessionId": session, "title": "L’atelier" })).await;
        let moved = set(&app, &lead, "sessionUpdate", "session { event { sequence } }",
            json!({ "sessionId": session, "room": "Salle bleue" })).await;

        assert_eq!(reworded.done()["session"]["event"]["sequence"], 0);
        assert_eq!(moved.done()["session"]["event"]["sequence"], 1);
        assert_eq!(told(&app, "event_changed").await, 1);
    }

    async fn a_session_that_someone_chose_stays_and_one_that_nobody_chose_goes(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let event = published(&app, &lead, network, json!({})).await;
        let mut ids = Vec::new();
        for title in ["Chosen", "Alone"] {
            let session = set(&app, &lead, "sessionCreate", "session { id }", json!({
                "eventId": event, "title": title, "startsAt": "2026-10-08T08:00:00Z",
                "endsAt": "2026-10-08T09:00:00Z", "capacity": 5 })).await;
            ids.push(session.done()["session"]["id"].clone());
        }
        let document = "mutation($input: RegistrationCreateInput!) {
            registrationCreate(input: $input) { registration { state } userErrors { code } } }";
        app.ask(Some(&member), document,
            json!({ "input": { "eventId": event, "sessionIds": [ids[0]] } })).await.done();
        let delete = async |id: &Value| {
            set(&app, &lead, "sessionDelete", "deletedSessionId", json!({ "sessionId": id })).await
        };

        assert_eq!(delete(&ids[0]).await.refusals(), ["SESSION_IN_USE"]);
        assert_eq!(delete(&ids[1]).await.done()["deletedSessionId"], ids[1]);
        let shrunk = set(&app, &lead, "sessionUpdate", "session { id }",
            json!({ "sessionId": ids[0], "capacity": 0 })).await;
        assert_eq!(shrunk.refusals(), ["CAPACITY_BELOW_TAKEN"]);
    }

    async fn a_question_that_was_answered_keeps_its_promise(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let event = published(&app, &lead, network, json!({})).await;
        let one_choice = set(&app, &lead, "questionCreate", "question { id }", json!({
            "eventId": event, "prompt": "Repas ?", "kind": "CHOICE", "choices": ["végétarien"] })).await;
        let question = set(&app, &lead, "questionCreate", "question { id choices }", json!({
            "eventId": event, "prompt": "Allergies ?", "kind": "TEXT", "isSensitive": true,
            "choices": ["ignored"] })).await;
        let question = &question.done()["question"];
        let document = "mutation($input: RegistrationCreateInput!) {
            registrationCreate(input: $input) { registration { state } userErrors { code } } }";
        app.ask(Some(&member), document, json!({ "input": { "eventId": event,
            "answers": [{ "questionId": question["id"], "value": "noix" }] } })).await.done();

        let kept = set(&app, &lead, "questionUpdate", "question { id }",
            json!({ "questionId": question["id"], "isSensitive": false })).await;
        let deleted = set(&app, &lead, "questionDelete", "deletedQuestionId",
            json!({ "questionId": question["id"] })).await;
        act(&app, &lead, "eventUpdate", json!({ "eventId": event,
            "startsAt": "2026-11-08T07:00:00Z", "endsAt": "2026-11-08T15:00:00Z" })).await.done();

        assert_eq!(one_choice.refusals(), ["CHOICES_INVALID"]);
        assert_eq!(question["choices"], json!([]));
        assert_eq!(kept.refusals(), ["QUESTION_ANSWERED"]);
        assert_eq!(deleted.refusals(), ["QUESTION_ANSWERED"]);
        let erased_after: DateTime<Utc> = "2026-12-08T15:00:00Z".parse().unwrap();
        assert_eq!(forgotten_at(&app, erased_after).await, 1, "thirty days after the event, wherever it moves");
    }
}

/// How many sensitive answers are forgotten at this time.
async fn forgotten_at(app: &App, at: DateTime<Utc>) -> i64 {
    Sql::new("select count(*) from answer where erased_after = ?", vec![Bind::from(at)])
        .number(app.server.house.db.read())
        .await
        .unwrap()
}
