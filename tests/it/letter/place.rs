//! What letters say of one's place, as things stand when they leave.

use chrono::TimeDelta;
use domain::id::EventId;
use serde_json::{Value, json};

use crate::support::{App, Person, as_typed, on_both};

const CREATE: &str = "mutation($input: RegistrationCreateInput!) {
    registrationCreate(input: $input) { registration { id } userErrors { code } } }";
const CANCEL: &str = "mutation($id: ID!) { registrationCancel(input: { registrationId: $id }) {
    registration { id } userErrors { code } } }";

/// Registers with this beside the event; gives the registration's identifier.
async fn registers(app: &App, who: &Person, event: EventId, more: Value) -> String {
    let mut input = more;
    input["eventId"] = json!(event.to_string());
    let answer = app.ask(Some(who), CREATE, json!({ "input": input })).await;
    answer.done()["registration"]["id"].as_str().unwrap().to_owned()
}

async fn cancels(app: &App, who: &Person, registration: &str) {
    app.ask(Some(who), CANCEL, json!({ "id": registration })).await.done();
}

/// A letter as its reader has it.
struct Received {
    to: String,
    subject: String,
    text: String,
    /// The calendar part and its method.
    calendar: Option<(&'static str, String)>,
}

async fn received(app: &App) -> Vec<Received> {
    let letters = app.delivered().await.into_iter().map(|parcel| Received {
        to: parcel.to,
        subject: as_typed(&parcel.written.subject),
        text: as_typed(&parcel.written.text),
        calendar: parcel.written.calendar.map(|part| (part.method.word(), part.text)),
    });
    letters.collect()
}

/// The letters to this person whose subject begins so.
fn to<'a>(who: &Person, subject: &str, letters: &'a [Received]) -> Vec<&'a Received> {
    let theirs = |letter: &&Received| letter.to == who.email && letter.subject.starts_with(subject);
    letters.iter().filter(theirs).collect()
}

/// The value of the calendar's line that begins so, unfolded.
fn line(calendar: &str, name: &str) -> String {
    let unfolded = calendar.replace("\r\n ", "");
    let found = unfolded.lines().find_map(|line| line.strip_prefix(name));
    found.unwrap_or_else(|| panic!("no {name} in {unfolded}")).to_owned()
}

const LAPSED: &str = "La place proposée n’est plus réservée";
const FOR_ANOTHER: &str = "Elle est maintenant proposée à une autre personne.";
const ANEW: &str = "vous pouvez vous inscrire de nouveau";

