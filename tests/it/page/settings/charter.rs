//! A charter, from its first draft to its closing.

use chrono::TimeDelta;
use domain::database::Bind;
use poem::http::StatusCode;

use crate::support::{Browser, on_both};

on_both! {
    async fn a_charter_is_written_published_and_recalled(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let create = "/networks/cybanjou/charters/create";

        let unsigned = browser.post(create, &[("title", "Charte de l’aidant")]).await;
        assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsigned.says("value=\"Charte de l’aidant\"");
        let form = [("title", "Charte de l’aidant"), ("asksVolunteer", "yes")];
        let created = browser.post(create, &form).await;
        let edit = created.leads_to().split('?').next().unwrap().to_owned();
        let draft = [("title", "Charte de l’aidant"), ("asksVolunteer", "yes"),
            ("draft", "# Respecter\n\nchacun"), ("expectedRevision", "1")];
        browser.post(&format!("{edit}/save"), &draft).await.leads_to();
        let stale = browser.post(&format!("{edit}/save"), &draft).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("Respecter");
        let unsure = browser.post(&format!("{edit}/publish"), &[("expectedRevision", "2")]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("charter_version").await, 0);
        let sure = [("expectedRevision", "2"), ("isSure", "yes")];
        let published = browser.post(&format!("{edit}/publish"), &sure).await;
        browser.follow(&published).await.says("Version 1");

        let signatures = edit.replace("/edit", "/signatures");
        let shown = browser.get(&signatures).await;
        shown.says("Marie Essai");
        shown.says("2 personnes n’ont pas répondu.");
        let before = app.count("outbox where kind = 'charter_asked'").await;
        let hasty = browser.post(&format!("{signatures}/remind"), &[]).await;
        assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY);
        app.write("update outbox set created_at = ? where kind = 'charter_asked'",
            vec![Bind::from(app.clock.now() - TimeDelta::days(7))]).await;
        browser.post(&format!("{signatures}/remind"), &[]).await.leads_to();
        assert_eq!(app.count("outbox where kind = 'charter_asked'").await, before + 2);
        let twice = browser.post(&format!("{signatures}/remind"), &[]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("a déjà reçu un courriel depuis moins de sept jours");
        let listed = browser.get("/networks/cybanjou/charters").await;
        listed.says("0 sur 2 personnes");
        let more = [("title", "Charte de l’aidant"), ("asksVolunteer", "yes"),
            ("asksStructure", "yes"), ("draft", "# Respecter\n\nchacun"), ("expectedRevision", "3")];
        let saved = browser.post(&format!("{edit}/save"), &more).await;
        browser.follow(&saved).await.says("que la précédente ne demandait pas");
        let closed = browser.post(&format!("{edit}/archive"), &[("isSure", "yes")]).await;
        browser.follow(&closed).await.says("La charte est fermée.");

        let outsider = app.person("Zoé").await;
        let hidden = Browser::of(&app, &outsider).get(&edit).await;
        assert_eq!(hidden.status, StatusCode::FORBIDDEN);
    }
}
