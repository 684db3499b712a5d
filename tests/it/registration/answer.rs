//! The questions of an event and what becomes of the answers.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CREATE, act_with, again, mine, text};
use crate::support::on_both;

on_both! {
    async fn every_wrong_answer_is_told_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let other = app.event(network, |_| {}).await;
        let meal = app.question(event, "choice", false).await;
        let train = app.question(event, "yes_no", false).await;
        let elsewhere = app.question(other, "text", false).await;
        let with = |answers: Value| {
            json!({ "input": { "eventId": event.to_string(), "answers": answers } })
        };

        let wrong = with(json!([
            { "questionId": meal.to_string(), "value": "bleu" },
            { "questionId": elsewhere.to_string(), "value": "?" },
        ]));
        let refused = app.ask(Some(&ana), CREATE, wrong).await;
        let right = with(json!([
            { "questionId": meal.to_string(), "value": "vert" },
            { "questionId": train.to_string(), "value": "no" },
        ]));
        let done = app.ask(Some(&ana), CREATE, right).await;

        let mut codes = refused.refusals();
        codes.sort_unstable();
        assert_eq!(codes, ["ANSWER_INVALID", "ANSWER_MISSING", "QUESTION_UNKNOWN"]);
        let id = text(&done.done()["registration"]["id"]);
        let change = json!({ "registrationId": id, "answers": [
            { "questionId": train.to_string(), "value": "yes" }] });
        act_with(&app, &ana, "registrationAnswer", change.clone()).await.done();
        let answers = mine(&app, &ana, &id).await["answers"].clone();
        let mut values: Vec<_> =
            answers.as_array().unwrap().iter().map(|answer| text(&answer["value"])).collect();
        values.sort_unstable();
        assert_eq!(values, ["vert", "yes"]);
        let emptied = json!({ "registrationId": id, "answers": [
            { "questionId": train.to_string(), "value": " " }] });
        let emptied = act_with(&app, &ana, "registrationAnswer", emptied).await;
        assert_eq!(emptied.refusals(), ["ANSWER_MISSING"]);
        app.clock.advance(TimeDelta::days(30));
        let ana = again(&app, ana).await;
        let late = act_with(&app, &ana, "registrationAnswer", change).await;
        assert_eq!(late.refusals(), ["EVENT_BEGUN"]);
    }

    async fn sensitive_answers_stay_between_the_person_and_the_organisers_and_are_forgotten(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let diet = app.question(event, "text", true).await;
        let train = app.question(event, "yes_no", false).await;
        let input = json!({ "input": { "eventId": event.to_string(), "answers": [
            { "questionId": diet.to_string(), "value": "sans arachide" },
            { "questionId": train.to_string(), "value": "yes" },
        ] } });
        let answer = app.ask(Some(&ana), CREATE, input).await;
        let id = text(&answer.done()["registration"]["id"]);

        let seen = mine(&app, &organiser, &id).await;
        assert_eq!(seen["answers"].as_array().unwrap().len(), 2);
        assert_eq!(app.count("audit_line where cast(changes as text) like '%arachide%'").await, 0);
        assert_eq!(app.count("outbox where cast(told as text) like '%arachide%'").await, 0);

        // The event ends in thirty days, at noon.
        app.time_passes(TimeDelta::days(60)).await;
        assert_eq!(app.count("answer").await, 2);
        app.time_passes(TimeDelta::hours(4)).await;
        assert_eq!(app.count("answer").await, 1);
    }
}
