//! Events: planned, published, put off, cancelled, copied; who may know of them and who is told.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    context::{Context, Door},
    database::{Bind, Sql},
    event::{self, EventOrder, Filter},
    id::NetworkId,
    membership::{LocalRole, Role},
    page::Request,
    policy::{self, Standing},
};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, beginning, on_both};

const EVENT: &str = "event { id title state stateReason startsAt endsAt revision sequence
    isDateTentative registrationWindow { closesAt }
    hosts { slug } sessions { id title startsAt endsAt round rank }
    questions { prompt kind choices isRequired isSensitive } }";

/// One of the mutations of an event.
async fn act(app: &App, who: &Person, mutation: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            {EVENT} userErrors {{ code field message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

/// One of the mutations of a session or a question.
async fn set(app: &App, who: &Person, mutation: &str, answers: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
            {answers} userErrors {{ code field message }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

fn meeting(host: NetworkId) -> Value {
    json!({ "hostIds": [host.to_string()], "title": "Rencontre réseau", "kind": "NETWORK_MEETING",
        "startsAt": "2026-10-08T07:00:00Z", "endsAt": "2026-10-08T15:00:00Z", "venue": "Maison" })
}

/// A draft with these changes.
async fn draft(app: &App, who: &Person, host: NetworkId, changes: Value) -> Value {
    let mut input = meeting(host);
    for (name, value) in changes.as_object().unwrap() {
        input[name] = value.clone();
    }
    act(app, who, "eventCreate", input).await.done()["event"].clone()
}

async fn published(app: &App, who: &Person, host: NetworkId, changes: Value) -> String {
    let event = draft(app, who, host, changes).await;
    act(app, who, "eventPublish", json!({ "eventId": event["id"] })).await.done();
    event["id"].as_str().unwrap().to_owned()
}

async fn register(app: &App, who: &Person, event: &str) -> String {
    let document =
        "mutation($input: RegistrationCreateInput!) { registrationCreate(input: $input) {
        registration { state } userErrors { code } } }";
    let answer = app.ask(Some(who), document, json!({ "input": { "eventId": event } })).await;
    answer.done()["registration"]["state"].as_str().unwrap().to_owned()
}

async fn told(app: &App, kind: &str) -> i64 {
    app.count(&format!("outbox where kind = '{kind}'")).await
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

on_both! {
    async fn an_event_is_planned_as_a_draft_that_only_its_organisers_see(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let member = app.member_of(network, "Ana").await;

        let event = draft(&app, &organiser, network, json!({})).await;

        assert_eq!(event["state"], "DRAFT");
        assert_eq!(event["hosts"], json!([{ "slug": "cybanjou" }]));
        let look = "query($id: ID!) { event(by: { id: $id }) { title } node(id: $id) { id } }";
        let variables = json!({ "id": event["id"] });
        let seen = app.ask(Some(&organiser), look, variables.clone()).await;
        assert_eq!(seen.data()["event"]["title"], "Rencontre réseau");
        for who in [Some(&member), None] {
            let hidden = app.ask(who, look, variables.clone()).await;
            assert_eq!(hidden.data(), &json!({ "event": null, "node": null }));
        }
    }

    async fn everything_that_is_wrong_with_an_event_is_said_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut input = meeting(network);
        for (name, value) in [
            ("title", json!("  ")),
            ("endsAt", json!("2026-10-08T06:00:00Z")),
            ("timeZone", json!("Europe/Angers")),
            ("onlineUrl", json!("visio")),
            ("capacityOnSite", json!(-1)),
            ("registrationOpensAt", json!("2026-10-07T00:00:00Z")),
            ("registrationClosesAt", json!("2026-10-01T00:00:00Z")),
            ("offerHours", json!(0)),
            ("reminderRule", json!({ "beforeEventDays": [0], "beforeDeadlineDays": [] })),
        ] {
            input[name] = value;
        }

        let answer = act(&app, &lead, "eventCreate", input).await;

        assert_eq!(answer.refusals(), [
            "TITLE_MISSING", "ENDS_BEFORE_START", "TIME_ZONE_UNKNOWN", "URL_INVALID",
            "CAPACITY_NEGATIVE", "REGISTRATION_WINDOW_REVERSED", "OFFER_HOURS_OUT_OF_RANGE",
            "REMINDER_RULE_INVALID",
        ]);
        let errors = &answer.data()["eventCreate"]["userErrors"];
        assert_eq!(errors[2]["message"], "Le fuseau horaire « Europe/Angers » n’existe pas.");
        assert_eq!(app.count("event").await, 0);
    }

    async fn only_those_who_organise_every_host_plan_an_event(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("hub").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let mut both = meeting(network);
        both["hostIds"] = json!([network.to_string(), other.to_string()]);
        let mut none = meeting(network);
        none["hostIds"] = json!([]);

        assert_eq!(act(&app, &lead, "eventCreate", both).await.code(), "FORBIDDEN");
        assert_eq!(act(&app, &member, "eventCreate", meeting(network)).await.code(), "FORBIDDEN");
        assert_eq!(act(&app, &lead, "eventCreate", none).await.refusals(), ["HOST_MISSING"]);
    }

    async fn a_stale_edit_is_refused_with_the_present_state(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;
        let update = |title: &str| {
            json!({ "eventId": event["id"], "expectedRevision": 1, "title": title })
        };

        act(&app, &lead, "eventUpdate", update("La première")).await.done();
        let stale = act(&app, &lead, "eventUpdate", update("La seconde")).await;

        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        let present = &stale.data()["eventUpdate"]["event"];
        assert_eq!(present["title"], "La première");
        assert_eq!(present["revision"], 2);
    }

    async fn the_registered_are_told_when_time_or_place_change_and_only_then(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let people = [app.member_of(network, "Léo").await, app.member_of(network, "Zoé").await];
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 1 })).await;
        for person in &people {
            register(&app, person, &event).await;
        }

        let typo = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "description": "Sans faute" })).await;
        let quiet = told(&app, "event_changed").await;
        let moved = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "venue": "Médiathèque" })).await;

        assert_eq!(typo.done()["event"]["sequence"], 0);
        assert_eq!(quiet, 0);
        assert_eq!(moved.done()["event"]["sequence"], 1);
        assert_eq!(told(&app, "event_changed").await, 2, "the one with a place and the one in line");
    }

    async fn nothing_is_told_of_a_draft(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;

        let moved = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event["id"], "venue": "Ailleurs" })).await;

        assert_eq!(moved.done()["event"]["sequence"], 0);
        assert_eq!(app.count("outbox").await, 0);
    }

    async fn an_event_is_put_off_with_its_agenda_and_stands_again_once_published(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let event = published(&app, &lead, network,
            json!({ "registrationClosesAt": "2026-10-05T21:59:00Z" })).await;
        set(&app, &lead, "sessionCreate", "session { id }", json!({ "eventId": event,
            "title": "Atelier", "startsAt": "2026-10-08T08:00:00Z",
            "endsAt": "2026-10-08T09:30:00Z" })).await.done();
        register(&app, &member, &event).await;

        // To winter time: nine o'clock in Paris is then eight in UTC.
        let put_off = act(&app, &lead, "eventPostpone", json!({ "eventId": event,
            "reason": "Salle inondée", "startsAt": "2026-11-12T08:00:00Z" })).await;
        let nobody = act(&app, &lead, "eventPostpone",
            json!({ "eventId": event, "reason": "Encore" })).await;
        let again = act(&app, &lead, "eventPublish", json!({ "eventId": event })).await;

        let state = &put_off.done()["event"];
        assert_eq!(state["state"], "POSTPONED");
        assert_eq!(state["stateReason"], "Salle inondée");
        assert_eq!(state["isDateTentative"], true);
        assert_eq!(instant(&state["endsAt"]), instant(&json!("2026-11-12T16:00:00Z")));
        assert_eq!(instant(&state["registrationWindow"]["closesAt"]), instant(&json!("2026-11-09T22:59:00Z")));
        assert_eq!(instant(&state["sessions"][0]["startsAt"]), instant(&json!("2026-11-12T09:00:00Z")));
        assert_eq!(state["sequence"], 1);
        assert_eq!(told(&app, "event_postponed").await, 1);
        assert_eq!(nobody.refusals(), ["WRONG_STATE"]);
        assert_eq!(nobody.data()["eventPostpone"]["userErrors"][0]["message"],
            "Cet événement est reporté.");
        assert_eq!(again.done()["event"]["state"], "PUBLISHED");
        assert_eq!(again.done()["event"]["sequence"], 2);
        assert_eq!(told(&app, "event_changed").await, 1);
    }

    async fn a_cancellation_gives_its_reason_and_ends_the_event(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let event = published(&app, &lead, network, json!({})).await;
        register(&app, &member, &event).await;

        let silent = act(&app, &lead, "eventCancel", json!({ "eventId": event, "reason": " " })).await;
        let cancelled = act(&app, &lead, "eventCancel",
            json!({ "eventId": event, "reason": "Trop peu de monde" })).await;
        let after = [
            act(&app, &lead, "eventPublish", json!({ "eventId": event })).await,
            act(&app, &lead, "eventMarkDone", json!({ "eventId": event })).await,
        ];
        let edited = act(&app, &lead, "eventUpdate", json!({ "eventId": event, "title": "X" })).await;

        assert_eq!(silent.refusals(), ["REASON_MISSING"]);
        assert_eq!(cancelled.done()["event"]["state"], "CANCELLED");
        assert_eq!(told(&app, "event_cancelled").await, 1);
        for answer in after {
            assert_eq!(answer.refusals(), ["WRONG_STATE"]);
        }
        assert_eq!(edited.refusals(), ["EVENT_CANCELLED"]);
    }

    async fn an_event_is_done_once_it_has_begun(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = published(&app, &lead, network, json!({ "startsAt": "2026-09-07T08:00:00Z",
            "endsAt": "2026-09-07T10:00:00Z" })).await;

        let early = act(&app, &lead, "eventMarkDone", json!({ "eventId": event })).await;
        app.clock.set("2026-09-07T10:30:00Z".parse().unwrap());
        let done = act(&app, &lead, "eventMarkDone", json!({ "eventId": event })).await;

        assert_eq!(early.refusals(), ["EVENT_NOT_BEGUN"]);
        assert_eq!(done.done()["event"]["state"], "DONE");
    }

    async fn an_event_without_a_venue_or_over_is_not_published(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let nowhere = draft(&app, &lead, network, json!({ "venue": null })).await;
        let tentative = draft(&app, &lead, network,
            json!({ "venue": null, "isVenueTentative": true })).await;
        let over = draft(&app, &lead, network, json!({ "startsAt": "2026-09-01T07:00:00Z",
            "endsAt": "2026-09-01T09:00:00Z" })).await;
        let publish = async |event: &Value| {
            act(&app, &lead, "eventPublish", json!({ "eventId": event["id"] })).await
        };

        assert_eq!(publish(&nowhere).await.refusals(), ["VENUE_MISSING"]);
        assert_eq!(publish(&over).await.refusals(), ["EVENT_OVER"]);
        assert_eq!(publish(&tentative).await.done()["event"]["state"], "PUBLISHED");
    }

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
        assert_eq!(outside.refusals(), ["OUTSIDE_EVENT"]);
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

    async fn a_smaller_event_never_has_fewer_places_than_are_held_and_a_larger_one_offers_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 2 })).await;
        let mut states = Vec::new();
        for name in ["Léo", "Zoé", "Noé", "Théa"] {
            let person = app.member_of(network, name).await;
            states.push(register(&app, &person, &event).await);
        }

        let smaller = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "capacityOnSite": 1 })).await;
        act(&app, &lead, "eventUpdate", json!({ "eventId": event, "capacityOnSite": 3 })).await.done();
        let look = "query($id: ID!) { event(by: { id: $id }) {
            capacity { onSite { total taken waiting left } online { total } } } }";
        let places = app.ask(Some(&lead), look, json!({ "id": event })).await;

        assert_eq!(states, ["CONFIRMED", "CONFIRMED", "WAITLISTED", "WAITLISTED"]);
        assert_eq!(smaller.refusals(), ["CAPACITY_BELOW_TAKEN"]);
        assert_eq!(smaller.data()["eventUpdate"]["userErrors"][0]["message"], "2 places sont déjà \
            prises ou proposées : la capacité ne peut pas descendre en dessous.");
        assert_eq!(places.data()["event"]["capacity"], json!({
            "onSite": { "total": 3, "taken": 3, "waiting": 1, "left": 0 }, "online": null }));
        assert_eq!(told(&app, "place_offered").await, 1);
        let elsewhere = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "mode": "ONLINE" })).await;
        assert_eq!(elsewhere.refusals(), ["MODE_TAKEN"]);
    }

    async fn a_copy_is_a_draft_at_its_new_date_with_agenda_and_questions(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("hub").await;
        let lead = app.lead_of(network, "Ana").await;
        app.joins(&lead, other, Role::Lead, None).await;
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 30,
            "hostIds": [network.to_string(), other.to_string()],
            "cancelUntil": "2026-10-07T21:59:00Z" })).await;
        set(&app, &lead, "sessionCreate", "session { id }", json!({ "eventId": event,
            "title": "Atelier", "startsAt": "2026-10-08T08:00:00Z",
            "endsAt": "2026-10-08T09:00:00Z", "capacity": 5 })).await.done();
        set(&app, &lead, "questionCreate", "question { id }", json!({ "eventId": event,
            "prompt": "Repas ?", "kind": "CHOICE", "choices": ["oui", "non"],
            "isRequired": true })).await.done();
        let organiser = app.organiser_of(other, "Olga").await;

        let copy = act(&app, &organiser, "eventDuplicate",
            json!({ "eventId": event, "startsAt": "2026-12-10T08:00:00Z" })).await;

        let copy = &copy.done()["event"];
        assert_ne!(copy["id"], json!(event));
        assert_eq!(copy["state"], "DRAFT");
        assert_eq!(copy["hosts"], json!([{ "slug": "hub" }]), "only what Olga organises");
        assert_eq!(copy["sessions"][0]["title"], "Atelier");
        assert_eq!(instant(&copy["sessions"][0]["startsAt"]), instant(&json!("2026-12-10T09:00:00Z")));
        assert_eq!(copy["questions"], json!([{ "prompt": "Repas ?", "kind": "CHOICE",
            "choices": ["oui", "non"], "isRequired": true, "isSensitive": false }]));
        assert_eq!(copy["revision"], 1);
    }

    async fn one_adds_and_takes_away_the_hosts_that_one_organises(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("hub").await;
        let lead = app.lead_of(network, "Ana").await;
        let both = app.lead_of(network, "Béa").await;
        app.joins(&both, other, Role::Organiser, None).await;
        let event = draft(&app, &lead, network, json!({})).await;
        let hosts = |ids: &[NetworkId]| {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            json!({ "eventId": event["id"], "hostIds": ids })
        };

        let alone = act(&app, &lead, "eventHostsSet", hosts(&[network, other])).await;
        let shared = act(&app, &both, "eventHostsSet", hosts(&[other, network])).await;
        let robbed = act(&app, &lead, "eventHostsSet", hosts(&[network])).await;
        let none = act(&app, &both, "eventHostsSet", hosts(&[])).await;

        assert_eq!(alone.code(), "FORBIDDEN");
        assert_eq!(shared.done()["event"]["hosts"], json!([{ "slug": "hub" }, { "slug": "cybanjou" }]));
        assert_eq!(robbed.code(), "FORBIDDEN");
        assert_eq!(none.refusals(), ["HOST_MISSING"]);
    }

    async fn what_one_lists_is_what_one_may_see(app: App) {
        let top = app.network("federation").await;
        let host = app.network_below(Some(top), "cybanjou").await;
        let below = app.network_below(Some(host), "rlin-bauge").await;
        let sibling = app.network_below(Some(top), "cybercor").await;
        let apart = app.network("ailleurs").await;
        let people = [
            None,
            Some(app.person("Stranger").await),
            Some(app.member_of(host, "Member").await),
            Some(app.member_of(below, "Below").await),
            Some(app.member_of(sibling, "Sibling").await),
            Some(app.member_of(apart, "Apart").await),
            Some(app.organiser_of(below, "Organiser").await),
            Some(app.lead_of(host, "Lead").await),
            Some(app.lead_of(top, "Top").await),
            Some(administrator(&app).await),
        ];
        let mut all = Vec::new();
        for visibility in ["public", "federation", "hosts"] {
            for state in ["draft", "published", "postponed", "cancelled", "done"] {
                for network in [top, host, below, sibling, apart] {
                    let event = app.event(network, |event| {
                        event.visibility = visibility;
                        event.state = state;
                    }).await;
                    all.push(event);
                }
            }
        }
        let mut counts = Vec::new();

        for person in &people {
            let ctx = context(&app, person.as_ref()).await;
            let ids: Vec<_> = all.iter().map(|id| id.uuid()).collect();
            let mut seen: Vec<_> = event::by_ids(&ctx, &ids).await.unwrap().into_keys().collect();
            let mut listed: Vec<_> = listed(&ctx, &Filter::default()).await;
            seen.sort_unstable();
            listed.sort_unstable();
            assert_eq!(listed, seen, "{person:?}");
            for id in &all {
                let is_seen = event::load(&ctx, *id).await.is_ok();
                assert_eq!(is_seen, seen.contains(&id.uuid()), "{person:?}");
            }
            counts.push(seen.len());
        }

        // Four states out of five are not drafts; 20 are public, 20 the federation's, 20 the hosts'.
        assert_eq!(counts, [20, 20, 44, 48, 44, 28, 51, 54, 64, 75]);
    }

    async fn a_network_lists_its_own_events_or_its_whole_branch_in_few_statements(app: App) {
        let top = app.network("federation").await;
        let host = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        for number in 0..100 {
            let network = if number % 2 == 0 { top } else { host };
            app.event(network, |event| event.starts_at = beginning() + TimeDelta::days(number)).await;
        }
        let document = "query($scope: EventScope!) { network(by: { slug: \"federation\" }) {
            events(first: 3, filter: { scope: $scope }, orderBy: START_DESC) {
                totalCount nodes { startsAt hosts { slug } capacity { onSite { taken } }
                    sessions { title } viewerCan(action: EDIT) { isAllowed } } } } }";

        let own = app.ask(Some(&lead), document, json!({ "scope": "SELF" })).await;
        let branch = app.ask(Some(&lead), document, json!({ "scope": "SUBTREE" })).await;

        let events = |answer: &Answer| answer.data()["network"]["events"].clone();
        assert_eq!(events(&own)["totalCount"], 50);
        assert_eq!(events(&branch)["totalCount"], 100);
        assert_eq!(events(&branch)["nodes"][0]["hosts"], json!([{ "slug": "cybanjou" }]));
        assert_eq!(events(&branch)["nodes"][0]["viewerCan"]["isAllowed"], true);
    }

    async fn two_hundred_events_cost_as_many_statements_as_five(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let document = "query($first: Int!) { events(first: $first) { nodes { title
            hosts { slug } sessions { title capacity { taken } } questions { prompt }
            capacity { onSite { taken } } viewerCan(action: SEE_REGISTRANTS) { isAllowed }
        } } }";
        for number in 0..200 {
            let event = app.event(network, |event| {
                event.starts_at = beginning() + TimeDelta::hours(number);
            }).await;
            if number % 10 == 0 {
                app.session(event, 1, Some(3)).await;
                app.question(event, "text", false).await;
            }
        }
        let count = async |first: i32| {
            let before = app.statements();
            let answer = app.ask(Some(&lead), document, json!({ "first": first })).await;
            assert_eq!(answer.data()["events"]["nodes"].as_array().unwrap().len(),
                usize::try_from(first).unwrap());
            app.statements() - before - 1
        };

        let few = count(5).await;
        let many = count(100).await;

        assert_eq!(few, many);
        assert!(many <= 6, "events, hosts, agenda, seats, questions, places: {many}");
        let before = app.statements();
        app.ask(Some(&lead), "{ events(first: 100) { nodes { title viewerCan(action: EDIT) {
            isAllowed } } } }", json!({})).await.data();
        assert_eq!(app.statements() - before - 1, 1);
    }

    async fn a_list_is_filtered_by_time_kind_state_and_words(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        published(&app, &lead, network, json!({ "title": "Éthique de l’IA", "kind": "WEBINAR",
            "mode": "ONLINE", "onlineUrl": "https://visio.exemple/1" })).await;
        draft(&app, &lead, network, json!({ "title": "Comité", "kind": "COMMITTEE",
            "startsAt": "2027-01-08T08:00:00Z", "endsAt": "2027-01-08T10:00:00Z" })).await;
        let titles = async |filter: &str| {
            let document = format!("{{ events(first: 10, filter: {{ {filter} }}) {{ nodes {{ title }} }} }}");
            let answer = app.ask(Some(&lead), &document, json!({})).await;
            answer.data()["events"]["nodes"].as_array().unwrap().iter()
                .map(|event| event["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };

        assert_eq!(titles("search: \"ethique de l'ia\"").await, ["Éthique de l’IA"]);
        assert_eq!(titles("kinds: [COMMITTEE]").await, ["Comité"]);
        assert_eq!(titles("states: [DRAFT]").await, ["Comité"]);
        assert_eq!(titles("mode: ONLINE").await, ["Éthique de l’IA"]);
        assert_eq!(titles("from: \"2026-12-01T00:00:00Z\"").await, ["Comité"]);
        assert_eq!(titles("until: \"2026-12-01T00:00:00Z\"").await, ["Éthique de l’IA"]);
        assert_eq!(titles("visibility: PUBLIC").await, Vec::<String>::new());
    }

    async fn the_online_address_is_for_those_who_have_a_place(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let coming = app.member_of(network, "Léo").await;
        let looking = app.member_of(network, "Zoé").await;
        let event = published(&app, &lead, network, json!({ "mode": "ONLINE",
            "visibility": "PUBLIC", "onlineUrl": "https://visio.exemple/1" })).await;
        register(&app, &coming, &event).await;
        let url = async |who: Option<&Person>| {
            let look = "query($id: ID!) { event(by: { id: $id }) { onlineUrl } }";
            app.ask(who, look, json!({ "id": event })).await.data()["event"]["onlineUrl"].clone()
        };

        assert_eq!(url(Some(&coming)).await, "https://visio.exemple/1");
        assert_eq!(url(Some(&lead)).await, "https://visio.exemple/1");
        assert_eq!(url(Some(&looking)).await, Value::Null);
        assert_eq!(url(None).await, Value::Null);
    }

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

    async fn a_reminder_rule_holds_below_until_a_network_has_its_own(app: App) {
        let top = app.network("federation").await;
        let below = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        let rule = async |slug: &str| {
            let look = format!("{{ network(by: {{ slug: \"{slug}\" }}) {{ reminderRule {{
                rule {{ beforeEventDays beforeDeadlineDays offerHalf }} setBy {{ slug }} }} }} }}");
            app.ask(Some(&lead), &look, json!({})).await.data()["network"]["reminderRule"].clone()
        };
        let put = async |network: NetworkId, rule: Value| {
            set(&app, &lead, "reminderRuleSet", "reminderRule { revision }",
                json!({ "networkId": network.to_string(), "rule": rule })).await
        };

        assert_eq!(rule("cybanjou").await, json!({ "setBy": null, "rule": {
            "beforeEventDays": [7, 1], "beforeDeadlineDays": [14, 3], "offerHalf": true } }));
        put(top, json!({ "beforeEventDays": [1, 10], "beforeDeadlineDays": [] })).await.done();
        assert_eq!(rule("cybanjou").await["rule"]["beforeEventDays"], json!([10, 1]));
        assert_eq!(rule("cybanjou").await["setBy"]["slug"], "federation");
        put(below, json!({ "beforeEventDays": [2], "beforeDeadlineDays": [5] })).await.done();
        assert_eq!(rule("cybanjou").await["setBy"]["slug"], "cybanjou");
        put(below, Value::Null).await.done();
        assert_eq!(rule("cybanjou").await["setBy"]["slug"], "federation");
        let late = put(below, json!({ "beforeEventDays": [0], "beforeDeadlineDays": [] })).await;
        assert_eq!(late.refusals(), ["REMINDER_DAYS_OUT_OF_RANGE"]);
    }

    async fn every_change_of_an_event_leaves_one_audit_line(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = published(&app, &lead, network, json!({})).await;
        act(&app, &lead, "eventUpdate", json!({ "eventId": event, "title": "Autre" })).await.done();
        act(&app, &lead, "eventUpdate", json!({ "eventId": event, "title": "Autre" })).await.done();
        act(&app, &lead, "eventCancel", json!({ "eventId": event, "reason": "Neige" })).await.done();

        for action in ["event.create", "event.publish", "event.update", "event.cancel"] {
            let lines = app.count(&format!("audit_line where action = '{action}'")).await;
            assert_eq!(lines, 1, "{action}");
        }
    }

    async fn only_organisers_touch_an_event(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let stranger = app.person("Zoé").await;
        let event = published(&app, &lead, network, json!({})).await;

        for (mutation, input) in [
            ("eventUpdate", json!({ "eventId": event, "title": "X" })),
            ("eventPublish", json!({ "eventId": event })),
            ("eventPostpone", json!({ "eventId": event, "reason": "X" })),
            ("eventCancel", json!({ "eventId": event, "reason": "X" })),
            ("eventMarkDone", json!({ "eventId": event })),
            ("eventDuplicate", json!({ "eventId": event, "startsAt": "2027-01-01T08:00:00Z" })),
            ("eventHostsSet", json!({ "eventId": event, "hostIds": [network.to_string()] })),
        ] {
            let as_member = act(&app, &member, mutation, input.clone()).await;
            let as_stranger = act(&app, &stranger, mutation, input).await;
            assert_eq!(as_member.code(), "FORBIDDEN", "{mutation}");
            assert_eq!(as_stranger.code(), "NOT_FOUND", "{mutation}");
        }
    }
}

