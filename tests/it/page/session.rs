//! Choosing between sessions, without a script.

use domain::id::SessionId;

use crate::support::{App, Browser, on_both};

async fn called(app: &App, session: SessionId, title: &str) -> String {
    let values = vec![title.into(), session.into()];
    app.write("update session set title = ? where id = ?", values).await;
    session.to_string()
}

on_both! {
    async fn a_full_session_says_that_one_waits_and_what_one_keeps(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |_| {}).await;
        let full = called(&app, app.session(event, 0, Some(1)).await, "Bénévoles").await;
        let free = called(&app, app.session(event, 0, Some(5)).await, "Outils").await;
        let path = format!("/events/{event}");
        let (mut own, mut other) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        for browser in [&mut own, &mut other] {
            browser.post(&format!("{path}/register"), &[]).await.leads_to();
        }
        let choose = format!("{path}/sessions/choose");
        own.get(&path).await.is_silent_about("Rejoindre sa liste d’attente");
        other.post(&choose, &[("session", &full)]).await.leads_to();
        other.get(&path).await.says("Vous laisserez alors votre place à « Bénévoles ».");

        own.post(&choose, &[("session", &free)]).await.leads_to();
        let shown = own.get(&path).await;
        shown.says("Rejoindre sa liste d’attente");
        shown.says("Vous gardez votre place à « Outils » tant qu’aucune ne se libère ici.");
        own.post(&choose, &[("session", &full)]).await.leads_to();

        let shown = own.get(&path).await;
        shown.says("Bénévoles (sur liste d’attente)");
        shown.is_silent_about("Outils (sur liste d’attente)");
        shown.is_silent_about("Rejoindre sa liste d’attente");
        own.get("/me").await.says("Bénévoles (sur liste d’attente)");
    }

    async fn a_choice_through_midnight_is_named_by_its_day_and_hour(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);

        app.session(event, 0, Some(5)).await;
        browser.get(&path).await.says("<legend>À 9\u{a0}h");

        // From nine in the morning of Wednesday to three in the morning of Thursday.
        app.session(event, 18, Some(5)).await;
        let shown = browser.get(&path).await;
        shown.says("<legend>Mercredi 7 octobre 2026 à 9\u{a0}h");
        shown.says("<legend>Jeudi 8 octobre 2026 à 3\u{a0}h");
        shown.is_silent_about("<legend>À ");
    }
}
