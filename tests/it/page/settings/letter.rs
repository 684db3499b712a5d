//! The letters of a network: what became of them, and when its reminders leave.

use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use serde_json::json;

use super::given_up;
use crate::support::{Browser, on_both};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

on_both! {
    async fn our_own_reason_for_sending_no_letter_is_not_said_to_be_a_server_s(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        given_up(&app, network, member.id, &member.email).await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/letters";

        browser.get(page).await.says("<summary>Réponse du serveur");
        for (noted, said) in [
            ("unsubscribed", "Pourquoi : la personne n’en veut plus."),
            ("no longer true", "Pourquoi : ce qu’il annonçait ne vaut plus."),
        ] {
            app.write("update outbox set state = 'skipped', last_error = ?", vec![noted.into()]).await;
            let shown = browser.get(page).await;
            shown.says(said);
            shown.is_silent_about(noted);
            shown.is_silent_about("<summary>Réponse du serveur");
        }
    }

    async fn the_example_says_when_each_reminder_of_the_next_meeting_leaves(app: App) {
        let top = app.network("federation").await;
        let network = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // In Paris: a Thursday at 9:30, and a registration that closes at 22:00.
        app.event(network, |event| {
            event.starts_at = at("2026-12-10T08:30:00Z");
            event.closes_at = Some(at("2026-12-06T21:00:00Z"));
        }).await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/reminders";
        let save = "/networks/cybanjou/reminders/save";

        let usual = browser.get(page).await;
        usual.says("C’est la règle de départ");
        usual.says("jeudi 3 décembre");
        usual.says("mercredi 9 décembre");
        let mut own = vec![("rule", "own"), ("beforeEventDays", "2"), ("beforeDeadlineDays", "3"),
            ("expectedRevision", "0"), ("step", "preview")];
        let look = browser.post(save, &own).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("avec ce que vous avez écrit");
        look.says("mardi 8 décembre");
        // Three days before 22:00 is night: it leaves at eight in the morning of that day, not of the next.
        look.says("jeudi 3 décembre 2026 à 8\u{a0}h");
        look.says("À 8 h du matin, pour ne réveiller personne.");
        assert_eq!(app.count("reminder_rule").await, 0);
        own[4].1 = "save";
        own[1].1 = "2, 91";
        let refused = browser.post(save, &own).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("value=\"2, 91\"");
        own[1].1 = "2";
        let saved = browser.post(save, &own).await;
        browser.follow(&saved).await.says("Elle est propre à ce réseau.");
        let stale = browser.post(save, &own).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("Quelqu’un d’autre");
        let back = [("rule", "inherited"), ("expectedRevision", "1"), ("step", "save")];
        let back = browser.post(save, &back).await;
        browser.follow(&back).await.says("C’est la règle de départ");

        // What the page tells is what the API tells.
        let asked = "{ network(by: { slug: \"cybanjou\" }) { events(first: 1) { nodes { \
            plannedReminders { sort days at isDeferred } } } } }";
        let told = app.ask(Some(&lead), asked, json!({})).await;
        let planned = &told.data()["network"]["events"]["nodes"][0]["plannedReminders"];
        assert_eq!(planned[0]["sort"], "DEADLINE");
        assert_eq!(planned.as_array().unwrap().len(), 4);
    }

    async fn letters_are_found_by_their_fate_and_sent_again_to_the_new_address(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let letter = given_up(&app, network, marie.id, "fausse@test.example").await.to_string();
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/letters";

        let all = browser.get(page).await;
        all.says("fausse@test.example");
        all.says("550 no such user");
        all.says("Marie Essai");
        browser.get(&format!("{page}?fate=sent")).await.says("Aucun courriel ne correspond");
        browser.get(&format!("{page}?fate=failed&search=marie&kind=invited")).await
            .says("fausse@test.example");
        browser.get(&format!("{page}?search=zoe")).await.is_silent_about("fausse@test.example");
        let sent = browser.post(&format!("{page}/resend"), &[("letter", letter.as_str())]).await;
        browser.follow(&sent).await.says("Le courriel repart");

        assert_eq!(app.count("outbox where state = 'failed'").await, 0);
        assert_eq!(
            app.count(&format!("outbox where state = 'pending' and email = '{}'", marie.email)).await,
            1
        );
        let again = browser.post(&format!("{page}/resend"), &[("letter", letter.as_str())]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.says("n’est pas abandonné");
    }
}