/// The way into the domain of a person, or of nobody.
async fn context(app: &App, person: Option<&Person>) -> Context {
    let house = app.house();
    let standing = match person {
        None => Standing::nobody(),
        Some(person) => {
            let by = policy::By::Member(person.id);
            policy::load(house.db(), &app.clock, by).await.unwrap().unwrap()
        }
    };
    Context::new(house.house().clone(), standing, Door::Api, "test")
}

async fn listed(ctx: &Context, filter: &Filter) -> Vec<uuid::Uuid> {
    let mut found = Vec::new();
    let mut page = Request::first(7);
    loop {
        let listed = event::list(ctx, filter, EventOrder::StartAsc, &page).await.unwrap();
        let last = listed.items.last().map(|(cursor, _)| cursor.clone());
        let has_next = listed.has_next;
        found.extend(listed.into_rows().into_iter().map(|event| event.id));
        if !has_next {
            return found;
        }
        page.after = last;
    }
}

async fn administrator(app: &App) -> Person {
    let person = app.person("Administrator").await;
    app.write(
        "update member set is_administrator = true where id = ?",
        vec![Bind::from(person.id)],
    )
    .await;
    person
}

/// How many sensitive answers are forgotten at this time.
async fn forgotten_at(app: &App, at: DateTime<Utc>) -> i64 {
    Sql::new("select count(*) from answer where erased_after = ?", vec![Bind::from(at)])
        .number(app.server.house.db.read())
        .await
        .unwrap()
}

