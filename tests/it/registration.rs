//! Registering for an event: places, the line, offers, sessions, answers, and who sees what.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    context::{Context, Door},
    database::Bind,
    event,
    id::{EventId, MemberId, SessionId},
    registration,
};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, on_both};

const CREATE: &str =
    "mutation($input: RegistrationCreateInput!) { registrationCreate(input: $input) {
    registration { id state attends rank offeredUntil choices { state rank } }
    userErrors { code field message details { name value } } } }";
const MINE: &str = "query($id: ID!) { node(id: $id) { ... on Registration {
    id state rank offeredUntil choices { state rank session { id } }
    answers { value question { id } } } } }";

async fn register(app: &App, who: &Person, event: EventId) -> Answer {
    app.ask(Some(who), CREATE, json!({ "input": { "eventId": event.to_string() } })).await
}

/// Registers; gives the registration's identifier and state.
async fn registered(app: &App, who: &Person, event: EventId) -> (String, String) {
    let answer = register(app, who, event).await;
    let registration = &answer.done()["registration"];
    (text(&registration["id"]), text(&registration["state"]))
}

/// One of the mutations that take a registration and nothing else.
async fn act(app: &App, who: &Person, mutation: &str, id: &str) -> Answer {
    act_with(app, who, mutation, json!({ "registrationId": id })).await
}

