//! A place and the line: confirmed, waitlisted, offered, cancelled.

use chrono::TimeDelta;
use domain::{database::Bind, event, id::EventId, registration};
use serde_json::{Value, json};

use super::{CREATE, act, again, mine, register, registered};
use crate::support::{Browser, on_both};

on_both! {
    async fn a_place_is_confirmed_with_one_audit_line_and_one_letter(app: App) {
        let network = app.network("cybanjou").await;
        let member = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;

        let answer = register(&app, &member, event).await;

        let registration = &answer.done()["registration"];
        assert_eq!(registration["state"], "CONFIRMED");
        assert_eq!(registration["attends"], "ON_SITE");
        assert_eq!(registration["rank"], Value::Null);
        assert_eq!(app.count("audit_line where subject_kind = 'registration'").await, 1);
        assert_eq!(app.count("outbox where kind = 'registration_confirmed'").await, 1);
    }

    async fn a_full_event_offers_the_waiting_list(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let mut people = Vec::new();
        for name in ["Ana", "Binta", "Célestin"] {
            let person = app.member_of(network, name).await;
            let (id, state) = registered(&app, &person, event).await;
            people.push((person, id, state));
        }
        let states: Vec<_> = people.iter().map(|(_, _, state)| state.as_str()).collect();
        assert_eq!(states, ["CONFIRMED", "WAITLISTED", "WAITLISTED"]);
        assert_eq!(mine(&app, &people[2].0, &people[2].1).await["rank"], 2);

        act(&app, &people[0].0, "registrationCancel", &people[0].1).await.done();

        let second = mine(&app, &people[1].0, &people[1].1).await;
        assert_eq!(second["state"], "OFFERED");
        assert_eq!(second["offeredUntil"], "2026-09-09T21:59:59+00:00");
        assert_eq!(mine(&app, &people[2].0, &people[2].1).await["rank"], 1);
        assert_eq!(app.count("outbox where kind = 'place_offered'").await, 1);

        let accepted = act(&app, &people[1].0, "registrationOfferAccept", &people[1].1).await;
        assert_eq!(accepted.done()["registration"]["state"], "CONFIRMED");
        let again = act(&app, &people[1].0, "registrationOfferAccept", &people[1].1).await;
        assert_eq!(again.refusals(), ["NOT_OFFERED"]);
    }

    async fn an_offer_that_is_left_or_lapses_goes_to_the_next(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let mut people = Vec::new();
        for name in ["Ana", "Binta", "Célestin", "Dora"] {
            let person = app.member_of(network, name).await;
            let (id, _) = registered(&app, &person, event).await;
            people.push((person, id));
        }
        act(&app, &people[0].0, "registrationCancel", &people[0].1).await.done();

        let left = act(&app, &people[1].0, "registrationOfferDecline", &people[1].1).await;
        assert_eq!(left.done()["registration"]["state"], "DECLINED");
        assert_eq!(mine(&app, &people[2].0, &people[2].1).await["state"], "OFFERED");

        app.clock.advance(TimeDelta::hours(63));
        let late = act(&app, &people[2].0, "registrationOfferAccept", &people[2].1).await;
        assert_eq!(late.refusals(), ["OFFER_OVER"]);
        let house = app.house();
        assert_eq!(registration::lapse_offers(&house).await.unwrap(), 1);
        assert_eq!(registration::lapse_offers(&house).await.unwrap(), 0);

        let left = mine(&app, &people[1].0, &people[1].1).await;
        assert_eq!((&left["state"], &left["declinedBy"]), (&json!("DECLINED"), &json!("PERSON")));
        let lapsed = mine(&app, &people[2].0, &people[2].1).await;
        assert_eq!((&lapsed["state"], &lapsed["declinedBy"]), (&json!("DECLINED"), &json!("TIME")));
        let page = format!("/events/{event}");
        let shown = Browser::of(&app, &people[1].0).get(&page).await;
        shown.says("Vous avez laissé la place qui vous était proposée.");
        shown.is_silent_about("pas pu retenir");
        let shown = Browser::of(&app, &people[2].0).get(&page).await;
        shown.says("Le délai pour prendre la place qui vous était proposée est passé.");
        shown.is_silent_about("pas pu retenir");
        assert_eq!(mine(&app, &people[3].0, &people[3].1).await["state"], "OFFERED");
        assert_eq!(app.count("outbox where kind = 'offer_lapsed'").await, 1);
        assert_eq!(app.count("outbox where kind = 'place_offered'").await, 3);
    }

    async fn more_places_are_offered_to_the_first_in_line(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(0)).await;
        let mut people = Vec::new();
        for name in ["Ana", "Binta", "Célestin"] {
            let person = app.member_of(network, name).await;
            let (id, _) = registered(&app, &person, event).await;
            people.push((person, id));
        }

        app.write("update event set capacity_on_site = 2 where id = ?", vec![Bind::from(event)]).await;
        let house = app.house();
        let tx = house.begin().await.unwrap();
        let (row, _) = event::lock(&tx, event).await.unwrap();
        registration::offer_free_places(&tx, &house, &row).await.unwrap();
        tx.commit().await.unwrap();

        for (place, (person, id)) in people.iter().enumerate() {
            let right = if place < 2 { "OFFERED" } else { "WAITLISTED" };
            assert_eq!(mine(&app, person, id).await["state"], right);
        }
        let newcomer = app.member_of(network, "Dora").await;
        assert_eq!(registered(&app, &newcomer, event).await.1, "WAITLISTED");
    }

    async fn whoever_left_comes_back_at_the_end_of_the_line_and_is_told_again(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let (first, _) = registered(&app, &ana, event).await;
        registered(&app, &binta, event).await;
        act(&app, &ana, "registrationCancel", &first).await.done();

        let (again, state) = registered(&app, &ana, event).await;
        let twice = register(&app, &ana, event).await;

        assert_eq!((again.as_str(), state.as_str()), (first.as_str(), "WAITLISTED"));
        assert_eq!(twice.refusals(), ["ALREADY_REGISTERED"]);
        let message = &twice.data()["registrationCreate"]["userErrors"][0]["message"];
        assert_eq!(message, "L’inscription est déjà sur la liste d’attente.");
        assert_eq!(app.count("outbox where kind = 'registration_waitlisted'").await, 2);
    }

    async fn the_window_of_registration_is_kept_for_members_and_not_for_organisers(app: App) {
        let network = app.network("cybanjou").await;
        let member = app.member_of(network, "Ana").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let now = app.clock.now();
        let event = app
            .event(network, |event| {
                event.opens_at = Some(now + TimeDelta::days(1));
                event.closes_at = Some(now + TimeDelta::days(2));
            })
            .await;
        let draft = app.event(network, |event| event.state = "draft").await;
        let cancelled = app.event(network, |event| event.state = "cancelled").await;

        assert_eq!(register(&app, &member, event).await.refusals(), ["NOT_OPEN_YET"]);
        assert_eq!(register(&app, &member, draft).await.code(), "NOT_FOUND");
        assert_eq!(register(&app, &organiser, draft).await.refusals(), ["EVENT_NOT_PUBLISHED"]);
        assert_eq!(register(&app, &member, cancelled).await.refusals(), ["EVENT_NOT_PUBLISHED"]);
        app.clock.advance(TimeDelta::days(2));
        assert_eq!(register(&app, &member, event).await.refusals(), ["CLOSED"]);
        let for_them = json!({ "input": {
            "eventId": event.to_string(), "memberId": member.id.to_string() } });
        app.ask(Some(&organiser), CREATE, for_them).await.done();
        app.clock.advance(TimeDelta::days(40));
        let organiser = again(&app, organiser).await;
        assert_eq!(register(&app, &organiser, event).await.refusals(), ["EVENT_OVER"]);
    }

    async fn one_cancels_until_the_deadline_and_organisers_always(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let now = app.clock.now();
        let event = app
            .event(network, |event| {
                event.on_site = Some(1);
                event.cancel_until = Some(now + TimeDelta::days(1));
            })
            .await;
        let (confirmed, _) = registered(&app, &ana, event).await;
        let (waiting, _) = registered(&app, &binta, event).await;
        app.clock.advance(TimeDelta::days(1));

        let late = act(&app, &ana, "registrationCancel", &confirmed).await;
        let from_the_line = act(&app, &binta, "registrationCancel", &waiting).await;
        let by_organiser = act(&app, &organiser, "registrationCancel", &confirmed).await;
        let twice = act(&app, &organiser, "registrationCancel", &confirmed).await;

        assert_eq!(late.refusals(), ["CANCEL_DEADLINE_PASSED"]);
        assert_eq!(from_the_line.done()["registration"]["state"], "CANCELLED");
        assert_eq!(by_organiser.done()["registration"]["state"], "CANCELLED");
        assert_eq!(twice.refusals(), ["NOT_REGISTERED"]);
    }

    async fn once_it_has_begun_organisers_give_free_places_to_who_stands_there(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let starts_at = app.clock.now() + TimeDelta::hours(1);
        let event = app.event(network, |event| {
            (event.on_site, event.starts_at) = (Some(2), starts_at);
        }).await;
        let mut people = Vec::new();
        for name in ["Ana", "Binta", "Célestin", "Dora", "Eva"] {
            people.push(app.member_of(network, name).await);
        }
        let mut held = Vec::new();
        for person in &people[..4] {
            held.push(registered(&app, person, event).await.0);
        }
        app.clock.advance(TimeDelta::hours(2));
        app.delivered().await;
        for id in &held[..2] {
            act(&app, &organiser, "registrationCancel", id).await.done();
        }
        let lets_in = async |of: usize| {
            let input = json!({ "input": {
                "eventId": event.to_string(), "memberId": people[of].id.to_string() } });
            app.ask(Some(&organiser), CREATE, input).await
        };

        let newcomer = lets_in(4).await;
        let from_the_line = lets_in(3).await;
        let too_many = lets_in(2).await;
        let too_late = lets_in(0).await;

        assert_eq!(newcomer.done()["registration"]["state"], "CONFIRMED");
        assert_eq!(from_the_line.done()["registration"]["state"], "CONFIRMED");
        assert_eq!(too_many.refusals(), ["ALREADY_REGISTERED"]);
        assert_eq!(too_late.done()["registration"]["state"], "WAITLISTED");
        // Nobody is offered a place any more, so that nobody is told to wait for one.
        let told = app.delivered().await;
        assert!(told.iter().all(|parcel| !parcel.written.subject.starts_with("Liste d’attente")));
        assert_eq!(app.count("audit_line where action = 'registration.admit'").await, 1);
    }

    async fn each_way_to_attend_has_its_own_places(app: App) {
        let network = app.network("cybanjou").await;
        let event = app
            .event(network, |event| {
                event.mode = "both";
                event.on_site = Some(1);
            })
            .await;
        let on_site = app.event(network, |_| {}).await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let input = |event: EventId, attends: &str| {
            json!({ "input": { "eventId": event.to_string(), "attends": attends } })
        };

        assert_eq!(register(&app, &ana, event).await.refusals(), ["ATTENDS_MISSING"]);
        let online = app.ask(Some(&ana), CREATE, input(on_site, "ONLINE")).await;
        assert_eq!(online.refusals(), ["MODE_UNAVAILABLE"]);
        let first = app.ask(Some(&ana), CREATE, input(event, "ON_SITE")).await;
        let second = app.ask(Some(&binta), CREATE, input(event, "ON_SITE")).await;
        let celestin = app.member_of(network, "Célestin").await;
        let third = app.ask(Some(&celestin), CREATE, input(event, "ONLINE")).await;

        assert_eq!(first.done()["registration"]["state"], "CONFIRMED");
        assert_eq!(second.done()["registration"]["state"], "WAITLISTED");
        assert_eq!(third.done()["registration"]["state"], "CONFIRMED");
    }
}