const DELETE: &str = "mutation($input: EventDeleteInput!) { eventDelete(input: $input) {
    deletedEventId userErrors { code message } } }";

on_both! {
    async fn only_a_draft_that_nobody_knew_is_thrown_away(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let member = app.member_of(network, "Ana").await;
        let draft = app.event(network, |event| event.state = "draft").await;
        app.write("update event set published_at = null where state = 'draft'", vec![]).await;
        app.session(draft, 0, None).await;
        app.question(draft, "text", false).await;
        let published = app.event(network, |_| {}).await;
        let delete = async |who: &crate::support::Person, event: domain::id::EventId, sure: bool| {
            let input = json!({ "input": { "eventId": event.to_string(), "isConfirmed": sure } });
            app.ask(Some(who), DELETE, input).await
        };

        assert_eq!(delete(&member, draft, true).await.code(), "NOT_FOUND");
        assert_eq!(delete(&lead, draft, false).await.refusals(), ["NOT_CONFIRMED"]);
        assert_eq!(delete(&lead, published, true).await.refusals(), ["EVENT_PUBLISHED"]);
        let gone = delete(&lead, draft, true).await;

        assert_eq!(gone.done()["deletedEventId"], draft.to_string());
        assert_eq!(app.count("event").await, 1);
        assert_eq!(app.count("session").await + app.count("question").await, 0);
        assert_eq!(app.count("audit_line where action = 'event.delete'").await, 1);
        assert_eq!(delete(&lead, draft, true).await.code(), "NOT_FOUND");
    }
}