async fn act_with(app: &App, who: &Person, mutation: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            registration {{ id state rank offeredUntil choices {{ state rank session {{ id }} }} }}
            userErrors {{ code message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

async fn mine(app: &App, who: &Person, id: &str) -> Value {
    app.ask(Some(who), MINE, json!({ "id": id })).await.data()["node"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("expected words: {value}")).to_owned()
}

/// The chosen sessions with their states.
fn seats(registration: &Value) -> Vec<(String, String)> {
    let choices = registration["choices"].as_array().unwrap();
    choices.iter().map(|choice| (text(&choice["session"]["id"]), text(&choice["state"]))).collect()
}

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
        assert_eq!(second["offeredUntil"], "2026-09-09T07:00:00+00:00");
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

        app.clock.advance(TimeDelta::hours(48));
        let late = act(&app, &people[2].0, "registrationOfferAccept", &people[2].1).await;
        assert_eq!(late.refusals(), ["OFFER_OVER"]);
        let house = app.house();
        assert_eq!(registration::lapse_offers(&house).await.unwrap(), 1);
        assert_eq!(registration::lapse_offers(&house).await.unwrap(), 0);

        assert_eq!(mine(&app, &people[2].0, &people[2].1).await["state"], "DECLINED");
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

    async fn only_organisers_register_others_and_strangers_find_nothing(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let member = app.member_of(network, "Ana").await;
        let fellow = app.member_of(network, "Binta").await;
        let stranger = app.member_of(elsewhere, "Zoé").await;
        let event = app.event(network, |_| {}).await;
        let for_ana = json!({ "input": {
            "eventId": event.to_string(), "memberId": member.id.to_string() } });

        assert_eq!(app.ask(Some(&fellow), CREATE, for_ana.clone()).await.code(), "FORBIDDEN");
        assert_eq!(app.ask(Some(&stranger), CREATE, for_ana.clone()).await.code(), "NOT_FOUND");
        assert_eq!(register(&app, &stranger, event).await.code(), "NOT_FOUND");
        assert_eq!(app.ask(None, CREATE, for_ana).await.code(), "NOT_FOUND");
        let (id, _) = registered(&app, &member, event).await;
        assert_eq!(mine(&app, &fellow, &id).await, Value::Null);
        assert_eq!(act(&app, &fellow, "registrationCancel", &id).await.code(), "NOT_FOUND");
    }

    async fn an_organiser_decides_where_approval_is_needed(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let event = app
            .event(network, |event| {
                event.needs_approval = true;
                event.on_site = Some(1);
            })
            .await;
        let mut asked = Vec::new();
        for name in ["Ana", "Binta", "Célestin"] {
            let person = app.member_of(network, name).await;
            let (id, state) = registered(&app, &person, event).await;
            assert_eq!(state, "PENDING");
            asked.push((person, id));
        }

        let own = act(&app, &asked[0].0, "registrationApprove", &asked[0].1).await;
        let second = act(&app, &organiser, "registrationApprove", &asked[1].1).await;
        let first = act(&app, &organiser, "registrationApprove", &asked[0].1).await;
        let input = json!({ "registrationId": asked[2].1, "reason": "Réservé au Saumurois" });
        let third = act_with(&app, &organiser, "registrationDecline", input).await;
        let again = act(&app, &organiser, "registrationDecline", &asked[2].1).await;

        assert_eq!(own.code(), "FORBIDDEN");
        assert_eq!(second.done()["registration"]["state"], "CONFIRMED");
        assert_eq!(first.done()["registration"]["state"], "WAITLISTED");
        assert_eq!(third.done()["registration"]["state"], "DECLINED");
        assert_eq!(again.refusals(), ["NOT_PENDING"]);
        assert_eq!(app.count("outbox where kind = 'registration_declined'").await, 1);
        let (_, by_organiser) = registered(&app, &organiser, event).await;
        assert_eq!(by_organiser, "WAITLISTED");
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

        app.clock.advance(TimeDelta::days(60));
        assert_eq!(registration::erase_answers(&app.house()).await.unwrap(), 0);
        app.clock.advance(TimeDelta::hours(4));
        assert_eq!(registration::erase_answers(&app.house()).await.unwrap(), 1);
        assert_eq!(app.count("answer").await, 1);
    }

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
        assert!(of(&binta).iter().any(|subject| subject.starts_with("Vous avez une place dans l’atelier")));
        assert!(of(&celestin).iter().any(|subject| subject.starts_with("Vous avez une place dans l’atelier")));
        assert!(!of(&ana).iter().any(|subject| subject.starts_with("Vous avez une place dans l’atelier")));
        assert_eq!(act_with(&app, &ana, "sessionLeave", input).await.refusals(), ["NOT_CHOSEN"]);
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
        assert_eq!(offered["choices"][0]["state"], "CONFIRMED");
        assert_eq!(app.count("outbox where kind = 'session_confirmed'").await, 0);
    }

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

    async fn two_hundred_at_once_for_fifty_places_give_fifty_confirmed_and_the_rest_in_order(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(50)).await;
        let session = app.session(event, 0, Some(20)).await;
        let crowd = crowd(&app, network, 200).await;

        all_register(&app, &lead, event, Some(session), &crowd).await;

        assert_eq!(app.count("registration where state = 'confirmed'").await, 50);
        assert_eq!(app.count("registration where state = 'waitlisted'").await, 150);
        assert_eq!(app.count("registration where state = 'confirmed' and rank <= 50").await, 50);
        let ranks = "(select distinct rank from registration) ranks";
        assert_eq!(app.count(ranks).await, 200);
        assert_eq!(app.count("registration where rank < 1 or rank > 200").await, 0);
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 20);
        assert_eq!(app.count("session_choice where state = 'confirmed' and rank <= 20").await, 20);
        assert_eq!(app.count("outbox where kind like 'registration%'").await, 200);
        assert_eq!(app.count("audit_line where subject_kind = 'registration'").await, 200);
    }

    async fn cancellations_that_race_registrations_lose_no_place(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(20)).await;
        let session = app.session(event, 0, Some(5)).await;
        let crowd = crowd(&app, network, 80).await;
        let (early, late) = crowd.split_at(30);
        all_register(&app, &lead, event, Some(session), early).await;
        let standing = standing(&app, &lead).await;
        let mine = domain::registration::list_of_events(
            &standing,
            &[event.uuid()],
            &registration::Filter::default(),
            registration::Order::ByLine,
            &domain::page::Request::first(100),
        )
        .await
        .unwrap();
        let leaving: Vec<_> = mine
            .into_values()
            .flat_map(domain::page::Page::into_rows)
            .filter(|registration| registration.rank % 2 == 0)
            .collect();
        assert_eq!(leaving.len(), 15);

        let leave = async {
            let tasks: Vec<_> = leaving
                .iter()
                .map(|registration| {
                    let (ctx, registration) = (standing.clone(), registration.id.into());
                    tokio::spawn(async move {
                        let asked = registration::Cancel { registration, reason: None };
                        registration::cancel(&ctx, asked).await.unwrap();
                    })
                })
                .collect();
            for task in tasks {
                task.await.unwrap();
            }
        };
        tokio::join!(leave, all_register(&app, &lead, event, Some(session), late));

        let held = "registration where state in ('confirmed', 'offered')";
        assert_eq!(app.count(held).await, 20);
        assert_eq!(app.count("registration where state = 'waitlisted'").await, 45);
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 5);
        let overtaken = "registration waiting where state = 'waitlisted' and exists \
            (select 1 from registration other where other.state in ('confirmed', 'offered') \
             and other.rank > waiting.rank)";
        assert_eq!(app.count(overtaken).await, 0);
    }

    async fn random_days_keep_the_books_straight(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(3)).await;
        let session = app.session(event, 0, Some(1)).await;
        let crowd = crowd(&app, network, 9).await;
        let ctx = standing(&app, &lead).await;
        // A small generator of its own, so that each run tells the same story.
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        let mut random = |below: u64| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % below).unwrap()
        };

        for step in 0..250 {
            let member = crowd[random(9)];
            let known = registration::list_of_members(
                &ctx,
                &[member.uuid()],
                &registration::MemberFilter { with_over: true, ..Default::default() },
                &domain::page::Request::first(1),
            )
            .await
            .unwrap();
            let known = known.into_values().flat_map(domain::page::Page::into_rows).next();
            let id = known.map(|known| known.id.into());
            match (random(8), id) {
                (0..=2, _) | (_, None) => {
                    let asked = registration::Create {
                        member: Some(member),
                        sessions: vec![session],
                        ..registration::Create::oneself(event)
                    };
                    drop(registration::create(&ctx, asked).await);
                }
                (3 | 4, Some(registration)) => {
                    let asked = registration::Cancel { registration, reason: None };
                    drop(registration::cancel(&ctx, asked).await);
                }
                (5, Some(id)) => drop(registration::accept(&ctx, id).await),
                (6, Some(id)) => drop(registration::refuse(&ctx, id).await),
                (_, Some(_)) => {
                    app.clock.advance(TimeDelta::hours(2));
                    registration::lapse_offers(&app.house()).await.unwrap();
                }
            }

            let held = app.count("registration where state in ('confirmed', 'offered')").await;
            let waiting = app.count("registration where state = 'waitlisted'").await;
            let seated = app.count("session_choice where state = 'confirmed'").await;
            assert!(held <= 3, "step {step}: one place too many");
            assert!(waiting == 0 || held == 3, "step {step}: a free place while someone waits");
            assert_eq!(seated, held.min(1), "step {step}: the seat of the session");
        }
        let lines = app.count("audit_line where action like 'registration.%'").await;
        let told = app.count("outbox where kind like 'registration%' or kind = 'place_offered' \
            or kind = 'offer_lapsed'").await;
        let silent = app.count("audit_line where action = 'registration.refuse'").await;
        assert!(lines > 100, "too little happened: {lines}");
        assert_eq!(told, lines - silent, "one transition, one line, one letter");
    }

    async fn registering_takes_three_statements(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let crowd = crowd(&app, network, 50).await;
        all_register(&app, &lead, event, None, &crowd).await;
        let newcomer = app.member_of(network, "Ana").await;
        let document = "mutation($input: RegistrationCreateInput!) {
            registrationCreate(input: $input) {
                registration { id state attends rank offeredUntil } userErrors { code } } }";
        let variables = json!({ "input": { "eventId": event.to_string() } });
        let before = app.statements();

        let answer = app.ask(Some(&newcomer), document, variables).await;

        // One more finds out who asks.
        let takes = app.statements() - before - 1;
        assert_eq!(answer.done()["registration"]["state"], "CONFIRMED");
        assert!(takes <= 3, "registering takes {takes} statements");
    }
}

