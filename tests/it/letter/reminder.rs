//! Reminders leave when the event, its deadline or an offer is near, once, and never at night.

use chrono::TimeDelta;

use super::crowd::{change, number, settle};
use crate::support::{App, as_typed, on_both};

/// The subjects of what leaves after so many days and hours.
async fn after(app: &App, days: i64, hours: i64) -> Vec<String> {
    app.time_passes(TimeDelta::days(days) + TimeDelta::hours(hours)).await;
    let mut subjects: Vec<_> =
        app.delivered().await.into_iter().map(|parcel| as_typed(&parcel.written.subject)).collect();
    subjects.sort_unstable();
    subjects
}

on_both! {
    async fn the_registered_are_reminded_a_week_and_a_day_before(app: App) {
        // The event is in thirty days, at nine in the morning.
        settle(&app, 60, 52).await;

        assert!(after(&app, 22, 23).await.is_empty(), "an hour too early");
        assert_eq!(after(&app, 0, 1).await, vec!["Dans 7 jours : Rencontre 0000"; 50], "only those who have a place");
        assert!(after(&app, 0, 1).await.is_empty(), "not again");
        assert_eq!(after(&app, 5, 23).await, vec!["Demain : Rencontre 0000"; 50]);
        assert!(after(&app, 0, 12).await.is_empty());
    }

    async fn who_said_that_they_do_not_come_is_not_reminded(app: App) {
        let crowd = settle(&app, 2, 2).await;
        let now = app.clock.now();
        change(
            &app,
            "insert into attendance (id, event_id, member_id, state, reason, recorded_at, revision) \
             values (?, ?, ?, 'excused', 'grippe', ?, 1)",
            vec![uuid::Uuid::now_v7().into(), crowd.events[0].into(), crowd.members[0].into(), now.into()],
        ).await;

        assert_eq!(after(&app, 23, 0).await, ["Dans 7 jours : Rencontre 0000"]);
    }

    async fn an_event_that_moves_is_reminded_of_anew(app: App) {
        let crowd = settle(&app, 1, 1).await;
        assert_eq!(after(&app, 23, 0).await.len(), 1);
        let starts_at = app.clock.now() + TimeDelta::days(17);
        change(
            &app,
            "update event set starts_at = ?, ends_at = ? where id = ?",
            vec![starts_at.into(), (starts_at + TimeDelta::hours(3)).into(), crowd.events[0].into()],
        ).await;

        assert!(after(&app, 0, 1).await.is_empty(), "it is far again");
        assert_eq!(after(&app, 9, 23).await, ["Dans 7 jours : Rencontre 0000"]);
    }

    async fn an_event_that_is_cancelled_is_not_reminded_of(app: App) {
        settle(&app, 1, 1).await;
        change(&app, "update event set state = 'cancelled'", vec![]).await;

        assert!(after(&app, 23, 0).await.is_empty());
    }

    async fn whoever_registers_late_is_not_reminded_at_once(app: App) {
        settle(&app, 1, 1).await;
        let late = app.clock.now() + TimeDelta::days(23) + TimeDelta::minutes(30);
        change(&app, "update registration set state_changed_at = ?", vec![late.into()]).await;

        assert!(after(&app, 23, 1).await.is_empty());
        assert_eq!(after(&app, 5, 23).await, ["Demain : Rencontre 0000"]);
    }

    async fn nothing_leaves_at_night(app: App) {
        let crowd = settle(&app, 1, 1).await;
        // At nine in the evening: the reminder leaves in the morning of its day.
        let starts_at = app.clock.now() + TimeDelta::days(10) + TimeDelta::hours(12);
        let at = |sql: &'static str| change(&app, sql, vec![starts_at.into(), (starts_at + TimeDelta::hours(2)).into(), crowd.events[0].into()]);
        at("update event set starts_at = ?, ends_at = ? where id = ?").await;

        assert!(after(&app, 2, 12).await.is_empty(), "nine in the evening of the day before");
        assert!(after(&app, 0, 10).await.is_empty(), "seven in the morning");
        assert_eq!(after(&app, 0, 1).await, ["Dans 7 jours : Rencontre 0000"], "eight in the morning");
    }

    async fn quiet_hours_are_those_where_the_event_is(app: App) {
        let crowd = settle(&app, 1, 1).await;
        // Nine in the evening on Réunion is seven in Paris, two hours behind.
        let starts_at = app.clock.now() + TimeDelta::days(10) + TimeDelta::hours(10);
        change(
            &app,
            "update event set time_zone = 'Indian/Reunion', starts_at = ?, ends_at = ? where id = ?",
            vec![starts_at.into(), (starts_at + TimeDelta::hours(2)).into(), crowd.events[0].into()],
        ).await;

        assert!(after(&app, 2, 20).await.is_empty(), "seven in the morning there");
        assert_eq!(after(&app, 0, 1).await, ["Dans 7 jours : Rencontre 0000"], "eight there, six in Paris");

        // As a mail server does that takes nothing by day.
        app.time_passes(TimeDelta::days(6)).await;
        let deferred_to = app.clock.now() + TimeDelta::hours(12);
        let defer = "update outbox set due_at = ? where state = 'pending'";
        change(&app, defer, vec![deferred_to.into()]).await;
        app.clock.advance(TimeDelta::hours(12));
        assert!(app.delivered().await.is_empty(), "eight in the evening there, six in Paris");
        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(app.delivered().await.len(), 1, "eight in the morning there, six in Paris");
    }

    async fn a_reminder_missed_by_a_day_is_not_sent(app: App) {
        settle(&app, 1, 1).await;

        assert!(after(&app, 24, 0).await.is_empty());
    }

    async fn the_invited_who_have_not_answered_are_reminded_of_the_deadline(app: App) {
        let crowd = settle(&app, 3, 1).await;
        let closes_at = app.clock.now() + TimeDelta::days(20);
        change(&app, "update event set registration_closes_at = ?", vec![closes_at.into()]).await;
        for member in &crowd.members {
            change(
                &app,
                "insert into event_invitation (id, event_id, member_id, word, created_at) values (?, ?, ?, '', ?)",
                vec![domain::id::EventInvitationId::new().uuid().into(), crowd.events[0].into(), (*member).into(), app.clock.now().into()],
            ).await;
        }

        assert_eq!(after(&app, 6, 0).await, vec!["Plus que 14 jours pour s’inscrire : Rencontre 0000"; 2]);
        change(
            &app,
            "insert into attendance (id, event_id, member_id, state, reason, recorded_at, revision) values (?, ?, ?, 'excused', 'en congé', ?, 1)",
            vec![domain::id::AttendanceId::new().uuid().into(), crowd.events[0].into(), crowd.members[2].into(), app.clock.now().into()],
        ).await;
        assert_eq!(after(&app, 11, 0).await, ["Plus que 3 jours pour s’inscrire : Rencontre 0000"]);
        assert!(after(&app, 3, 1).await.is_empty());
    }

    async fn who_was_asked_without_a_letter_is_not_reminded_of_the_deadline(app: App) {
        let crowd = settle(&app, 3, 0).await;
        let now = app.clock.now();
        let closes_at = now + TimeDelta::days(20);
        change(&app, "update event set registration_closes_at = ?", vec![closes_at.into()]).await;
        for member in &crowd.members {
            change(
                &app,
                "insert into event_invitation (id, event_id, member_id, word, created_at) values (?, ?, ?, '', ?)",
                vec![domain::id::EventInvitationId::new().uuid().into(), crowd.events[0].into(), (*member).into(), now.into()],
            ).await;
        }
        // One says so as a member, another by the link of a letter that came before they were one.
        change(
            &app,
            "insert into letter_refusal (member_id, category, created_at) values (?, 'invitation', ?)",
            vec![crowd.members[0].into(), now.into()],
        ).await;
        change(
            &app,
            "insert into address_refusal (email_key, category, created_at) \
             select email_key, 'invitation', created_at from member where id = ?",
            vec![crowd.members[1].into()],
        ).await;

        assert_eq!(after(&app, 6, 0).await, ["Plus que 14 jours pour s’inscrire : Rencontre 0000"]);
        assert_eq!(number(&app, "select count(*) from outbox where kind = 'deadline_near'").await, 1);
    }

    async fn an_offer_is_recalled_at_half_of_its_time(app: App) {
        settle(&app, 1, 1).await;
        let now = app.clock.now();
        change(
            &app,
            "update registration set state = 'offered', offered_at = ?, offered_until = ?",
            vec![now.into(), (now + TimeDelta::hours(48)).into()],
        ).await;

        assert!(after(&app, 0, 23).await.is_empty());
        assert_eq!(after(&app, 0, 1).await, ["Une place vous attend encore : Rencontre 0000"]);
        assert!(after(&app, 0, 2).await.is_empty());
    }

    async fn an_offer_is_recalled_however_far_its_event_is(app: App) {
        let crowd = settle(&app, 1, 1).await;
        let now = app.clock.now();
        let starts_at = now + TimeDelta::days(120);
        change(
            &app,
            "update event set starts_at = ?, ends_at = ? where id = ?",
            vec![starts_at.into(), (starts_at + TimeDelta::hours(3)).into(), crowd.events[0].into()],
        ).await;
        change(
            &app,
            "update registration set state = 'offered', offered_at = ?, offered_until = ?",
            vec![now.into(), (now + TimeDelta::hours(48)).into()],
        ).await;

        assert!(after(&app, 0, 23).await.is_empty());
        assert_eq!(after(&app, 0, 1).await, ["Une place vous attend encore : Rencontre 0000"]);
        assert!(after(&app, 0, 2).await.is_empty());
    }

    async fn the_rule_of_the_network_above_holds_until_a_nearer_one_says_otherwise(app: App) {
        let crowd = settle(&app, 1, 1).await;
        let rule = serde_json::json!({ "before_event_days": [3] });
        change(
            &app,
            "insert into reminder_rule (network_id, rule, revision) values (?, ?, 1)",
            vec![crowd.root.into(), rule.into()],
        ).await;
        assert!(after(&app, 23, 0).await.is_empty());
        assert_eq!(after(&app, 4, 0).await, ["Dans 3 jours : Rencontre 0000"]);

        let own = serde_json::json!({ "before_event_days": [2, 1] });
        change(&app, "update event set reminder_rule = ?", vec![own.into()]).await;
        assert_eq!(after(&app, 1, 0).await, ["Dans 2 jours : Rencontre 0000"]);
    }

    async fn a_reminder_that_was_put_off_waits_for_the_morning_of_its_event(app: App) {
        settle(&app, 1, 1).await;
        app.time_passes(TimeDelta::days(23)).await;
        // As a mail server does that takes nothing at 19:59.
        let deferred_to = app.clock.now() + TimeDelta::hours(11);
        change(&app, "update outbox set due_at = ?, attempts = 3", vec![deferred_to.into()]).await;

        app.clock.advance(TimeDelta::hours(11) + TimeDelta::minutes(1));
        assert!(app.delivered().await.is_empty(), "a minute past eight in the evening");
        assert_eq!(number(&app, "select cast(attempts as bigint) from outbox").await, 3);
        app.clock.advance(TimeDelta::hours(11) + TimeDelta::minutes(58));
        assert!(app.delivered().await.is_empty(), "a minute to eight in the morning");
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(app.delivered().await.len(), 1);
    }

    async fn a_clock_that_jumps_makes_no_reminder_leave_twice_and_loses_none(app: App) {
        settle(&app, 1, 1).await;

        assert_eq!(after(&app, 23, 0).await, ["Dans 7 jours : Rencontre 0000"]);
        assert!(after(&app, -2, 0).await.is_empty(), "two days back");
        assert!(after(&app, 2, 0).await.is_empty(), "the same hour again");
        assert!(after(&app, 3, 0).await.is_empty(), "three days ahead");
        assert!(after(&app, -3, 0).await.is_empty(), "and back");
        assert_eq!(after(&app, 6, 0).await, ["Demain : Rencontre 0000"]);
    }

    async fn two_workers_derive_a_reminder_once(app: App) {
        settle(&app, 30, 30).await;
        app.clock.advance(TimeDelta::days(23));
        let (one, other) = (app.house(), app.house());

        let (one, other) = tokio::join!(domain::reminder::derive(&one), domain::reminder::derive(&other));

        assert_eq!(one.unwrap() + other.unwrap(), 30);
        assert_eq!(number(&app, "select count(*) from outbox").await, 30);
    }
}
