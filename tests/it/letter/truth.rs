//! A letter leaves only as long as what it says is true.

use domain::{
    id::{EventId, RegistrationId},
    outbox::Told,
};
use serde_json::json;
use uuid::Uuid;

use super::crowd::{change, invite, number, settle, tell};
use crate::{
    outside::crowd::Crowd,
    support::{App, as_typed, on_both},
};

/// The one registration of the crowd.
async fn registration(app: &App) -> RegistrationId {
    let url = &app.server.config.database_url;
    let sql = if url.starts_with("sqlite") {
        "select lower(hex(id)) from registration"
    } else {
        "select cast(id as text) from registration"
    };
    let rows = crate::outside::database::rows(url, sql).await;
    RegistrationId::of(Uuid::parse_str(&rows[0][0]).unwrap())
}

async fn subjects(app: &App) -> Vec<String> {
    app.delivered().await.into_iter().map(|parcel| as_typed(&parcel.written.subject)).collect()
}

async fn told(app: &App, crowd: &Crowd, told: Told) {
    tell(app, crowd, told, Some(crowd.members[0]), "personne0@example.org").await;
}

const REGISTER: &str = "mutation($id: ID!) { registrationCreate(input: { eventId: $id }) {
    registration { id } userErrors { code } } }";
const CANCEL: &str = "mutation($id: ID!) { registrationCancel(input: { registrationId: $id }) {
    registration { id } userErrors { code } } }";

on_both! {
    async fn a_registration_taken_back_is_no_longer_confirmed(app: App) {
        let crowd = settle(&app, 1, 1).await;
        let registration = registration(&app).await;
        told(&app, &crowd, Told::RegistrationConfirmed { registration }).await;
        told(&app, &crowd, Told::EventNear { registration, days: 7 }).await;
        change(&app, "update registration set state = 'cancelled'", vec![]).await;
        told(&app, &crowd, Told::RegistrationCancelled { registration, had_place: true, is_by_organiser: false }).await;

        assert_eq!(subjects(&app).await, ["Inscription annulée : Rencontre 0000"]);
        assert_eq!(number(&app, "select count(*) from outbox where state = 'skipped' and last_error = 'no longer true'").await, 2);
    }

    async fn only_who_had_a_place_takes_the_event_out_of_their_calendar(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let (zoe, leo) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léo").await);
        let mut registrations = Vec::new();
        for who in [&zoe, &leo] {
            let registered = app.ask(Some(who), REGISTER, json!({ "id": event.to_string() })).await;
            registrations.push(registered.done()["registration"]["id"].clone());
        }
        app.delivered().await;

        for (who, registration) in [&leo, &zoe].into_iter().zip(registrations.into_iter().rev()) {
            app.ask(Some(who), CANCEL, json!({ "id": registration })).await.done();
        }
        let mut told: Vec<_> = app.delivered().await.into_iter().map(|parcel| {
            let method = parcel.written.calendar.map(|part| part.method.word());
            (parcel.to, as_typed(&parcel.written.subject), method)
        }).collect();
        told.sort();

        let subject = "Inscription annulée : Rencontre".to_owned();
        assert_eq!(told, [(leo.email, subject.clone(), None), (zoe.email, subject, Some("CANCEL"))]);
    }

    async fn only_the_last_change_of_an_event_is_told(app: App) {
        let crowd = settle(&app, 1, 1).await;
        let registration = registration(&app).await;
        told(&app, &crowd, Told::EventChanged { registration, sequence: 1, changed: Vec::new(), was: Vec::new(), is_again: false }).await;
        change(&app, "update event set sequence = 2", vec![]).await;

        assert!(subjects(&app).await.is_empty());
    }

    async fn nobody_is_sent_to_register_again_for_what_was_cancelled(app: App) {
        let crowd = settle(&app, 1, 1).await;
        let registration = registration(&app).await;
        change(&app, "update registration set state = 'cancelled'", vec![]).await;
        let cancelled = || Told::RegistrationCancelled { registration, had_place: false, is_by_organiser: false };
        let again = "vous pouvez vous inscrire de nouveau";

        told(&app, &crowd, cancelled()).await;
        assert!(app.delivered().await[0].written.text.contains(again));
        change(&app, "update event set state = 'cancelled'", vec![]).await;
        change(&app, "delete from outbox", vec![]).await;
        told(&app, &crowd, cancelled()).await;

        assert!(!app.delivered().await[0].written.text.contains(again));
    }

    async fn who_registered_is_not_invited_any_more(app: App) {
        let crowd = settle(&app, 2, 1).await;
        for (number, member) in crowd.members.iter().enumerate() {
            invite(&app, &crowd, Some(*member), &format!("personne{number}@example.org")).await;
        }

        let letters = app.delivered().await;

        assert_eq!(letters.len(), 1);
        assert!(letters[0].written.text.contains("http://127.0.0.1:8080/events/event_"));
    }

    async fn nobody_is_invited_to_what_was_cancelled(app: App) {
        let crowd = settle(&app, 1, 0).await;
        invite(&app, &crowd, Some(crowd.members[0]), "personne0@example.org").await;
        change(&app, "update event set state = 'cancelled'", vec![]).await;

        assert!(subjects(&app).await.is_empty());
    }

    async fn only_who_has_a_place_learns_where_to_join_online(app: App) {
        let crowd = settle(&app, 1, 1).await;
        let registration = registration(&app).await;
        change(&app, "update event set online_url = 'https://visio.exemple.test/salle', mode = 'both'", vec![]).await;
        told(&app, &crowd, Told::RegistrationConfirmed { registration }).await;
        let confirmed = app.delivered().await;
        change(&app, "update registration set state = 'waitlisted'", vec![]).await;
        told(&app, &crowd, Told::RegistrationWaitlisted { registration }).await;
        let event = EventId::of(crowd.events[0]);
        let (subject, body) = ("Bonjour".to_owned(), "À bientôt".to_owned());
        told(&app, &crowd, Told::EventMessage { event, subject, body }).await;

        assert!(confirmed[0].source().contains("visio.exemple.test"));
        let others = app.delivered().await;
        assert_eq!(others.len(), 2);
        for letter in others {
            assert!(!letter.source().contains("visio.exemple.test"), "{}", letter.written.subject);
        }
    }

    async fn an_archived_member_gets_no_more_letters(app: App) {
        let crowd = settle(&app, 1, 0).await;
        invite(&app, &crowd, Some(crowd.members[0]), "personne0@example.org").await;
        change(&app, "update member set archived_at = created_at", vec![]).await;

        assert!(subjects(&app).await.is_empty());
    }
}
