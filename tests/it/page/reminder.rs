//! What the page of a network's reminders promises of its next meeting.

use chrono::TimeDelta;

use crate::support::{Browser, on_both};

on_both! {
    async fn the_example_promises_nothing_before_now_nor_after_the_meeting_began(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // It is nine in Paris.
        let now = app.clock.now();
        app.event(network, |event| event.starts_at = now + TimeDelta::hours(4)).await;

        let shown = Browser::of(&app, &lead).get("/networks/cybanjou/reminders").await;

        // The usual two, seven days and one day before, are too late for this meeting.
        assert_eq!(shown.body.matches("Moment passé : rien ne partira plus.").count(), 2);
        shown.says("lundi 7 septembre 2026 à 11\u{a0}h");
        shown.says("maintenant, jusqu’au lundi 7 septembre 2026 à 13\u{a0}h");
    }
}
