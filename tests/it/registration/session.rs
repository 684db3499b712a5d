//! Sessions: one in each round, each with its own line.

use domain::id::SessionId;
use serde_json::{Value, json};

use super::{CREATE, act, act_with, mine, on_event, registered, seats, text};
use crate::support::{Person, as_typed, on_both};

on_both! {
    async fn one_session_in_each_round(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let morning = app.session(event, 0, None).await;
        let beside = app.session(event, 0, None).await;
        let later = app.session(event, 1, None).await;
        let with = |sessions: &[SessionId]| {
            let ids: Vec<_> = sessions.iter().map(ToString::to_string).collect();
            json!({ "input": { "eventId": event.to_string(), "sessionIds": ids } })
        };

        let both = app.ask(Some(&ana), CREATE, with(&[morning, beside])).await;
        let done = app.ask(Some(&ana), CREATE, with(&[morning, later])).await;

        assert_eq!(both.refusals(), ["ROUND_CHOICE_DUPLICATE"]);
        assert_eq!(
            both.data()["registrationCreate"]["userErrors"][0]["details"],
            json!([
                { "name": "session", "value": beside.to_string() },
                { "name": "other", "value": morning.to_string() },
            ])
        );
        let id = text(&done.done()["registration"]["id"]);
        let input = json!({ "registrationId": id, "sessionId": beside.to_string() });
        let changed = act_with(&app, &ana, "sessionChoose", input).await;
        assert_eq!(
            seats(&changed.done()["registration"]),
            [
                (beside.to_string(), "CONFIRMED".to_owned()),
                (later.to_string(), "CONFIRMED".to_owned()),
            ]
        );
    }

    async fn a_full_session_has_its_own_line_and_costs_nobody_their_seat(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        let wanted = app.session(event, 0, Some(1)).await;
        let beside = app.session(event, 0, Some(1)).await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let celestin = app.member_of(network, "Célestin").await;
        let (first, _) = registered(&app, &ana, event).await;
        let (second, _) = registered(&app, &binta, event).await;
        let (third, _) = registered(&app, &celestin, event).await;
        let choose = async |who: &Person, id: &str, session: SessionId| {
            let input = json!({ "registrationId": id, "sessionId": session.to_string() });
            act_with(&app, who, "sessionChoose", input).await.done()["registration"].clone()
        };
        let wants = |state: &str| (wanted.to_string(), state.to_owned());
        let has_beside = |state: &str| (beside.to_string(), state.to_owned());
        choose(&ana, &first, wanted).await;
        choose(&binta, &second, beside).await;

        let waiting = choose(&binta, &second, wanted).await;
        let mut waits = seats(&waiting);
        waits.sort();
        let mut right = vec![wants("WAITLISTED"), has_beside("CONFIRMED")];
        right.sort();
        assert_eq!(waits, right);
        let behind = choose(&celestin, &third, beside).await;
        assert_eq!(seats(&behind), [has_beside("WAITLISTED")]);

        let input = json!({ "registrationId": first, "sessionId": wanted.to_string() });
        act_with(&app, &ana, "sessionLeave", input.clone()).await.done();

        assert_eq!(seats(&mine(&app, &binta, &second).await), [wants("CONFIRMED")]);
        assert_eq!(seats(&mine(&app, &celestin, &third).await), [has_beside("CONFIRMED")]);
        let letters = app.delivered().await;
        let of = |who: &Person| -> Vec<&str> {
            let theirs = letters.iter().filter(|parcel| parcel.to == who.email);
            theirs.map(|parcel| parcel.written.subject.as_str()).collect()
        };
        let told = |who: &Person| {
            let seat = letters.iter().find(|parcel| {
                parcel.to == who.email && parcel.written.subject.starts_with("Vous avez une place")
            });
            as_typed(&seat.unwrap().written.text)
        };
        let left = "Vous quittez pour cela l’atelier que vous aviez au même moment : Atelier.";
        assert!(told(&binta).contains(left), "{}", told(&binta));
        assert!(!told(&celestin).contains("Vous quittez"), "{}", told(&celestin));
        assert!(of(&binta).iter().any(|subject| subject.starts_with("Vous avez une place dans l’atelier")));
        assert!(of(&celestin).iter().any(|subject| subject.starts_with("Vous avez une place dans l’atelier")));
        assert!(!of(&ana).iter().any(|subject| subject.starts_with("Vous avez une place dans l’atelier")));
        assert_eq!(act_with(&app, &ana, "sessionLeave", input).await.refusals(), ["NOT_CHOSEN"]);
    }

    async fn more_seats_go_to_who_waits_for_them_and_free_the_seat_they_had_meanwhile(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let wanted = app.session(event, 0, Some(1)).await;
        let beside = app.session(event, 0, Some(1)).await;
        let mut people = Vec::new();
        for name in ["Ana", "Binta", "Célestin", "Dora"] {
            let person = app.member_of(network, name).await;
            let (id, _) = registered(&app, &person, event).await;
            people.push((id, person));
        }
        for (who, session) in [(0, wanted), (1, beside), (1, wanted), (2, beside), (3, wanted)] {
            let (id, person) = &people[who];
            let input = json!({ "registrationId": id, "sessionId": session.to_string() });
            act_with(&app, person, "sessionChoose", input).await.done();
        }
        let seats_of = async |who: usize| seats(&mine(&app, &people[who].1, &people[who].0).await);
        let confirmed = |session: SessionId| [(session.to_string(), "CONFIRMED".to_owned())];
        let told = async |who: usize| {
            let to = &people[who].1.email;
            app.count(&format!("outbox where kind = 'session_confirmed' and email = '{to}'")).await
        };
        let set_seats = async |capacity: Value| {
            let input = json!({ "sessionId": wanted.to_string(), "capacity": capacity });
            on_event(&app, &lead, "sessionUpdate", input).await.done();
        };
        assert_eq!(app.count("outbox where kind = 'session_confirmed'").await, 0);

        set_seats(json!(2)).await;

        assert_eq!(seats_of(0).await, confirmed(wanted));
        assert_eq!(seats_of(1).await, confirmed(wanted), "and no longer the seat beside it");
        assert_eq!(seats_of(2).await, confirmed(beside), "which goes on to the next");
        assert_eq!(seats_of(3).await, [(wanted.to_string(), "WAITLISTED".to_owned())]);
        assert_eq!((told(0).await, told(1).await, told(2).await, told(3).await), (0, 1, 1, 0));

        set_seats(Value::Null).await;

        assert_eq!(seats_of(3).await, confirmed(wanted));
        assert_eq!((told(1).await, told(2).await, told(3).await), (1, 1, 1));
    }

    async fn a_session_does_not_move_beside_another_that_the_same_people_chose(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let (first, later) = (app.session(event, 0, None).await, app.session(event, 1, None).await);
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let with = |sessions: &[SessionId]| {
            let ids: Vec<_> = sessions.iter().map(ToString::to_string).collect();
            json!({ "input": { "eventId": event.to_string(), "sessionIds": ids } })
        };
        let both = app.ask(Some(&ana), CREATE, with(&[first, later])).await;
        app.ask(Some(&binta), CREATE, with(&[later])).await.done();
        let look = "query($id: ID!) { node(id: $id) { ... on Session { startsAt endsAt } } }";
        let hours = app.ask(Some(&lead), look, json!({ "id": first.to_string() })).await;
        let mut moved = hours.data()["node"].clone();
        moved["sessionId"] = json!(later.to_string());

        let refused = on_event(&app, &lead, "sessionUpdate", moved.clone()).await;
        let leave = json!({
            "registrationId": both.done()["registration"]["id"], "sessionId": first.to_string() });
        act_with(&app, &ana, "sessionLeave", leave).await.done();

        assert_eq!(refused.refusals(), ["CHOSEN_BESIDE"]);
        let message = &refused.data()["sessionUpdate"]["userErrors"][0]["message"];
        assert!(message.as_str().unwrap().starts_with("Une personne a choisi"), "{message}");
        on_event(&app, &lead, "sessionUpdate", moved).await.done();
    }

    async fn nobody_chooses_or_leaves_a_session_of_a_cancelled_event(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let (held, other) = (app.session(event, 0, Some(1)).await, app.session(event, 1, None).await);
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let (first, _) = registered(&app, &ana, event).await;
        let (second, _) = registered(&app, &binta, event).await;
        let input = |id: &str, session: SessionId| {
            json!({ "registrationId": id, "sessionId": session.to_string() })
        };
        act_with(&app, &ana, "sessionChoose", input(&first, held)).await.done();
        act_with(&app, &binta, "sessionChoose", input(&second, held)).await.done();
        let cancel = "mutation($input: EventCancelInput!) { eventCancel(input: $input) {
            userErrors { code } } }";
        let off = json!({ "input": { "eventId": event.to_string(), "reason": "Neige" } });
        app.ask(Some(&lead), cancel, off).await.done();

        let chosen = act_with(&app, &ana, "sessionChoose", input(&first, other)).await;
        let left = act_with(&app, &ana, "sessionLeave", input(&first, held)).await;
        let answered = act_with(&app, &ana, "registrationAnswer",
            json!({ "registrationId": first, "answers": [] })).await;

        for refused in [chosen, left, answered] {
            assert_eq!(refused.refusals(), ["EVENT_CANCELLED"]);
        }
        assert_eq!(app.count("outbox where kind = 'session_confirmed'").await, 0);
        assert_eq!(seats(&mine(&app, &ana, &first).await), [(held.to_string(), "CONFIRMED".to_owned())]);
    }

    async fn who_waits_for_a_place_takes_no_seat_until_there_is_one(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let session = app.session(event, 0, Some(1)).await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let with = json!({ "input": {
            "eventId": event.to_string(), "sessionIds": [session.to_string()] } });

        let first = app.ask(Some(&ana), CREATE, with.clone()).await;
        let second = app.ask(Some(&binta), CREATE, with).await;
        let first = text(&first.done()["registration"]["id"]);
        let second = text(&second.done()["registration"]["id"]);
        act(&app, &ana, "registrationCancel", &first).await.done();

        assert_eq!(mine(&app, &ana, &first).await["choices"], json!([]));
        let offered = mine(&app, &binta, &second).await;
        assert_eq!(offered["state"], "OFFERED");
        assert_eq!(offered["choices"][0]["state"], "WAITLISTED");
        assert_eq!(offered["choices"][0]["rank"], Value::Null);

        act(&app, &binta, "registrationOfferAccept", &second).await.done();

        let placed = mine(&app, &binta, &second).await;
        assert_eq!(placed["state"], "CONFIRMED");
        assert_eq!(placed["choices"][0]["state"], "CONFIRMED");
        assert_eq!(app.count("outbox where kind = 'session_confirmed'").await, 0);
    }

    async fn a_seat_that_comes_free_goes_past_who_has_not_taken_their_place(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(3)).await;
        let session = app.session(event, 0, Some(1)).await;
        let with = json!({ "input": {
            "eventId": event.to_string(), "sessionIds": [session.to_string()] } });
        let mut people = Vec::new();
        for name in ["Ana", "Binta", "Célestin", "Dora"] {
            let person = app.member_of(network, name).await;
            let asked = match name {
                "Ana" | "Dora" => with.clone(),
                _ => json!({ "input": { "eventId": event.to_string() } }),
            };
            let made = app.ask(Some(&person), CREATE, asked).await;
            people.push((text(&made.done()["registration"]["id"]), person));
        }
        act(&app, &people[2].1, "registrationCancel", &people[2].0).await.done();
        let input = |of: usize| json!({ "registrationId": people[of].0, "sessionId": session.to_string() });
        // Behind Dora, who asked for the session first.
        act_with(&app, &people[1].1, "sessionChoose", input(1)).await.done();

        act_with(&app, &people[0].1, "sessionLeave", input(0)).await.done();

        assert_eq!(mine(&app, &people[1].1, &people[1].0).await["choices"][0]["state"], "CONFIRMED");
        let offered = mine(&app, &people[3].1, &people[3].0).await;
        assert_eq!(offered["state"], "OFFERED");
        assert_eq!(offered["choices"][0]["state"], "WAITLISTED");
        let letters = app.delivered().await;
        let told = |who: &Person| {
            letters.iter().any(|parcel| {
                parcel.to == who.email
                    && parcel.written.subject.starts_with("Vous avez une place dans l’atelier")
            })
        };
        assert!(told(&people[1].1));
        assert!(!told(&people[3].1));
    }
}
