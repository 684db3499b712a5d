//! While an event is put off: what is decided is told, nobody is bound, and freed seats wait.

use chrono::TimeDelta;
use serde_json::json;

use super::{CREATE, act, act_with, again, mine, on_event, registered, seats, text};
use crate::support::{Browser, as_typed, on_both};

on_both! {
    async fn who_is_approved_while_the_event_is_put_off_is_told_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| {
            (event.needs_approval, event.on_site) = (true, Some(1));
        }).await;
        let mut asked = Vec::new();
        for name in ["Ana", "Binta"] {
            let person = app.member_of(network, name).await;
            let (id, _) = registered(&app, &person, event).await;
            asked.push((person, id));
        }
        let off = json!({ "eventId": event.to_string(), "reason": "Neige" });
        on_event(&app, &lead, "eventPostpone", off).await.done();
        app.delivered().await;

        for (_, id) in &asked {
            act(&app, &lead, "registrationApprove", id).await.done();
        }
        let told = app.delivered().await;

        assert_eq!(told.len(), 2);
        for (parcel, (person, _)) in told.iter().zip(&asked) {
            assert_eq!(parcel.to, person.email);
            let text = as_typed(&parcel.written.text);
            assert!(text.contains("La rencontre est reportée : la nouvelle date vous sera écrite."), "{text}");
            assert!(!text.contains("pour votre agenda"), "{text}");
            assert!(parcel.written.calendar.is_none(), "no day holds: {}", parcel.written.subject);
        }
        let subjects = told.iter().map(|parcel| as_typed(&parcel.written.subject));
        let begins = ["Inscription confirmée", "Liste d’attente"];
        assert!(subjects.zip(begins).all(|(subject, begins)| subject.starts_with(begins)));
    }

    async fn nobody_is_bound_to_a_day_that_is_not_known(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, binta) = (app.member_of(network, "Ana").await, app.member_of(network, "Binta").await);
        let deadline = app.clock.now() + TimeDelta::days(1);
        let event = app.event(network, |event| event.cancel_until = Some(deadline)).await;
        let (first, _) = registered(&app, &ana, event).await;
        let (second, _) = registered(&app, &binta, event).await;
        let page = format!("/events/{event}");
        app.clock.advance(TimeDelta::days(2));
        let late = act(&app, &ana, "registrationCancel", &first).await;

        let off = json!({ "eventId": event.to_string(), "reason": "Neige" });
        on_event(&app, &lead, "eventPostpone", off).await.done();
        let soon = act(&app, &ana, "registrationCancel", &first).await;
        // The day that was said is over, and no other is known.
        app.clock.advance(TimeDelta::days(40));
        let binta = again(&app, binta).await;
        let shown = Browser::of(&app, &binta).get(&page).await;
        let still = act(&app, &binta, "registrationCancel", &second).await;

        assert_eq!(late.refusals(), ["CANCEL_DEADLINE_PASSED"]);
        assert_eq!(soon.done()["registration"]["state"], "CANCELLED");
        shown.says("Annuler mon inscription");
        assert_eq!(still.done()["registration"]["state"], "CANCELLED");
    }

    async fn a_seat_that_comes_free_while_the_event_is_put_off_is_given_once_it_stands(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.mode = "online").await;
        let session = app.session(event, 0, Some(1)).await;
        let with = json!({ "input": {
            "eventId": event.to_string(), "sessionIds": [session.to_string()] } });
        let (ana, binta) = (app.member_of(network, "Ana").await, app.member_of(network, "Binta").await);
        let first = app.ask(Some(&ana), CREATE, with.clone()).await;
        let second = app.ask(Some(&binta), CREATE, with).await;
        let (first, second) =
            (text(&first.done()["registration"]["id"]), text(&second.done()["registration"]["id"]));
        let named = json!({ "eventId": event.to_string() });
        let off = json!({ "eventId": event.to_string(), "reason": "Neige" });
        on_event(&app, &lead, "eventPostpone", off).await.done();

        let leave = json!({ "registrationId": first, "sessionId": session.to_string() });
        act_with(&app, &ana, "sessionLeave", leave).await.done();
        let meanwhile = seats(&mine(&app, &binta, &second).await);
        app.delivered().await;
        on_event(&app, &lead, "eventPublish", named).await.done();

        assert_eq!(meanwhile, [(session.to_string(), "WAITLISTED".to_owned())]);
        assert_eq!(seats(&mine(&app, &binta, &second).await), [(session.to_string(), "CONFIRMED".to_owned())]);
        let told = app.delivered().await;
        let seat = |subject: &str| subject.starts_with("Vous avez une place dans l’atelier");
        assert!(told.iter().any(|parcel| parcel.to == binta.email && seat(&as_typed(&parcel.written.subject))));
    }
}
