//! What the page of a network's reminders promises of its next meeting.

use chrono::TimeDelta;

use crate::support::{Browser, on_both};

on_both! {
    async fn the_example_promises_nothing_before_now_nor_after_the_meeting_began(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // It is nine in Paris.
        let now = app.clock.now();
        app.event(network, |event| {
            event.starts_at = now + TimeDelta::hours(4);
            event.on_site = Some(12);
        }).await;

        let shown = Browser::of(&app, &lead).get("/networks/cybanjou/reminders").await;

        // The usual two, seven days and one day before, are too late for this meeting.
        assert_eq!(shown.body.matches("Moment passé : rien ne partira plus.").count(), 2);
        shown.says("lundi 7 septembre 2026 à 11\u{a0}h");
        shown.says("maintenant, jusqu’au lundi 7 septembre 2026 à 13\u{a0}h");
    }

    async fn nobody_is_offered_a_place_where_all_have_one(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // The limit of a way in which nobody takes part is none.
        app.event(network, |event| event.online = Some(12)).await;

        let shown = Browser::of(&app, &lead).get("/networks/cybanjou/reminders").await;

        shown.says("Rappels, dans l’ordre");
        shown.is_silent_about("maintenant, jusqu’au");
    }
}
