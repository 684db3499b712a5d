//! Who came is recorded: many at once, walk-ins too, corrected later, and at a session of its own.

use chrono::TimeDelta;
use domain::{
    database::Bind,
    id::{EventId, MemberId},
};
use serde_json::{Value, json};

use super::{RECORD, record, registered};
use crate::support::{Person, on_both};

on_both! {
    async fn each_record_has_its_own_result_and_one_mistake_spoils_nothing(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let walk_in = app.member_of(network, "Binta").await;
        let unknown = app.member_of(elsewhere, "Zoé").await;
        let starts_at = app.clock.now() + TimeDelta::minutes(30);
        let event = app.event(network, |event| event.starts_at = starts_at).await;
        registered(&app, event, ana.id).await;

        let answer = record(&app, &organiser, event, json!([
            { "memberId": ana.id.to_string(), "state": "PRESENT", "reason": "?" },
            { "memberId": walk_in.id.to_string(), "state": "PRESENT" },
            { "memberId": unknown.id.to_string(), "state": "PRESENT" },
            { "memberId": ana.id.to_string(), "state": "ABSENT" },
            { "memberId": organiser.id.to_string(), "state": "EXCUSED" },
            { "memberId": "nobody", "state": "PRESENT" },
        ])).await;

        let results = answer.done()["results"].as_array().unwrap().clone();
        let codes: Vec<_> = results
            .iter()
            .map(|result| result["userErrors"][0]["code"].as_str().unwrap_or("-"))
            .collect();
        assert_eq!(
            codes,
            ["-", "-", "MEMBER_UNKNOWN", "MEMBER_TWICE", "REASON_MISSING", "MEMBER_UNKNOWN"]
        );
        assert_eq!(results[0]["attendance"]["name"], "Ana Essai");
        assert_eq!(results[0]["attendance"]["reason"], Value::Null);
        assert_eq!(app.count("attendance").await, 2);
        assert_eq!(app.count("audit_line where action = 'attendance.record'").await, 2);
    }

    async fn a_tool_records_whoever_registered_also_from_no_network_of_its_person(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let stranger = app.person("Zoé").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| {
            event.visibility = "public";
            event.audience = "everyone";
            event.starts_at = now;
        }).await;
        registered(&app, event, stranger.id).await;
        let look = "query($id: ID!) { event(by: { id: $id }) {
            registrations(first: 5) { nodes { name memberId member { id } } }
            attendances(first: 5) { nodes { name memberId member { id } } } } }";
        let of = async |who: &Person| {
            app.ask(Some(who), look, json!({ "id": event.to_string() })).await
        };

        let registered = of(&organiser).await.data()["event"]["registrations"]["nodes"].clone();
        let known = json!([{ "name": "Zoé Essai", "memberId": stranger.id.to_string(),
            "member": null }]);
        assert_eq!(registered, known);
        let entry = json!([{ "memberId": registered[0]["memberId"], "state": "PRESENT" }]);
        record(&app, &organiser, event, entry).await.done();

        assert_eq!(of(&organiser).await.data()["event"]["attendances"]["nodes"], known);
        assert_eq!(of(&ana).await.code(), "FORBIDDEN");
    }

    async fn a_record_over_somebody_elses_shows_what_they_wrote(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let seen_as = async |revision: i32, state: &str| {
            let member = ana.id.to_string();
            let entry = json!({ "memberId": member, "state": state, "expectedRevision": revision });
            record(&app, &organiser, event, json!([entry])).await.done()["results"][0].clone()
        };

        let first = seen_as(0, "PRESENT").await;
        let over_it = seen_as(0, "ABSENT").await;
        let after_it = seen_as(1, "ABSENT").await;

        assert_eq!(first["userErrors"], json!([]));
        assert_eq!(over_it["userErrors"][0]["code"], "STALE_REVISION");
        assert_eq!(over_it["attendance"]["state"], "PRESENT");
        assert_eq!(after_it["attendance"]["state"], "ABSENT");
        assert_eq!(app.count("attendance where state = 'absent' and revision = 2").await, 1);
    }

    async fn all_or_nothing_writes_nothing_when_one_is_wrong_and_a_dry_run_never(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let asked = async |mode: &str, dry_run: bool, with_mistake: bool| {
            let mut records = vec![json!({ "memberId": ana.id.to_string(), "state": "PRESENT" })];
            if with_mistake {
                records.push(json!({ "memberId": "nobody", "state": "PRESENT" }));
            }
            let input = json!({ "input": { "eventId": event.to_string(), "records": records,
                "mode": mode, "dryRun": dry_run } });
            let answer = app.ask(Some(&organiser), RECORD, input).await;
            let codes = answer.done()["results"].as_array().unwrap().iter().map(|result| {
                result["userErrors"][0]["code"].as_str().unwrap_or("-").to_owned()
            });
            (codes.collect::<Vec<_>>(), app.count("attendance").await)
        };
        let told = |codes: &[&str], count: i64| {
            (codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>(), count)
        };

        assert_eq!(
            asked("ALL_OR_NOTHING", false, true).await,
            told(&["HELD_BACK", "MEMBER_UNKNOWN"], 0)
        );
        assert_eq!(asked("BEST_EFFORT", true, true).await, told(&["-", "MEMBER_UNKNOWN"], 0));
        assert_eq!(asked("ALL_OR_NOTHING", true, false).await, told(&["-"], 0));
        assert_eq!(asked("ALL_OR_NOTHING", false, false).await, told(&["-"], 1));
    }

    async fn a_correction_leaves_a_line_with_before_and_after_and_no_reason(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let of_ana = |state: &str, reason: Option<&str>| {
            json!([{ "memberId": ana.id.to_string(), "state": state, "reason": reason }])
        };

        record(&app, &organiser, event, of_ana("ABSENT", None)).await.done();
        record(&app, &organiser, event, of_ana("ABSENT", None)).await.done();
        let corrected = record(&app, &organiser, event, of_ana("EXCUSED", Some("grippe"))).await;

        let attendance = corrected.done()["results"][0]["attendance"].clone();
        assert_eq!(attendance["state"], "EXCUSED");
        assert_eq!(attendance["reason"], "grippe");
        assert_eq!(attendance["revision"], 2);
        let lines = "audit_line where subject_kind = 'attendance'";
        assert_eq!(app.count(lines).await, 2);
        let corrections = "audit_line where action = 'attendance.correct' \
            and cast(changes as text) like '%absent%' and cast(changes as text) like '%excused%'";
        assert_eq!(app.count(corrections).await, 1);
        assert_eq!(app.count("audit_line where cast(changes as text) like '%grippe%'").await, 0);
    }

    async fn who_came_is_recorded_by_organisers_from_an_hour_before(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let starts_at = app.clock.now() + TimeDelta::minutes(61);
        let event = app.event(network, |event| event.starts_at = starts_at).await;
        let cancelled = app.event(network, |event| event.state = "cancelled").await;
        let present = json!([{ "memberId": ana.id.to_string(), "state": "PRESENT" }]);
        let many: Vec<_> = (0..101)
            .map(|_| json!({ "memberId": ana.id.to_string(), "state": "PRESENT" }))
            .collect();

        let early = record(&app, &organiser, event, present.clone()).await;
        app.clock.advance(TimeDelta::minutes(1));
        let as_member = record(&app, &ana, event, present.clone()).await;
        let too_many = record(&app, &organiser, event, many.into()).await;
        let not_held = record(&app, &organiser, cancelled, present.clone()).await;
        let in_time = record(&app, &organiser, event, present).await;

        assert_eq!(early.refusals(), ["NOT_BEGUN"]);
        assert_eq!(as_member.code(), "FORBIDDEN");
        assert_eq!(too_many.refusals(), ["TOO_MANY_RECORDS"]);
        assert_eq!(not_held.refusals(), ["EVENT_NOT_HELD"]);
        assert_eq!(in_time.done()["results"][0]["attendance"]["state"], "PRESENT");
    }

    async fn a_session_has_its_own_attendance(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let other = app.event(network, |_| {}).await;
        let session = app.session(event, 0, None).await;
        registered(&app, event, ana.id).await;
        app.clock.advance(TimeDelta::days(29) + TimeDelta::hours(23));
        let input = |event: EventId| {
            json!({ "input": {
                "eventId": event.to_string(), "sessionId": session.to_string(),
                "records": [{ "memberId": ana.id.to_string(), "state": "PRESENT" }],
            } })
        };

        let of_other = app.ask(Some(&organiser), RECORD, input(other)).await;
        app.ask(Some(&organiser), RECORD, input(event)).await.done();
        let absent = json!([{ "memberId": ana.id.to_string(), "state": "ABSENT" }]);
        record(&app, &organiser, event, absent).await.done();

        assert_eq!(of_other.refusals(), ["SESSION_UNKNOWN"]);
        let mine = app
            .ask(Some(&ana), "{ viewer { registrations(first: 1) { nodes {
                attendance { state } attendances { state session { id } } } } } }", json!({}))
            .await;
        let node = &mine.data()["viewer"]["registrations"]["nodes"][0];
        assert_eq!(node["attendance"]["state"], "ABSENT");
        assert_eq!(
            node["attendances"],
            json!([{ "state": "ABSENT", "session": null },
                { "state": "PRESENT", "session": { "id": session.to_string() } }])
        );
        let list = app
            .ask(
                Some(&organiser),
                "query($id: ID!, $session: ID) { event(by: { id: $id }) {
                    attendances(first: 5, filter: { sessionId: $session }) {
                        totalCount nodes { name state } } } }",
                json!({ "id": event.to_string(), "session": session.to_string() }),
            )
            .await;
        assert_eq!(
            list.data()["event"]["attendances"],
            json!({ "totalCount": 1, "nodes": [{ "name": "Ana Essai", "state": "PRESENT" }] })
        );
    }

    async fn a_hundred_are_recorded_in_as_many_statements_as_five(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let mut crowd = Vec::new();
        for number in 0..100 {
            let id = MemberId::new();
            app.write(
                "insert into member (id, first_name, last_name, search, email, profile_kind, \
                 may_train, skills, visibility, is_administrator, revision, created_at) \
                 values (?, 'Ana', ?, 'ana', ?, 'volunteer', false, ?, ?, false, 1, ?)",
                vec![
                    id.into(),
                    format!("Nom{number}").into(),
                    format!("ana{number}@exemple.test").into(),
                    json!([]).into(),
                    json!({}).into(),
                    now.into(),
                ],
            )
            .await;
            app.write(
                "insert into registration (id, event_id, member_id, state, attends, rank, revision, \
                 state_changed_at, created_at) \
                 values (?, ?, ?, 'confirmed', 'on_site', ?, 1, ?, ?)",
                vec![
                    Bind::from(uuid::Uuid::now_v7()),
                    event.into(),
                    id.into(),
                    i64::from(number).into(),
                    now.into(),
                    now.into(),
                ],
            )
            .await;
            crowd.push(json!({ "memberId": id.to_string(), "state": "PRESENT" }));
        }
        let count = async |records: &[Value]| {
            let before = app.statements();
            record(&app, &organiser, event, json!(records)).await.done();
            app.statements() - before
        };

        let of_five = count(&crowd[..5]).await;
        let of_the_others = count(&crowd[5..]).await;

        assert_eq!(of_five, of_the_others);
        assert_eq!(app.count("attendance where state = 'present'").await, 100);
    }
}
