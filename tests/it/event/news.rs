//! What the registered read when their event changes: all of it, and no more.

use domain::outbox::{self, Failure};
use serde_json::{Value, json};

use super::{act, published, register, set};
use crate::support::{App, Person, as_typed, on_both};

/// Someone registered for an event on the eighth of October, whose letters so far have left.
async fn expected(app: &App) -> (Person, Person, String) {
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    let member = app.member_of(network, "Léo").await;
    let event = published(app, &lead, network, json!({})).await;
    register(app, &member, &event).await;
    app.delivered().await;
    (lead, member, event)
}

async fn change(app: &App, lead: &Person, event: &str, mut input: Value) {
    input["eventId"] = json!(event);
    act(app, lead, "eventUpdate", input).await.done();
}

/// Subject and words of the one letter that leaves.
async fn told(app: &App) -> (String, String) {
    let letters = app.delivered().await;
    assert_eq!(letters.len(), 1);
    let written = &letters[0].written;
    (as_typed(&written.subject), as_typed(&written.text))
}

on_both! {
    async fn a_letter_that_takes_another_s_place_says_what_it_would_have_said(app: App) {
        let (lead, _, event) = expected(&app).await;

        change(&app, &lead, &event, json!({ "startsAt": "2026-10-15T07:00:00Z",
            "endsAt": "2026-10-15T15:00:00Z" })).await;
        change(&app, &lead, &event, json!({ "onlineUrl": "https://visio.exemple.test/salle" })).await;
        let (_, both) = told(&app).await;
        change(&app, &lead, &event, json!({ "venue": "Médiathèque" })).await;
        let (_, last) = told(&app).await;

        assert!(both.contains("Ce qui change : la date ; l’adresse pour participer en ligne."), "{both}");
        assert!(both.contains("Si la nouvelle date ne vous convient pas"), "{both}");
        assert!(last.contains("Ce qui change : le lieu."), "the rest has left before: {last}");
    }

    async fn what_is_undone_before_its_letter_leaves_is_not_told(app: App) {
        let (lead, member, event) = expected(&app).await;
        let (day, other) = (json!({ "startsAt": "2026-10-08T07:00:00Z", "endsAt": "2026-10-08T15:00:00Z" }),
            json!({ "startsAt": "2026-10-15T07:00:00Z", "endsAt": "2026-10-15T15:00:00Z" }));

        change(&app, &lead, &event, other.clone()).await;
        change(&app, &lead, &event, day.clone()).await;
        assert!(app.delivered().await.is_empty(), "nothing is other than was told");
        change(&app, &lead, &event, other.clone()).await;
        change(&app, &lead, &event, json!({ "venue": "Médiathèque" })).await;
        change(&app, &lead, &event, day.clone()).await;
        let (_, place) = told(&app).await;
        change(&app, &lead, &event, other.clone()).await;
        let (_, moved) = told(&app).await;
        change(&app, &lead, &event, day.clone()).await;
        let (_, back) = told(&app).await;

        assert!(place.contains("Ce qui change : le lieu."), "{place}");
        for letter in [moved, back] {
            assert!(letter.contains("Ce qui change : la date."), "{letter}");
        }
        // Whose excuse was for the day hears that it is to be said again.
        let excuse = "mutation($input: AttendanceExcuseInput!) { attendanceExcuse(input: $input) {
            attendance { state } userErrors { code } } }";
        app.ask(Some(&member), excuse, json!({ "input": { "eventId": event, "reason": "Formation" } }))
            .await.done();
        change(&app, &lead, &event, other).await;
        change(&app, &lead, &event, day).await;
        let (_, excused) = told(&app).await;
        let lost = "L’absence que vous aviez annoncée ne compte plus, parce que le jour a été changé entre-temps";
        assert!(excused.contains(lost), "{excused}");
        assert!(excused.contains("dites-le de nouveau si vous ne venez pas"), "{excused}");
        assert!(excused.contains("garde sa date, qui avait été changée entre-temps"), "{excused}");
        for untrue in ["Ce qui change", "l’ancien jour", "nouvelle date"] {
            assert!(!excused.contains(untrue), "{excused}");
        }
    }

    async fn an_excuse_that_is_sent_anew_before_the_letter_leaves_is_not_said_to_be_lost(app: App) {
        let (lead, member, event) = expected(&app).await;
        let (day, other) = (json!({ "startsAt": "2026-10-08T07:00:00Z", "endsAt": "2026-10-08T15:00:00Z" }),
            json!({ "startsAt": "2026-10-15T07:00:00Z", "endsAt": "2026-10-15T15:00:00Z" }));
        let excuse = async || {
            let document = "mutation($input: AttendanceExcuseInput!) { attendanceExcuse(input: $input) {
                attendance { state } userErrors { code } } }";
            let input = json!({ "input": { "eventId": event, "reason": "Formation" } });
            app.ask(Some(&member), document, input).await.done();
        };

        excuse().await;
        change(&app, &lead, &event, other.clone()).await;
        change(&app, &lead, &event, day).await;
        excuse().await;
        assert!(app.delivered().await.is_empty(), "nothing is other than was told, and the excuse counts");
        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
        change(&app, &lead, &event, other).await;
        change(&app, &lead, &event, json!({ "venue": "Médiathèque" })).await;
        excuse().await;
        let (_, moved) = told(&app).await;

        assert!(moved.contains("Ce qui change : la date ; le lieu."), "{moved}");
        for untrue in ["ne compte plus", "dites-le de nouveau"] {
            assert!(!moved.contains(untrue), "{moved}");
        }
    }

    async fn what_may_have_been_told_is_told_again_when_it_is_undone(app: App) {
        let (lead, _, event) = expected(&app).await;
        let (day, other) = (json!({ "startsAt": "2026-10-08T07:00:00Z", "endsAt": "2026-10-08T15:00:00Z" }),
            json!({ "startsAt": "2026-10-15T07:00:00Z", "endsAt": "2026-10-15T15:00:00Z" }));
        let taken = async || {
            let mut claimed = outbox::claim(&app.house(), "worker", 9).await.unwrap();
            assert_eq!(claimed.len(), 1);
            claimed.remove(0)
        };

        change(&app, &lead, &event, other.clone()).await;
        let letter = taken().await;
        change(&app, &lead, &event, day.clone()).await;
        // It was on its way when the day was changed back.
        outbox::sent(&app.house(), "worker", letter.id).await.unwrap();
        let (_, in_hand) = told(&app).await;
        change(&app, &lead, &event, other).await;
        let letter = taken().await;
        // Nobody knows whether the mail server took it before the connection was lost.
        let why = "connection lost";
        outbox::failed(&app.house(), "worker", &letter, Failure::Passing, why).await.unwrap();
        change(&app, &lead, &event, day).await;
        let (_, tried) = told(&app).await;

        for letter in [in_hand, tried] {
            assert!(letter.contains("Ce qui change : la date."), "{letter}");
        }
    }

    async fn an_agenda_that_is_again_as_it_was_before_its_letter_leaves_is_not_told(app: App) {
        let (lead, _, event) = expected(&app).await;
        let session = set(&app, &lead, "sessionCreate", "session { id }", json!({
            "eventId": event, "title": "Atelier", "room": "Salle rouge",
            "startsAt": "2026-10-08T08:00:00Z", "endsAt": "2026-10-08T09:00:00Z" })).await;
        let session = session.done()["session"]["id"].clone();
        let into = async |room: &str| {
            let input = json!({ "sessionId": session, "room": room });
            set(&app, &lead, "sessionUpdate", "session { id }", input).await.done();
        };

        into("Salle bleue").await;
        into("Salle rouge").await;
        assert!(app.delivered().await.is_empty(), "nothing is other than was told");
        into("Salle bleue").await;
        change(&app, &lead, &event, json!({ "venue": "Médiathèque" })).await;
        into("Salle rouge").await;
        let (_, place) = told(&app).await;
        into("Salle bleue").await;
        change(&app, &lead, &event, json!({ "startsAt": "2026-10-15T07:00:00Z",
            "endsAt": "2026-10-15T15:00:00Z", "movesAgenda": true })).await;
        into("Salle rouge").await;
        let (_, day) = told(&app).await;
        into("Salle bleue").await;
        let (_, moved) = told(&app).await;
        into("Salle rouge").await;
        let (_, back) = told(&app).await;

        assert!(place.contains("Ce qui change : le lieu."), "{place}");
        assert!(day.contains("Ce qui change : la date."), "{day}");
        for letter in [moved, back] {
            let agenda = "Ce qui change : l’horaire ou la salle d’un atelier.";
            assert!(letter.contains(agenda), "{letter}");
        }
        // The same while it is put off.
        let off = json!({ "eventId": event, "reason": "Neige" });
        act(&app, &lead, "eventPostpone", off).await.done();
        app.delivered().await;
        into("Salle bleue").await;
        into("Salle rouge").await;
        act(&app, &lead, "eventPublish", json!({ "eventId": event })).await.done();
        let (subject, stands) = told(&app).await;
        assert!(subject.starts_with("Date maintenue"), "{subject}");
        assert!(!stands.contains("Ce qui change"), "{stands}");
    }

    async fn other_hours_of_the_same_day_leave_an_excuse_as_it_is(app: App) {
        let (lead, member, event) = expected(&app).await;
        let excuse = "mutation($input: AttendanceExcuseInput!) { attendanceExcuse(input: $input) {
            attendance { state } userErrors { code } } }";
        let input = json!({ "input": { "eventId": event, "reason": "Formation" } });
        app.ask(Some(&member), excuse, input).await.done();

        change(&app, &lead, &event, json!({ "startsAt": "2026-10-08T07:30:00Z" })).await;
        let (_, later) = told(&app).await;
        change(&app, &lead, &event, json!({ "isDateTentative": true })).await;
        let (_, unsure) = told(&app).await;
        change(&app, &lead, &event, json!({ "isDateTentative": false })).await;
        let (_, sure) = told(&app).await;

        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
        for (letter, what) in [
            (later, "les horaires"),
            (unsure, "la date, désormais à confirmer"),
            (sure, "la date, désormais confirmée"),
        ] {
            assert!(letter.contains(&format!("Ce qui change : {what}.")), "{letter}");
            assert!(!letter.contains("absence"), "{letter}");
            assert!(!letter.contains("nouvelle date"), "{letter}");
        }
    }

    async fn what_was_put_off_stands_again_with_all_that_changed_meanwhile(app: App) {
        let (lead, _, event) = expected(&app).await;
        act(&app, &lead, "eventPostpone", json!({ "eventId": event, "reason": "Salle inondée",
            "startsAt": "2026-11-12T08:00:00Z" })).await.done();
        app.delivered().await;

        change(&app, &lead, &event, json!({ "venue": "Médiathèque" })).await;
        assert!(app.delivered().await.is_empty());
        let stands = act(&app, &lead, "eventPublish", json!({ "eventId": event })).await;
        let letters = app.delivered().await;
        let written = &letters[0].written;
        let (subject, text) = (as_typed(&written.subject), as_typed(&written.text));

        assert_eq!(stands.done()["event"]["isDateTentative"], false);
        assert_eq!(letters.len(), 1);
        assert_eq!(subject, "Nouvelle date : Rencontre réseau");
        assert!(text.contains("avait été reportée : sa nouvelle date est fixée. Ce qui change : le lieu."), "{text}");
        assert!(!text.contains("à confirmer"), "{text}");
        assert!(written.calendar.as_ref().unwrap().text.contains("STATUS:CONFIRMED"));
        change(&app, &lead, &event, json!({ "onlineUrl": "https://visio.exemple.test/salle" })).await;
        let (subject, text) = told(&app).await;
        assert_eq!(subject, "Changement : Rencontre réseau");
        assert!(text.contains("Ce qui change : l’adresse pour participer en ligne."), "{text}");
    }

    async fn what_is_put_off_to_no_other_day_is_held_on_the_day_first_said(app: App) {
        let (lead, _, event) = expected(&app).await;
        act(&app, &lead, "eventPostpone",
            json!({ "eventId": event, "reason": "Neige" })).await.done();
        app.delivered().await;
        act(&app, &lead, "eventPublish", json!({ "eventId": event })).await.done();

        let (subject, text) = told(&app).await;

        assert_eq!(subject, "Date maintenue : Rencontre réseau");
        assert!(text.contains("elle aura bien lieu le jour prévu"), "{text}");
        assert!(text.contains("Une absence annoncée avant le report ne compte plus"), "{text}");
        assert!(!text.contains("à confirmer"), "{text}");
    }
}