on_both! {
    async fn an_offer_that_is_over_says_what_becomes_of_it_and_no_more(app: App) {
        let network = app.network("cybanjou").await;
        let closes_at = app.clock.now() + TimeDelta::days(3);
        let event = app.event(network, |event| {
            (event.on_site, event.closes_at) = (Some(1), Some(closes_at));
        }).await;
        let mut people = Vec::new();
        for name in ["Zoé", "Léo", "Ana"] {
            let person = app.member_of(network, name).await;
            let registration = registers(&app, &person, event, json!({})).await;
            people.push((person, registration));
        }
        cancels(&app, &people[0].0, &people[0].1).await;
        received(&app).await;

        app.time_passes(TimeDelta::hours(63)).await;
        let first = received(&app).await;
        app.time_passes(TimeDelta::hours(72)).await;
        let second = received(&app).await;

        let to_leo = to(&people[1].0, LAPSED, &first);
        assert_eq!(to_leo.len(), 1);
        assert!(to_leo[0].text.contains(FOR_ANOTHER), "{}", to_leo[0].text);
        assert!(to_leo[0].text.contains(ANEW), "{}", to_leo[0].text);
        let to_ana = to(&people[2].0, LAPSED, &second);
        assert_eq!(to_ana.len(), 1);
        assert!(!to_ana[0].text.contains(FOR_ANOTHER), "nobody waits: {}", to_ana[0].text);
        assert!(!to_ana[0].text.contains(ANEW), "it is too late: {}", to_ana[0].text);
    }

    async fn an_offer_that_ends_with_the_beginning_of_its_event_is_not_spoken_of(app: App) {
        let network = app.network("cybanjou").await;
        let starts_at = app.clock.now() + TimeDelta::days(1);
        let event = app.event(network, |event| {
            (event.on_site, event.starts_at) = (Some(1), starts_at);
        }).await;
        let (zoe, leo) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await);
        let held = registers(&app, &zoe, event, json!({})).await;
        registers(&app, &leo, event, json!({})).await;
        cancels(&app, &zoe, &held).await;

        app.time_passes(TimeDelta::days(1)).await;
        let letters = received(&app).await;

        assert_eq!(app.count("outbox where kind = 'offer_lapsed'").await, 1);
        assert_eq!(to(&leo, LAPSED, &letters).len(), 0);
    }

    async fn who_chose_no_session_is_told_when_to_and_where(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        // Of what begins alone there is nothing to choose.
        app.session(event, 0, None).await;
        let first = app.session(event, 2, Some(6)).await;
        app.session(event, 2, Some(6)).await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        registers(&app, &ana, event, json!({})).await;
        let chosen = json!({ "sessionIds": [first.to_string()] });
        registers(&app, &zoe, event, chosen).await;
        let letters = received(&app).await;

        let confirmed = "Inscription confirmée";
        let to_ana = &to(&ana, confirmed, &letters)[0].text;
        let to_zoe = &to(&zoe, confirmed, &letters)[0].text;
        assert!(to_ana.contains("Il vous reste à choisir un atelier à 11 h :"), "{to_ana}");
        assert!(to_ana.contains(&format!("/events/{event}")), "{to_ana}");
        assert!(!to_zoe.contains("Il vous reste à choisir"), "{to_zoe}");
    }

    async fn nobody_is_told_to_cancel_once_it_is_too_late(app: App) {
        let network = app.network("cybanjou").await;
        let deadline = app.clock.now() + TimeDelta::days(28);
        let event = app.event(network, |event| event.cancel_until = Some(deadline)).await;
        let (lead, ana) = (app.lead_of(network, "Léa").await, app.member_of(network, "Ana").await);
        registers(&app, &ana, event, json!({})).await;
        let early = received(&app).await;

        app.time_passes(TimeDelta::days(23)).await;
        let in_time = received(&app).await;
        app.time_passes(TimeDelta::days(6)).await;
        let late = received(&app).await;
        registers(&app, &lead, event, json!({})).await;
        let last = received(&app).await;

        let confirmed = &to(&ana, "Inscription confirmée", &early)[0].text;
        assert!(confirmed.contains("Annulez au plus tard le lundi 5 octobre 2026 à 9 h"), "{confirmed}");
        let in_time = &to(&ana, "Dans 7 jours", &in_time)[0].text;
        assert!(in_time.contains("Annulez votre inscription"), "{in_time}");
        for late in [to(&ana, "Demain", &late), to(&lead, "Inscription confirmée", &last)] {
            let text = &late[0].text;
            assert!(text.contains("Le délai pour annuler est passé."), "{text}");
            assert!(!text.contains("Annulez") && !text.contains("ou annuler"), "{text}");
        }
    }
    async fn a_place_goes_to_another_only_where_places_are_counted(app: App) {
        let network = app.network("cybanjou").await;
        let counted = app.event(network, |event| event.on_site = Some(5)).await;
        let open = app.event(network, |_| {}).await;
        let ana = app.member_of(network, "Ana").await;
        for (event, goes) in [(counted, true), (open, false)] {
            registers(&app, &ana, event, json!({})).await;

            let letters = received(&app).await;

            let text = &to(&ana, "Inscription confirmée", &letters)[0].text;
            assert!(text.contains("Un empêchement ? Annulez dès que possible"), "{text}");
            assert_eq!(text.contains("votre place pourra servir à une autre personne"), goes, "{text}");
        }
    }
    async fn an_entry_leaves_the_calendar_by_a_higher_sequence(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        let ana = app.member_of(network, "Ana").await;
        let held = registers(&app, &ana, event, json!({})).await;
        let before = received(&app).await;

        cancels(&app, &ana, &held).await;
        let after = received(&app).await;
        registers(&app, &ana, event, json!({})).await;
        let again = received(&app).await;

        let entries: Vec<_> = [&before, &after, &again].into_iter().map(|letters| {
            let (method, text) = letters[0].calendar.clone().unwrap();
            (method, line(&text, "UID:"), line(&text, "SEQUENCE:").parse::<u32>().unwrap())
        }).collect();
        let [(_, uid, first), (_, _, second), (_, _, third)] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(entries.iter().map(|(method, ..)| *method).collect::<Vec<_>>(), ["REQUEST", "CANCEL", "REQUEST"]);
        assert!(entries.iter().all(|(_, other, _)| other == uid), "{entries:?}");
        assert!(first < second && second < third, "{entries:?}");
    }

    async fn who_comes_back_into_the_line_loses_the_entry_all_the_same(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let (zoe, leo) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await);
        let held = registers(&app, &zoe, event, json!({})).await;
        registers(&app, &leo, event, json!({})).await;
        received(&app).await;

        // Before the worker looks again.
        cancels(&app, &zoe, &held).await;
        registers(&app, &zoe, event, json!({})).await;
        let letters = received(&app).await;

        let cancelled = to(&zoe, "Inscription annulée", &letters);
        assert_eq!(cancelled.len(), 1);
        assert_eq!(cancelled[0].calendar.as_ref().map(|(method, _)| *method), Some("CANCEL"));
        let text = &cancelled[0].text;
        assert!(text.contains("Vous vous êtes inscrit·e de nouveau depuis"), "{text}");
        assert!(!text.contains("vous pouvez vous inscrire de nouveau"), "{text}");
        assert_eq!(to(&zoe, "Liste d’attente", &letters).len(), 1);
    }

    async fn who_has_a_place_again_is_not_told_that_it_is_gone(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        let ana = app.member_of(network, "Ana").await;
        let held = registers(&app, &ana, event, json!({})).await;
        received(&app).await;

        cancels(&app, &ana, &held).await;
        registers(&app, &ana, event, json!({})).await;
        let letters = received(&app).await;

        assert_eq!(letters.len(), 1);
        assert_eq!(to(&ana, "Inscription confirmée", &letters).len(), 1);
    }
    async fn an_offer_is_promised_to_the_next_only_when_somebody_waits(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let (zoe, leo) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await);
        let ana = app.member_of(network, "Ana").await;
        let held = registers(&app, &zoe, event, json!({})).await;
        let first = registers(&app, &leo, event, json!({})).await;
        registers(&app, &ana, event, json!({})).await;
        received(&app).await;

        cancels(&app, &zoe, &held).await;
        let to_leo = &received(&app).await;
        cancels(&app, &leo, &first).await;
        let to_ana = &received(&app).await;

        let (next, lapses) = ("à la personne suivante", "la place ne vous sera plus réservée");
        let awaited = &to(&leo, "Une place s’est libérée", to_leo)[0].text;
        assert!(awaited.contains(next) && !awaited.contains(lapses), "{awaited}");
        let alone = &to(&ana, "Une place s’est libérée", to_ana)[0].text;
        assert!(alone.contains(lapses) && !alone.contains(next), "{alone}");
    }
    async fn whom_a_place_is_offered_hears_of_it_when_the_event_moves(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| {
            (event.mode, event.online) = ("online", Some(1));
        }).await;
        let lead = app.lead_of(network, "Léa").await;
        let (zoe, leo) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await);
        let held = registers(&app, &zoe, event, json!({})).await;
        registers(&app, &leo, event, json!({})).await;
        cancels(&app, &zoe, &held).await;
        received(&app).await;
        let id = json!({ "id": event.to_string() });

        let postpone = "mutation($id: ID!) { eventPostpone(input: { eventId: $id, reason: \"Neige\",
            startsAt: \"2026-10-14T07:00:00Z\" }) { event { id } userErrors { code } } }";
        app.ask(Some(&lead), postpone, id.clone()).await.done();
        let put_off = received(&app).await;
        app.clock.advance(TimeDelta::days(1));
        let publish = "mutation($id: ID!) { eventPublish(input: { eventId: $id }) {
            event { id } userErrors { code } } }";
        app.ask(Some(&lead), publish, id).await.done();
        let again = received(&app).await;

        let put_off = &to(&leo, "Reportée", &put_off)[0].text;
        assert!(put_off.contains("La place qui vous est proposée vous attend"), "{put_off}");
        assert!(!put_off.contains("Votre inscription est conservée"), "{put_off}");
        let again = &to(&leo, "Nouvelle date", &again)[0].text;
        assert!(again.contains("reste réservée jusqu’au jeudi 10 septembre 2026."), "{again}");
        assert!(again.contains("Prendre ou laisser la place :"), "{again}");
        assert!(!again.contains("garde son rang"), "{again}");
    }
    async fn who_waits_for_a_session_is_told_so(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(2)).await;
        let session = app.session(event, 0, Some(1)).await.to_string();
        let with = json!({ "sessionIds": [session] });
        let mut people = Vec::new();
        for name in ["Zoé", "Léo", "Ana"] {
            let person = app.member_of(network, name).await;
            registers(&app, &person, event, with.clone()).await;
            people.push(person);
        }

        let letters = received(&app).await;

        let zoe = &to(&people[0], "Inscription confirmée", &letters)[0].text;
        assert!(zoe.contains("Vos ateliers : Atelier."), "{zoe}");
        assert!(!zoe.contains("Sur liste d’attente"), "{zoe}");
        let leo = &to(&people[1], "Inscription confirmée", &letters)[0].text;
        assert!(leo.contains("Sur liste d’attente : Atelier (en tête de la liste)."), "{leo}");
        assert!(!leo.contains("Vos ateliers"), "{leo}");
        let ana = &to(&people[2], "Liste d’attente", &letters)[0].text;
        assert!(ana.contains("Ateliers souhaités : Atelier."), "{ana}");
        assert!(!ana.contains("en tête de la liste)"), "{ana}");
    }
    async fn who_is_invited_early_is_told_when_registration_opens(app: App) {
        let network = app.network("cybanjou").await;
        let opens_at = app.clock.now() + TimeDelta::days(2);
        let event = app.event(network, |event| event.opens_at = Some(opens_at)).await;
        let lead = app.lead_of(network, "Léa").await;
        let people = [app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await];
        let mut letters = Vec::new();
        for (who, days) in people.iter().zip([0, 2]) {
            app.clock.advance(TimeDelta::days(days));
            let invite = "mutation($input: EventInviteInput!) { eventInvite(input: $input) {
                userErrors { code } } }";
            let input = json!({ "eventId": event.to_string(), "guests": { "memberIds": [who.id.to_string()] } });
            app.ask(Some(&lead), invite, json!({ "input": input })).await.done();
            let found = received(&app).await;
            letters.push(to(who, "Invitation", &found)[0].text.clone());
        }

        let (early, in_time) = (&letters[0], &letters[1]);
        assert!(early.contains("Les inscriptions ouvrent le mercredi 9 septembre 2026 à 9 h."), "{early}");
        assert!(!early.contains("m’inscrire"), "{early}");
        assert!(!in_time.contains("Les inscriptions ouvrent"), "{in_time}");
        assert!(in_time.contains("Voir la rencontre et m’inscrire :"), "{in_time}");
    }
    async fn who_was_registered_by_another_is_told_by_whom(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        let lead = app.lead_of(network, "Nora").await;
        let (zoe, leo) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await);
        registers(&app, &lead, event, json!({ "memberId": zoe.id.to_string() })).await;
        registers(&app, &leo, event, json!({})).await;

        let letters = received(&app).await;

        let to_zoe = &to(&zoe, "Inscription confirmée", &letters)[0].text;
        assert!(to_zoe.contains("Nora") && to_zoe.contains("vous a inscrit·e"), "{to_zoe}");
        let to_leo = &to(&leo, "Inscription confirmée", &letters)[0].text;
        assert!(!to_leo.contains("vous a inscrit·e"), "{to_leo}");
    }
}
