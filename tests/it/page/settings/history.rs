//! What happened in a network: its numbers, and who changed what.

use chrono::TimeDelta;
use poem::http::{StatusCode, header};
use serde_json::json;

use super::filled;
use crate::support::{Browser, on_both};

on_both! {
    async fn the_numbers_are_those_of_the_api_and_leave_as_files(app: App) {
        let top = app.network("federation").await;
        let network = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        for name in ["Marie", "Paul", "Zoé"] {
            app.member_of(network, name).await;
        }
        let past = app.clock.now() - TimeDelta::days(10);
        app.event(network, |event| event.starts_at = past).await;
        let mut browser = Browser::of(&app, &lead);
        let today = app.clock.now().date_naive();
        let from = today - TimeDelta::days(60);
        let asked = "query($from: Date!, $until: Date!) { network(by: { slug: \"federation\" }) { \
            counts(from: $from, until: $until) { members meetings unseenMembers } } }";
        let days = json!({ "from": from.to_string(), "until": today.to_string() });
        let counts = app.ask(Some(&lead), asked, days).await.data()["network"]["counts"].clone();
        assert_eq!(counts["members"], 4);
        assert_eq!(counts["meetings"], 1);

        let path = format!("/networks/federation/numbers?span=chosen&from={from}&until={today}");
        let shown = browser.get(&path).await;
        shown.says("<dt>membres le dernier jour</dt><dd>4</dd>");
        shown.says("<dt>rencontres qui ont eu lieu</dt><dd>1</dd>");
        shown.says("<svg class=\"chart\"");
        // Bars are as long as their card lets them be.
        shown.says("<rect class=\"bar\" y=\"7\" width=\"100%\"");
        browser.get(&format!("{path}&scope=network")).await
            .says("<dt>membres le dernier jour</dt><dd>1</dd>");
        let reversed = format!("/networks/federation/numbers?span=chosen&from={today}&until={from}");
        let reversed = browser.get(&reversed).await;
        assert_eq!(reversed.status, StatusCode::OK);
        reversed.says("Ce jour vient avant « Du »");
        let csv = browser.get(&path.replace("numbers?", "numbers.csv?")).await;
        csv.says("Membres");
        assert_eq!(csv.headers[header::CACHE_CONTROL], "no-store");
        let ods = path.replace("numbers?", "numbers.ods?");
        let file = app.client.get(&ods).header(header::COOKIE, format!("maillage={}", lead.token));
        file.send().await.assert_status_is_ok();
        let nobody = Browser::of_nobody(&app).get(&path.replace("numbers?", "numbers.csv?")).await;
        assert_ne!(nobody.status, StatusCode::OK);
    }

    async fn the_history_tells_in_words_what_changed_and_of_what(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let event = app.event(network, |_| {}).await;
        Browser::of(&app, &marie).post(&format!("/events/{event}/register"), &[]).await.leads_to();
        let mut browser = Browser::of(&app, &lead);
        browser.post("/networks/cybanjou/settings/save", &filled("Cyb@njou", "1")).await.leads_to();

        let shown = browser.get("/networks/cybanjou/history").await;
        shown.says("inscription enregistrée");
        shown.says(&format!("<a href=\"/events/{event}\">Rencontre</a>"));
        shown.says("état : Confirmée");
        shown.says("participation : Sur place");
        shown.says("nom : cybanjou → Cyb@njou");
        for code in ["confirmed", "on_site", "contact_email", "revision"] {
            shown.is_silent_about(code);
        }
    }

    async fn the_history_is_read_by_person_and_by_thing(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let second = app.lead_of(network, "Olga").await;
        let mut browser = Browser::of(&app, &lead);
        browser.post("/networks/cybanjou/settings/save", &filled("Cyb@njou", "1")).await.leads_to();
        let charter = [("title", "Une charte"), ("asksVolunteer", "yes")];
        Browser::of(&app, &second).post("/networks/cybanjou/charters/create", &charter).await
            .leads_to();

        let all = browser.get("/networks/cybanjou/history").await;
        all.says("réseau modifié");
        all.says("charte créée");
        all.says("Ana Essai");
        let by = format!("/networks/cybanjou/history?actor={}", second.id);
        let by = browser.get(&by).await;
        by.says("charte créée");
        by.is_silent_about("réseau modifié");
        let about = format!("/networks/cybanjou/history?subject={network}");
        let about = browser.get(&about).await;
        about.says("réseau modifié");
        about.is_silent_about("charte créée");
        let kind = browser.get("/networks/cybanjou/history?kind=charter").await;
        kind.says("charte créée");
        kind.is_silent_about("réseau modifié");
        browser.get("/networks/cybanjou/history?who=olga").await.says("De qui s’agit-il");
        browser.get("/networks/cybanjou/history?until=2001-01-01").await.says("Rien ne correspond.");
    }
}