/// The same person, signed in again after weeks.
async fn again(app: &App, person: Person) -> Person {
    let how = domain::sign_in::How::Demonstration;
    let token =
        domain::sign_in::open_session(&app.house(), person.id, how, None, None).await.unwrap();
    Person { token, ..person }
}

/// So many members of a network, who do not sign in.
async fn crowd(app: &App, network: domain::id::NetworkId, size: usize) -> Vec<MemberId> {
    let now = app.clock.now();
    let day = now.date_naive();
    let mut crowd = Vec::with_capacity(size);
    let (mut people, mut held) = (Vec::new(), Vec::new());
    for number in 0..size {
        let id = MemberId::new();
        let email = format!("personne{number}@exemple.test");
        people.extend([
            Bind::from(id),
            format!("Nom{number:03}").into(),
            format!("nom{number:03} ana").into(),
            email.clone().into(),
            email.into(),
            json!([]).into(),
            json!({}).into(),
            now.into(),
        ]);
        held.extend([
            Bind::from(uuid::Uuid::now_v7()),
            network.into(),
            id.into(),
            day.into(),
            now.into(),
        ]);
        crowd.push(id);
    }
    let lines = vec!["(?, 'Ana', ?, ?, ?, ?, 'volunteer', false, ?, ?, false, 1, ?)"; size];
    app.write(
        &format!(
            "insert into member (id, first_name, last_name, search, email, email_key, \
             profile_kind, may_train, skills, visibility, is_administrator, revision, created_at) \
             values {}",
            lines.join(", ")
        ),
        people,
    )
    .await;
    let lines = vec!["(?, ?, ?, 'member', ?, 'import', 1, ?)"; size];
    app.write(
        &format!(
            "insert into membership (id, network_id, member_id, role, started_on, origin, \
             revision, created_at) values {}",
            lines.join(", ")
        ),
        held,
    )
    .await;
    crowd
}

/// This person's way into the domain, to act many times at once.
async fn standing(app: &App, person: &Person) -> Context {
    let house = app.house();
    let by = domain::policy::By::Member(person.id);
    let standing = domain::policy::load(house.db(), &app.clock, by).await.unwrap().unwrap();
    Context::new(house.house().clone(), standing, Door::Api, "test")
}

/// Everyone registers at once.
async fn all_register(
    app: &App,
    lead: &Person,
    event: EventId,
    session: Option<SessionId>,
    crowd: &[MemberId],
) {
    let ctx = Arc::new(standing(app, lead).await);
    let tasks: Vec<_> = crowd
        .iter()
        .map(|member| {
            let (ctx, member) = (Arc::clone(&ctx), *member);
            tokio::spawn(async move {
                let asked = registration::Create {
                    member: Some(member),
                    sessions: session.into_iter().collect(),
                    ..registration::Create::oneself(event)
                };
                registration::create(&ctx, asked).await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
