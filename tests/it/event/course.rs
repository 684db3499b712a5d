//! From draft to done: published, put off, cancelled, thrown away.

use serde_json::{Value, json};

use super::{act, draft, instant, published, register, set, told};
use crate::support::on_both;

const DELETE: &str = "mutation($input: EventDeleteInput!) { eventDelete(input: $input) {
    deletedEventId userErrors { code message } } }";

on_both! {
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
            "Cette rencontre est reportée.");
        assert_eq!(again.done()["event"]["state"], "PUBLISHED");
        assert_eq!(again.done()["event"]["sequence"], 2);
        assert_eq!(told(&app, "event_changed").await, 1);
    }

    async fn what_was_announced_is_not_moved_into_the_past_and_nobody_is_told(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let event = published(&app, &lead, network, json!({})).await;
        register(&app, &member, &event).await;
        let to = |mutation: &str, from: &str, until: &str| {
            let reason = (mutation == "eventPostpone").then_some("Erreur");
            let mut input = json!({ "eventId": event, "startsAt": from, "endsAt": until });
            if let Some(reason) = reason {
                input["reason"] = json!(reason);
            }
            input
        };
        let past = ["2020-01-01T08:00:00Z", "2020-01-01T10:00:00Z"];

        for mutation in ["eventPostpone", "eventUpdate"] {
            let refused = act(&app, &lead, mutation, to(mutation, past[0], past[1])).await;
            assert_eq!(refused.refusals(), ["ENDS_IN_PAST"], "{mutation}");
        }
        assert_eq!(told(&app, "event_postponed").await + told(&app, "event_changed").await, 0);

        // Once it has taken place, its hours are mended without a word to anybody.
        app.clock.set("2026-10-08T18:00:00Z".parse().unwrap());
        let lead = app.signs_in_again(&lead).await;
        let longer = to("eventUpdate", "2026-10-08T07:00:00Z", "2026-10-08T16:00:00Z");
        let early = act(&app, &lead, "eventUpdate", longer.clone()).await;
        act(&app, &lead, "eventMarkDone", json!({ "eventId": event })).await.done();
        let mended = act(&app, &lead, "eventUpdate", longer).await;

        assert_eq!(early.refusals(), ["ENDS_IN_PAST"]);
        assert_eq!(instant(&mended.done()["event"]["endsAt"]), instant(&json!("2026-10-08T16:00:00Z")));
        assert_eq!(told(&app, "event_changed").await, 0);
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
        let edited = [
            act(&app, &lead, "eventUpdate", json!({ "eventId": event, "title": "X" })).await,
            act(&app, &lead, "eventHostsSet",
                json!({ "eventId": event, "hostIds": [network.to_string()] })).await,
        ];

        assert_eq!(silent.refusals(), ["REASON_MISSING"]);
        assert_eq!(cancelled.done()["event"]["state"], "CANCELLED");
        assert_eq!(told(&app, "event_cancelled").await, 1);
        for answer in after {
            assert_eq!(answer.refusals(), ["WRONG_STATE"]);
        }
        for answer in edited {
            assert_eq!(answer.refusals(), ["EVENT_CANCELLED"]);
        }
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

    async fn a_draft_that_was_held_all_the_same_is_done_without_a_letter(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let held = draft(&app, &lead, network, json!({ "startsAt": "2026-06-04T07:00:00Z",
            "endsAt": "2026-06-04T15:00:00Z" })).await;
        let begun = draft(&app, &lead, network, json!({ "startsAt": "2026-09-07T06:00:00Z",
            "endsAt": "2026-09-07T15:00:00Z" })).await;
        let finish = async |event: &Value| {
            act(&app, &lead, "eventMarkDone", json!({ "eventId": event["id"] })).await
        };
        let look = "query($id: ID!) { event(by: { id: $id }) { state } }";
        let seen = async || {
            let answer = app.ask(Some(&member), look, json!({ "id": held["id"] })).await;
            answer.data()["event"]["state"].clone()
        };

        let early = finish(&begun).await;
        assert_eq!(seen().await, Value::Null);
        let done = finish(&held).await;

        assert_eq!(early.refusals(), ["WRONG_STATE"]);
        assert_eq!(done.done()["event"]["state"], "DONE");
        assert_eq!(seen().await, "DONE");
        assert_eq!(app.count("outbox").await, 0);
        let record = "mutation($input: AttendanceRecordInput!) { attendanceRecord(input: $input) {
            results { attendance { state } } userErrors { code } } }";
        let came = json!({ "input": { "eventId": held["id"],
            "records": [{ "memberId": member.id.to_string(), "state": "PRESENT" }] } });
        let recorded = app.ask(Some(&lead), record, came).await;
        assert_eq!(recorded.done()["results"][0]["attendance"]["state"], "PRESENT");
        let gone = app.ask(Some(&lead), DELETE,
            json!({ "input": { "eventId": held["id"], "isConfirmed": true } })).await;
        assert_eq!(gone.refusals(), ["EVENT_PUBLISHED"]);
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
