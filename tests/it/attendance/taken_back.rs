//! What the team recorded of somebody is taken back by who looked at it.

use chrono::TimeDelta;
use domain::id::EventId;
use serde_json::{Value, json};

use super::{excuse, record, registered};
use crate::support::{Answer, App, Person, on_both};

const TAKE_BACK: &str = "mutation($input: AttendanceRecordWithdrawInput!) {
    attendanceRecordWithdraw(input: $input) {
        results { index deletedAttendanceId attendance { state } userErrors { code field } }
        userErrors { code } } }";

/// Takes these attendances of the event back, at the revisions that somebody looked at.
async fn take_back(app: &App, who: &Person, event: EventId, those: &[(&str, i32)]) -> Answer {
    let records: Vec<_> = those
        .iter()
        .map(|(id, revision)| json!({ "attendanceId": id, "expectedRevision": revision }))
        .collect();
    let input = json!({ "input": { "eventId": event.to_string(), "records": records } });
    app.ask(Some(who), TAKE_BACK, input).await
}

/// The identifier of the first attendance of a record.
fn first_id(answer: &Answer) -> String {
    answer.done()["results"][0]["attendance"]["id"].as_str().unwrap().to_owned()
}

/// Why each of many was refused; a dash for what was done.
fn codes(answer: &Answer) -> Vec<String> {
    let results = answer.done()["results"].as_array().unwrap().iter();
    results
        .map(|result| result["userErrors"][0]["code"].as_str().unwrap_or("-").to_owned())
        .collect()
}

