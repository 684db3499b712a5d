//! Places that are offered, when something else changes meanwhile.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::EventId;
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, on_both};

/// A mutation whose input is this, and the state of the registration that it answers with.
async fn act(app: &App, who: &Person, mutation: &str, input: Value) -> Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let what = if mutation.starts_with("registration") {
        "registration { id state offeredUntil }"
    } else {
        "__typename"
    };
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ {what} \
         userErrors {{ code }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await
}

async fn registers(app: &App, who: &Person, event: EventId) -> String {
    let answer = act(app, who, "registrationCreate", json!({ "eventId": event.to_string() })).await;
    answer.done()["registration"]["id"].as_str().unwrap().to_owned()
}

async fn standing(app: &App, who: &Person, id: &str) -> Value {
    let document =
        "query($id: ID!) { node(id: $id) { ... on Registration { state offeredUntil } } }";
    app.ask(Some(who), document, json!({ "id": id })).await.data()["node"].clone()
}

on_both! {
    async fn a_place_is_not_taken_while_the_event_is_put_off_and_waits_until_it_stands(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (binta, dora) = (app.member_of(network, "Binta").await, app.member_of(network, "Dora").await);
        let event = app.event(network, |event| {
            (event.mode, event.online) = ("online", Some(1));
        }).await;
        let named = json!({ "eventId": event.to_string() });
        let (first, second) =
            (registers(&app, &binta, event).await, registers(&app, &dora, event).await);
        act(&app, &binta, "registrationCancel", json!({ "registrationId": first })).await.done();
        assert_eq!(standing(&app, &dora, &second).await["state"], "OFFERED");
        let take = json!({ "registrationId": second });

        act(&app, &lead, "eventPostpone",
            json!({ "eventId": event.to_string(), "reason": "Neige" })).await.done();
        let meanwhile = act(&app, &dora, "registrationOfferAccept", take.clone()).await;
        app.time_passes(TimeDelta::hours(72)).await;
        let waits = standing(&app, &dora, &second).await;
        act(&app, &lead, "eventPublish", named).await.done();
        app.time_passes(TimeDelta::hours(1)).await;
        let taken = act(&app, &dora, "registrationOfferAccept", take).await;

        assert_eq!(meanwhile.refusals(), ["EVENT_NOT_PUBLISHED"]);
        assert_eq!(waits["state"], "OFFERED");
        assert_eq!(taken.done()["registration"]["state"], "CONFIRMED");
    }

    async fn an_offer_that_begins_anew_is_recalled_at_half_of_its_new_time(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (binta, dora) = (app.member_of(network, "Binta").await, app.member_of(network, "Dora").await);
        let event = app.event(network, |event| {
            (event.mode, event.online) = ("online", Some(1));
        }).await;
        let first = registers(&app, &binta, event).await;
        registers(&app, &dora, event).await;
        act(&app, &binta, "registrationCancel", json!({ "registrationId": first })).await.done();
        act(&app, &lead, "eventPostpone",
            json!({ "eventId": event.to_string(), "reason": "Neige" })).await.done();
        app.time_passes(TimeDelta::days(5)).await;

        act(&app, &lead, "eventPublish", json!({ "eventId": event.to_string() })).await.done();
        app.time_passes(TimeDelta::hours(24)).await;
        let before = app.count("outbox where kind = 'offer_ending'").await;
        app.time_passes(TimeDelta::hours(8)).await;

        assert_eq!(before, 0);
        assert_eq!(app.count("outbox where kind = 'offer_ending'").await, 1);
    }

    async fn an_offer_ends_with_the_beginning_of_an_event_that_moves_nearer(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (binta, dora) = (app.member_of(network, "Binta").await, app.member_of(network, "Dora").await);
        let event = app.event(network, |event| {
            (event.on_site, event.offer_hours) = (Some(1), 480);
        }).await;
        let (first, second) =
            (registers(&app, &binta, event).await, registers(&app, &dora, event).await);
        act(&app, &binta, "registrationCancel", json!({ "registrationId": first })).await.done();
        let starts_at = app.clock.now() + TimeDelta::days(5);

        act(&app, &lead, "eventUpdate", json!({
            "eventId": event.to_string(), "startsAt": starts_at,
            "endsAt": starts_at + TimeDelta::hours(3) })).await.done();

        let until = &standing(&app, &dora, &second).await["offeredUntil"];
        let until: DateTime<Utc> = until.as_str().unwrap().parse().unwrap();
        assert_eq!(until, starts_at);
    }

    async fn the_place_of_whoever_is_archived_goes_to_the_next(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (binta, dora) = (app.member_of(network, "Binta").await, app.member_of(network, "Dora").await);
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let (first, second) =
            (registers(&app, &binta, event).await, registers(&app, &dora, event).await);

        app.closes_record(&lead, &binta).await.done();

        assert_eq!(standing(&app, &dora, &second).await["state"], "OFFERED");
        assert_eq!(app.count("registration where state = 'cancelled'").await, 1);
        assert_eq!(app.count("outbox where kind = 'place_offered'").await, 1);
        assert_eq!(standing(&app, &lead, &first).await["state"], "CANCELLED");
    }
}
