//! A second click does nothing twice: it is answered as the first one was.

use poem::http::StatusCode;

use crate::support::{Browser, Shown, on_both};

/// The word that the forms of this page carry.
fn word(shown: &Shown) -> String {
    let (_, rest) = shown.body.split_once("name=\"once\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

on_both! {
    async fn a_second_click_leads_where_the_first_one_led(app: App) {
        let network = app.network("cybanjou").await;
        let olga = app.lead_of(network, "Olga").await;
        let lila = app.member_of(network, "Lila").await;
        let mut browser = Browser::of(&app, &lila);
        let page = format!("/members/{}", olga.id);
        let once = word(&browser.get(&page).await);
        let send = format!("{page}/message");
        let form = |body| [("once", &*once), ("subject", "Jeudi"), ("body", body)];

        let refused = browser.post(&send, &form(" ")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let refused = browser.post(&send, &form(" ")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "what was refused may come again");
        let first = browser.post(&send, &form("Bonjour")).await;
        let second = browser.post(&send, &form("Bonjour")).await;
        assert_eq!(second.leads_to(), first.leads_to());
        assert_eq!(app.count("outbox").await, 1);

        // Other words from the same page are another letter.
        browser.post(&send, &form("Bonsoir")).await.leads_to();
        let again = word(&browser.get(&page).await);
        assert_ne!(again, once);
        let form = [("once", &*again), ("subject", "Jeudi"), ("body", "Bonne nuit")];
        browser.post(&send, &form).await.leads_to();
        assert_eq!(app.count("outbox").await, 3);
    }

    async fn two_clicks_at_once_plan_one_meeting(app: App) {
        let network = app.network("cybanjou").await;
        let olga = app.lead_of(network, "Olga").await;
        let mut left = Browser::of(&app, &olga);
        let mut right = Browser::of(&app, &olga);
        let page = "/networks/cybanjou/charters";
        let once = word(&left.get(page).await);
        let form = [("once", &*once), ("title", "Charte du bénévole"), ("asksVolunteer", "yes")];
        let create = format!("{page}/create");

        let (first, second) = tokio::join!(left.post(&create, &form), right.post(&create, &form));

        assert_eq!(first.leads_to(), second.leads_to());
        assert_eq!(app.count("charter").await, 1);
    }

    async fn a_token_is_made_once_and_shown_once(app: App) {
        let network = app.network("cybanjou").await;
        let lila = app.member_of(network, "Lila").await;
        let mut browser = Browser::of(&app, &lila);
        let once = word(&browser.get("/me/data").await);
        let form = [("once", &*once), ("name", "Agenda"), ("scopes", "event:read"), ("days", "30")];

        let first = browser.post("/me/data/tokens/create", &form).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        let second = browser.post("/me/data/tokens/create", &form).await;
        browser.follow(&second).await.says("Il ne se montre qu’une fois");
        assert_eq!(app.count("token").await, 1);
    }

    async fn the_word_of_a_page_is_nothing_to_somebody_else(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        let (lila, ana) =
            (app.member_of(network, "Lila").await, app.member_of(network, "Ana").await);
        let mut browser = Browser::of(&app, &lila);
        let once = word(&browser.get(&format!("/events/{event}")).await);
        let register = format!("/events/{event}/register");

        browser.post(&register, &[("once", &once)]).await.leads_to();
        Browser::of(&app, &ana).post(&register, &[("once", &once)]).await.leads_to();
        assert_eq!(app.count("registration").await, 2);
        // What was undone on another page is done again from a page of today.
        let cancel = format!("/events/{event}/cancel");
        let shown = browser.get(&format!("/events/{event}")).await;
        browser.post(&cancel, &[("once", &word(&shown)), ("reason", "")]).await.leads_to();
        browser.post(&cancel, &[("once", &word(&shown)), ("reason", "")]).await.leads_to();
        let shown = browser.get(&format!("/events/{event}")).await;
        browser.post(&register, &[("once", &word(&shown))]).await.leads_to();
        assert_eq!(app.count("registration where state = 'confirmed'").await, 2);
    }
}