on_both! {
    async fn what_is_recorded_is_taken_back_by_who_looked_at_it_and_leaves_a_line(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let other = app.event(network, |event| event.starts_at = now).await;
        let of_ana = |state: &str| json!([{ "memberId": ana.id.to_string(), "state": state }]);
        let id = first_id(&record(&app, &organiser, event, of_ana("PRESENT")).await);
        let elsewhere = first_id(&record(&app, &organiser, other, of_ana("PRESENT")).await);
        let corrected = first_id(&record(&app, &organiser, event, of_ana("ABSENT")).await);
        assert_eq!(id, corrected);

        let stale = take_back(&app, &organiser, event, &[(&id, 1)]).await;
        let those: [(&str, i32); 4] = [(&id, 2), (&id, 2), (&elsewhere, 1), ("nothing", 1)];
        let done = take_back(&app, &organiser, event, &those).await;
        let again = take_back(&app, &organiser, event, &[(&id, 2)]).await;

        assert_eq!(codes(&stale), ["STALE_REVISION"]);
        let result = &stale.done()["results"][0];
        assert_eq!(result["attendance"]["state"], "ABSENT");
        assert_eq!(result["deletedAttendanceId"], Value::Null);
        assert_eq!(
            codes(&done),
            ["-", "ATTENDANCE_TWICE", "ATTENDANCE_UNKNOWN", "ATTENDANCE_UNKNOWN"]
        );
        let results = done.done()["results"].as_array().unwrap();
        assert_eq!(results[0]["deletedAttendanceId"], json!(id));
        for result in results {
            assert_eq!(result["attendance"], Value::Null, "{result}");
        }
        assert_eq!(codes(&again), ["ATTENDANCE_UNKNOWN"]);
        assert_eq!(app.count("attendance").await, 1);
        let lines = "audit_line where action = 'attendance.unmark' \
            and cast(changes as text) like '%absent%'";
        assert_eq!(app.count(lines).await, 1);
    }

    async fn nobody_takes_back_a_newer_record_that_they_have_not_seen(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let other = app.organiser_of(network, "Omar").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let of_ana = |state: &str| json!([{ "memberId": ana.id.to_string(), "state": state }]);
        let seen = first_id(&record(&app, &organiser, event, of_ana("ABSENT")).await);

        let by_other = take_back(&app, &other, event, &[(&seen, 1)]).await;
        record(&app, &other, event, of_ana("PRESENT")).await.done();
        let late = take_back(&app, &organiser, event, &[(&seen, 1)]).await;

        assert_eq!(codes(&by_other), ["-"]);
        assert_eq!(codes(&late), ["ATTENDANCE_UNKNOWN"]);
        assert_eq!(app.count("attendance where state = 'present' and revision = 1").await, 1);
    }

    async fn a_state_that_is_left_out_takes_nothing_back(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let member = ana.id.to_string();
        let present = json!([{ "memberId": member, "state": "PRESENT" }]);
        record(&app, &organiser, event, present).await.done();

        for entry in [
            json!({ "memberId": member, "expectedRevision": 1 }),
            json!({ "memberId": member, "expectedRevision": 1, "state": null }),
        ] {
            let refused = record(&app, &organiser, event, json!([entry])).await;
            assert!(refused.body["errors"].is_array(), "{}", refused.body);
        }

        assert_eq!(app.count("attendance where state = 'present' and revision = 1").await, 1);
    }

    async fn taking_back_is_tried_first_or_whole_and_for_who_may_record_when_one_may(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let starts_at = app.clock.now() + TimeDelta::minutes(61);
        let event = app.event(network, |event| event.starts_at = starts_at).await;
        registered(&app, event, ana.id).await;
        excuse(&app, &ana, event, "grippe").await.done();
        let document = "query($id: ID!) { event(by: { id: $id }) {
            attendances(first: 5) { nodes { id } } } }";
        let found = app.ask(Some(&organiser), document, json!({ "id": event.to_string() })).await;
        let id = found.data()["event"]["attendances"]["nodes"][0]["id"].as_str().unwrap();
        let asked = async |mode: &str, dry_run: bool, with_mistake: bool| {
            let mut records = vec![json!({ "attendanceId": id, "expectedRevision": 1 })];
            if with_mistake {
                records.push(json!({ "attendanceId": "nothing", "expectedRevision": 1 }));
            }
            let input = json!({ "input": { "eventId": event.to_string(), "records": records,
                "mode": mode, "dryRun": dry_run } });
            let answer = app.ask(Some(&organiser), TAKE_BACK, input).await;
            let state = answer.done()["results"][0]["attendance"]["state"].clone();
            (codes(&answer).join(" "), state, app.count("attendance").await)
        };
        let told = |codes: &str, state: Value, count: i64| (codes.to_owned(), state, count);
        let many = vec![(id, 1); 101];

        let early = take_back(&app, &organiser, event, &[(id, 1)]).await;
        app.clock.advance(TimeDelta::minutes(1));
        let as_member = take_back(&app, &ana, event, &[(id, 1)]).await;
        let too_many = take_back(&app, &organiser, event, &many).await;
        let put = "update event set state = ? where id = ?";
        app.write(put, vec!["cancelled".into(), event.into()]).await;
        let not_held = take_back(&app, &organiser, event, &[(id, 1)]).await;
        app.write(put, vec!["published".into(), event.into()]).await;

        assert_eq!(early.refusals(), ["NOT_BEGUN"]);
        assert_eq!(as_member.code(), "FORBIDDEN");
        assert_eq!(too_many.refusals(), ["TOO_MANY_RECORDS"]);
        assert_eq!(not_held.refusals(), ["EVENT_NOT_HELD"]);
        assert_eq!(
            asked("ALL_OR_NOTHING", false, true).await,
            told("HELD_BACK ATTENDANCE_UNKNOWN", json!("EXCUSED"), 1)
        );
        assert_eq!(
            asked("BEST_EFFORT", true, true).await,
            told("- ATTENDANCE_UNKNOWN", json!("EXCUSED"), 1)
        );
        // An excuse that the person sent, too.
        assert_eq!(asked("ALL_OR_NOTHING", false, false).await, told("-", Value::Null, 0));
    }
}
