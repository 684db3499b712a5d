//! Inviting to an event, and writing to those who come.

use domain::membership::{LocalRole, Role};
use serde_json::{Value, json};

use super::{act, draft, published, register, set, told};
use crate::support::{Person, on_both};

on_both! {
    async fn a_second_invitation_reaches_only_those_who_are_new(app: App) {
        let network = app.network("cybanjou").await;
        let below = app.network_below(Some(network), "rlin-bauge").await;
        let apart = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let coming = app.member_of(network, "Léo").await;
        app.member_of(below, "Zoé").await;
        app.member_of(apart, "Max").await;
        app.person_with(network, "Nina", Role::Member, Some(LocalRole::Pilot)).await;
        let event = published(&app, &lead, network, json!({})).await;
        register(&app, &coming, &event).await;
        let invite = async |guests: Value| {
            set(&app, &lead, "eventInvite", "invitedCount",
                json!({ "eventId": event, "guests": guests, "word": "Venez !" })).await
        };

        let tried = set(&app, &lead, "eventInvite", "invitedCount",
            json!({ "eventId": event, "guests": { "localRole": "PILOT" }, "dryRun": true })).await;
        assert_eq!(tried.done()["invitedCount"], 1);
        assert_eq!(app.count("event_invitation").await, 0);
        let pilots = invite(json!({ "localRole": "PILOT" })).await;
        let leads = invite(json!({ "role": "LEAD" })).await;
        let everyone = invite(json!({ "everyone": true })).await;
        let again = invite(json!({ "everyone": true })).await;
        app.member_of(below, "Noé").await;
        let new = invite(json!({ "everyone": true })).await;

        assert_eq!(pilots.done()["invitedCount"], 1);
        assert_eq!(leads.done()["invitedCount"], 1);
        assert_eq!(everyone.done()["invitedCount"], 1, "Zoé, from below");
        assert_eq!(again.done()["invitedCount"], 0);
        assert_eq!(new.done()["invitedCount"], 1);
        assert_eq!(told(&app, "invited_to_event").await, 4);
        assert_eq!(app.count("event_invitation where word = 'Venez !'").await, 4);
    }

    async fn chosen_people_are_known_and_may_see_the_event(app: App) {
        let network = app.network("cybanjou").await;
        let apart = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        app.joins(&lead, apart, Role::Lead, None).await;
        let member = app.member_of(network, "Léo").await;
        let outside = app.member_of(apart, "Max").await;
        let stranger = app.person("Zoé").await;
        let event = published(&app, &lead, network, json!({ "visibility": "HOSTS" })).await;
        let unpublished = draft(&app, &lead, network, json!({})).await;
        let invite = async |event: &Value, people: &[&Person]| {
            let ids: Vec<_> = people.iter().map(|person| person.id.to_string()).collect();
            set(&app, &lead, "eventInvite", "invitedCount",
                json!({ "eventId": event, "guests": { "memberIds": ids } })).await
        };
        let event = json!(event);

        assert_eq!(invite(&unpublished["id"], &[&member]).await.refusals(), ["WRONG_STATE"]);
        assert_eq!(invite(&event, &[&member, &stranger]).await.refusals(), ["MEMBER_UNKNOWN"]);
        assert_eq!(invite(&event, &[&member, &outside]).await.refusals(), ["MEMBER_CANNOT_SEE"]);
        assert_eq!(invite(&event, &[&member]).await.done()["invitedCount"], 1);
    }

    async fn nobody_is_invited_when_no_letter_would_leave(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Léo").await;
        let closed = published(&app, &lead, network,
            json!({ "registrationClosesAt": "2026-09-20T07:00:00Z" })).await;
        let begun = published(&app, &lead, network, json!({ "startsAt": "2026-09-25T07:00:00Z" })).await;
        app.clock.set("2026-09-28T07:00:00Z".parse().unwrap());
        let lead = app.signs_in_again(&lead).await;
        let invite = async |event: &str, is_dry_run: bool| {
            set(&app, &lead, "eventInvite", "invitedCount", json!({ "eventId": event,
                "guests": { "everyone": true }, "dryRun": is_dry_run })).await
        };

        for is_dry_run in [true, false] {
            assert_eq!(invite(&closed, is_dry_run).await.refusals(), ["REGISTRATION_CLOSED"]);
            assert_eq!(invite(&begun, is_dry_run).await.refusals(), ["EVENT_BEGUN"]);
        }
        assert_eq!(app.count("event_invitation").await, 0, "they can be asked later");
        act(&app, &lead, "eventUpdate",
            json!({ "eventId": closed, "registrationClosesAt": "2026-10-05T07:00:00Z" })).await.done();

        assert_eq!(invite(&closed, false).await.done()["invitedCount"], 2);
        assert_eq!(app.delivered().await.len(), 2);
    }

    async fn nobody_is_invited_who_could_only_say_no(app: App) {
        let top = app.network("federation").await;
        let network = app.network_below(Some(top), "rlin-bauge").await;
        let beside = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        let (member, other) =
            (app.member_of(network, "Léo").await, app.member_of(beside, "Zoé").await);
        let event = published(&app, &lead, network,
            json!({ "visibility": "FEDERATION", "audience": "HOSTS" })).await;
        let invite = async |guests: Value| {
            let input = json!({ "eventId": event, "guests": guests });
            set(&app, &lead, "eventInvite", "invitedCount entries { outcome }", input).await
        };
        let ids = |people: &[&Person]| {
            let ids: Vec<_> = people.iter().map(|person| person.id.to_string()).collect();
            json!({ "memberIds": ids })
        };

        let refused = invite(ids(&[&member, &other])).await;
        assert_eq!(refused.refusals(), ["MEMBER_CANNOT_REGISTER"]);
        let pasted = invite(json!({ "addresses": other.email })).await;
        assert_eq!(pasted.done()["entries"][0]["outcome"], "CANNOT_REGISTER");
        assert_eq!(app.count("event_invitation").await, 0);
        // Whoever runs the hosts from above may come.
        assert_eq!(invite(ids(&[&member, &lead])).await.done()["invitedCount"], 2);
        // So may whoever administers the federation.
        let administrator = app.member_of(beside, "Olga").await;
        let grant = "update member set is_administrator = true where id = ?";
        app.write(grant, vec![administrator.id.into()]).await;
        assert_eq!(invite(ids(&[&administrator])).await.done()["invitedCount"], 1);
    }

    async fn organisers_list_who_is_invited_and_write_to_who_has_not_answered(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, zoe) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Zoé").await);
        let event = published(&app, &lead, network, json!({})).await;
        let both = [marie.id.to_string(), zoe.id.to_string()];
        set(&app, &lead, "eventInvite", "invitedCount",
            json!({ "eventId": event, "guests": { "memberIds": both } })).await.done();
        register(&app, &marie, &event).await;
        let document = "query($id: ID!, $answered: Boolean) { event(by: { id: $id }) {
            invitations(first: 10, filter: { hasAnswered: $answered }) {
                totalCount nodes { name hasAnswered invitedAt member { id } } } } }";
        let asked = async |who, answered: Value| {
            let answer = app.ask(Some(who), document, json!({ "id": event, "answered": answered })).await;
            answer.data()["event"]["invitations"].clone()
        };

        let all = asked(&lead, Value::Null).await;
        let silent = asked(&lead, json!(false)).await;
        let input = json!({ "eventId": event, "subject": "Venez-vous ?", "body": "Dites-le-nous.",
            "states": [], "withSilent": true });
        let written = set(&app, &lead, "eventMessageSend", "readerCount", input).await;

        assert_eq!(all["totalCount"], 2);
        assert_eq!(all["nodes"][0]["name"], "Marie Essai");
        assert_eq!(all["nodes"][0]["hasAnswered"], true);
        assert_eq!(silent["totalCount"], 1);
        assert_eq!(silent["nodes"][0]["member"]["id"], zoe.id.to_string());
        assert_eq!(asked(&lead, json!(true)).await["totalCount"], 1);
        assert_eq!(written.done()["readerCount"], 1);
        // Who else is invited is told to organisers only.
        let other = app.ask(Some(&zoe), document, json!({ "id": event, "answered": null })).await;
        assert_eq!(other.code(), "FORBIDDEN");
    }

    async fn a_message_reaches_those_who_have_a_place_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 1 })).await;
        for name in ["Léo", "Zoé"] {
            let person = app.member_of(network, name).await;
            register(&app, &person, &event).await;
        }
        let send = async |states: Value| {
            let mut input = json!({ "eventId": event, "subject": "Covoiturage", "body": "Qui part d’Angers ?" });
            if !states.is_null() {
                input["states"] = states;
            }
            set(&app, &lead, "eventMessageSend", "readerCount", input).await
        };

        let first = send(Value::Null).await;
        let twice = send(Value::Null).await;
        let waiting = send(json!(["WAITLISTED"])).await;
        let nobody = send(json!([])).await;

        assert_eq!(first.done()["readerCount"], 1);
        assert_eq!(twice.done()["readerCount"], 0, "the button was pressed twice");
        assert_eq!(waiting.done()["readerCount"], 1);
        assert_eq!(nobody.refusals(), ["STATES_MISSING"]);
        assert_eq!(told(&app, "event_message").await, 2);
    }
}
