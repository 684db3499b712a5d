//! One's own excuse: sent, withdrawn, and what the team noted instead.

use chrono::TimeDelta;
use domain::id::EventId;
use serde_json::{Value, json};

use super::{excuse, record, registered};
use crate::support::{Answer, App, Person, on_both};

const WITHDRAW: &str = "mutation($input: AttendanceExcuseWithdrawInput!) {
    attendanceExcuseWithdraw(input: $input) { deletedAttendanceId userErrors { code } } }";

async fn withdraw(app: &App, who: &Person, event: EventId) -> Answer {
    app.ask(Some(who), WITHDRAW, json!({ "input": { "eventId": event.to_string() } })).await
}

/// The team takes back what it recorded of these people, at this revision of each.
async fn unmark(app: &App, who: &Person, event: EventId, recorded: &Answer, revision: i32) {
    let document = "mutation($input: AttendanceRecordWithdrawInput!) {
        attendanceRecordWithdraw(input: $input) {
            results { userErrors { code } } userErrors { code } } }";
    let results = recorded.done()["results"].as_array().unwrap().clone();
    let records = results.iter().map(|result| {
        json!({ "attendanceId": result["attendance"]["id"], "expectedRevision": revision })
    });
    let records: Vec<_> = records.collect();
    let input = json!({ "input": { "eventId": event.to_string(), "records": records } });
    app.ask(Some(who), document, input).await.done();
}

on_both! {
    async fn one_sends_an_excuse_with_a_reason_unless_one_was_there(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let starts_at = app.clock.now() + TimeDelta::hours(2);
        let event = app.event(network, |event| event.starts_at = starts_at).await;
        registered(&app, event, ana.id).await;

        assert_eq!(excuse(&app, &binta, event, "grippe").await.refusals(), ["NOT_EXPECTED"]);
        assert_eq!(excuse(&app, &ana, event, " ").await.refusals(), ["REASON_MISSING"]);
        let sent = excuse(&app, &ana, event, "grippe").await;
        assert_eq!(
            sent.done()["attendance"],
            json!({ "state": "EXCUSED", "reason": "grippe" })
        );
        let document = "query($id: ID!) { event(by: { id: $id }) {
            viewerAttendance { state reason } viewerIsInvited } }";
        let own = async |who: &Person| {
            let answer = app.ask(Some(who), document, json!({ "id": event.to_string() })).await;
            answer.data()["event"].clone()
        };
        let excused = json!({ "state": "EXCUSED", "reason": "grippe" });
        assert_eq!(own(&ana).await, json!({ "viewerAttendance": excused, "viewerIsInvited": false }));
        assert_eq!(own(&binta).await["viewerAttendance"], Value::Null);
        assert_eq!(withdraw(&app, &binta, event).await.refusals(), ["NOT_EXCUSED"]);
        assert!(withdraw(&app, &ana, event).await.done()["deletedAttendanceId"].is_string());
        assert_eq!(own(&ana).await["viewerAttendance"], Value::Null);
        assert_eq!(withdraw(&app, &ana, event).await.refusals(), ["NOT_EXCUSED"]);
        excuse(&app, &ana, event, "grippe").await.done();
        app.clock.advance(TimeDelta::hours(2));
        let present = json!([{ "memberId": ana.id.to_string(), "state": "PRESENT" }]);
        record(&app, &organiser, event, present).await.done();
        assert_eq!(excuse(&app, &ana, event, "grippe").await.refusals(), ["ALREADY_PRESENT"]);
        app.clock.advance(TimeDelta::hours(4));
        assert_eq!(excuse(&app, &ana, event, "grippe").await.refusals(), ["EVENT_OVER"]);
        assert_eq!(withdraw(&app, &ana, event).await.refusals(), ["EVENT_OVER"]);
    }

    async fn what_the_team_noted_is_not_changed_by_an_excuse_until_they_take_it_back(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let starts_at = app.clock.now() + TimeDelta::minutes(30);
        let event = app.event(network, |event| event.starts_at = starts_at).await;
        for person in [&ana, &organiser] {
            registered(&app, event, person.id).await;
        }
        let of_ana = |state: &str, reason: Option<&str>| {
            json!([{ "memberId": ana.id.to_string(), "state": state, "reason": reason }])
        };

        // One's own excuse may be changed, also by who is of the team.
        for person in [&ana, &organiser] {
            for reason in ["grippe", "enfant malade"] {
                let sent = excuse(&app, person, event, reason).await;
                assert_eq!(sent.done()["attendance"]["reason"], reason);
            }
        }
        for (state, reason) in [("EXCUSED", Some("en congé")), ("ABSENT", None)] {
            record(&app, &organiser, event, of_ana(state, reason)).await.done();
            let refused = excuse(&app, &ana, event, "grippe").await;
            assert_eq!(refused.refusals(), ["ALREADY_RECORDED"], "{state}");
            assert_eq!(withdraw(&app, &ana, event).await.refusals(), ["NOT_EXCUSED"], "{state}");
        }
        let absent = "attendance where state = 'absent' and reason is null and revision = 4";
        assert_eq!(app.count(absent).await, 1);
        let same = record(&app, &organiser, event, of_ana("ABSENT", None)).await;
        unmark(&app, &organiser, event, &same, 4).await;
        excuse(&app, &ana, event, "grippe").await.done();
    }

    async fn only_an_excuse_of_ones_own_for_what_takes_place_is_taken_back(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let starts_at = app.clock.now() + TimeDelta::minutes(30);
        let event = app.event(network, |event| event.starts_at = starts_at).await;
        registered(&app, event, ana.id).await;
        let noted = json!([{
            "memberId": ana.id.to_string(), "state": "EXCUSED", "reason": "en congé",
        }]);

        let noted = record(&app, &organiser, event, noted).await;
        assert_eq!(withdraw(&app, &ana, event).await.refusals(), ["NOT_EXCUSED"]);
        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
        unmark(&app, &organiser, event, &noted, 1).await;
        excuse(&app, &ana, event, "grippe").await.done();
        for state in ["cancelled", "draft"] {
            let put = "update event set state = ? where id = ?";
            app.write(put, vec![state.into(), event.into()]).await;
            let refused = withdraw(&app, &ana, event).await;
            assert_eq!(refused.refusals(), ["EVENT_NOT_HELD"], "{state}");
        }
        let put = "update event set state = 'published' where id = ?";
        app.write(put, vec![event.into()]).await;
        withdraw(&app, &ana, event).await.done();
        assert_eq!(app.count("attendance").await, 0);
    }
}
