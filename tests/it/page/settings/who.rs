//! Who opens the workbench of a network, and who changes what it holds.

use poem::http::{StatusCode, header};

use super::{filled, given_up};
use crate::support::{Browser, on_both};

/// The pages of a network that only those see who run it.
const PAGES: [&str; 7] =
    ["settings", "territory", "reminders", "letters", "charters", "numbers", "history"];

on_both! {
    async fn only_those_who_run_a_network_open_its_workbench(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        let other = app.lead_of(elsewhere, "Paul").await;
        let stranger = app.person("Zoé").await;

        for page in PAGES {
            let path = format!("/networks/cybanjou/{page}");
            let nobody = Browser::of_nobody(&app).get(&path).await;
            assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
            for person in [&member, &other, &stranger] {
                let shown = Browser::of(&app, person).get(&path).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path}");
            }
            let shown = Browser::of(&app, &lead).get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.body);
            assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store", "{path}");
            shown.says("aria-current=\"page\"");
        }
        let mut browser = Browser::of(&app, &lead);
        browser.get("/networks/cybanjou").await.says("/networks/cybanjou/settings");
        Browser::of(&app, &member).get("/networks/cybanjou").await
            .is_silent_about("/networks/cybanjou/settings");
        let none = browser.get("/networks/no-such/settings").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    async fn those_who_do_not_lead_change_nothing_by_force(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let other = app.lead_of(elsewhere, "Paul").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let letter = given_up(&app, network, other.id, "paul@test.example").await.to_string();
        let forms: [(&str, Vec<(&str, &str)>); 8] = [
            ("settings/save", filled("À moi", "1")),
            ("settings/found", vec![("name", "À moi"), ("level", "local")]),
            ("settings/move", vec![("parentId", "top"), ("isSure", "yes")]),
            ("settings/archive", vec![("isSure", "yes")]),
            ("territory/save", vec![("addCommunes", "49007")]),
            ("reminders/save", vec![("rule", "own"), ("beforeEventDays", "1")]),
            ("letters/resend", vec![("letter", letter.as_str())]),
            ("charters/create", vec![("title", "À moi"), ("asksVolunteer", "yes")]),
        ];
        for (form, typed) in forms {
            let path = format!("/networks/cybanjou/{form}");
            let refused = Browser::of(&app, &other).post(&path, &typed).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            if form != "letters/resend" {
                let refused = Browser::of(&app, &organiser).post(&path, &typed).await;
                assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path} by an organiser");
            }
        }
        // The letter of one network is not sent again through the page of another.
        let path = "/networks/ailleurs/letters/resend";
        let refused =
            Browser::of(&app, &other).post(path, &[("letter", letter.as_str())]).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
        assert_eq!(app.count("outbox where state = 'failed'").await, 1);
        assert_eq!(app.count("network where name = 'À moi'").await, 0);
        assert_eq!(app.count("network where archived_at is not null").await, 0);
        assert_eq!(app.count("charter").await, 0);
        assert_eq!(app.count("reminder_rule").await, 0);
    }
}
