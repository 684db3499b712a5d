//! What one does on an event's page about oneself, without a script.

use chrono::TimeDelta;
use domain::id::EventId;
use poem::http::StatusCode;

use crate::support::{App, Browser, Person, on_both};

/// Asks this person to come.
async fn invites(app: &App, lead: &Person, person: &Person, event: EventId) {
    let text = "insert into event_invitation (id, event_id, member_id, invited_by_id, word, created_at) \
        values (?, ?, ?, ?, '', ?)";
    let id = uuid::Uuid::now_v7();
    let values =
        vec![id.into(), event.into(), person.id.into(), lead.id.into(), app.clock.now().into()];
    app.write(text, values).await;
}

on_both! {
    async fn who_is_invited_says_no_with_a_reason_and_may_still_come(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        invites(&app, &lead, &ana, event).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);

        browser.get("/me").await.says("Vous êtes invité·e");
        let shown = browser.get(&path).await;
        shown.says("Dites si vous venez.");
        shown.says("Je ne pourrai pas venir");
        let silent = browser.post(&format!("{path}/excuse"), &[("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Indiquez pourquoi.");
        let sent = browser.post(&format!("{path}/excuse"), &[("reason", "En formation")]).await;

        assert_eq!(sent.leads_to(), format!("{path}?done=excused#inscription"));
        let shown = browser.follow(&sent).await;
        shown.says("Vous avez prévenu que vous ne viendrez pas.");
        shown.says("En formation");
        shown.says("Excusé·e");
        shown.is_silent_about("Dites si vous venez.");
        browser.get("/me").await.is_silent_about("Vous êtes invité·e");

        // The plan changes: registering says that one comes.
        browser.post(&format!("{path}/register"), &[]).await.leads_to();
        let shown = browser.get(&path).await;
        shown.says("Vous êtes inscrit·e.");
        shown.is_silent_about("Vous avez prévenu");
        assert_eq!(app.count("attendance").await, 0);
        assert_eq!(app.count("audit_line where action = 'attendance.withdraw'").await, 1);
    }

    async fn who_can_no_longer_cancel_sends_an_excuse_and_mends_its_reason(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let soon = app.clock.now() + TimeDelta::hours(2);
        let event = app.event(network, |event| {
            event.starts_at = soon;
            event.cancel_until = Some(soon - TimeDelta::hours(1));
        }).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);
        browser.post(&format!("{path}/register"), &[]).await.leads_to();

        // While one can cancel, the page says what an excuse does not do.
        browser.get(&path).await.says("annulez plutôt votre inscription");
        app.clock.advance(TimeDelta::minutes(90));
        let shown = browser.get(&path).await;
        shown.says("Il n’est plus possible d’annuler ici.");
        shown.says("Prévenir de mon absence");
        let excuse = format!("{path}/excuse");
        browser.post(&excuse, &[("reason", "Grippe")]).await.leads_to();
        let shown = browser.get(&path).await;
        shown.says("Grippe");
        shown.says("Votre place vous reste gardée");
        shown.says("Changer le motif");
        browser.post(&excuse, &[("reason", "Enfant malade")]).await.leads_to();

        let page = format!("{path}/attendance");
        let seen = Browser::of(&app, &lead).get(&page).await;
        seen.says("Enfant malade");
        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
    }

    async fn who_is_not_expected_or_comes_too_late_is_told_so(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let stranger = app.person("Zoé").await;
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);

        browser.get(&path).await.is_silent_about("Je ne pourrai pas venir");
        let refused = browser.post(&format!("{path}/excuse"), &[("reason", "Non")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Vous n’êtes ni inscrit·e ni invité·e.");
        let hidden = Browser::of(&app, &stranger).post(&format!("{path}/excuse"), &[]).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);

        browser.post(&format!("{path}/register"), &[]).await.leads_to();
        app.clock.advance(TimeDelta::days(31));
        let mut browser = Browser::of(&app, &app.signs_in_again(&ana).await);
        browser.get(&path).await.is_silent_about("Prévenir de mon absence");
        let late = browser.post(&format!("{path}/excuse"), &[("reason", "Trop tard")]).await;
        late.says("Cet événement est passé.");
        assert_eq!(app.count("attendance").await, 0);
    }
}
