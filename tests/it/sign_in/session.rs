//! The session that a sign-in opens: its cookie, its rotation, its end.

use chrono::TimeDelta;
use domain::sign_in::close_sessions_of;
use maillage::config::Config;
use poem::http::{StatusCode, header};

use super::browser::Browser;
use super::site::Site;
use crate::support::{App, Kind, on_both};

#[tokio::test]
async fn the_cookie_of_a_public_site_is_bound_to_its_host_and_out_of_reach_of_scripts() {
    let app = App::start_with(Kind::Sqlite, |config| Config {
        public_url: "https://maillage.example".to_owned(),
        ..config
    })
    .await;
    let site = Site::of(app);
    let mut browser = Browser::at(&site);

    let asked = browser.post("/auth/email", &[("email", "ana@example.org")]).await;
    let shown = browser.post(&site.only_link().await, &[]).await;

    let flags = |cookie: &str| {
        let mut flags: Vec<_> = cookie.split("; ").skip(1).map(ToOwned::to_owned).collect();
        flags.retain(|flag| !flag.starts_with("Max-Age"));
        flags.sort();
        flags
    };
    let expected = ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"];
    assert_eq!(flags(shown.set_cookie("__Host-maillage").unwrap()), expected);
    assert_eq!(flags(asked.set_cookie("__Host-maillage-browser").unwrap()), expected);
    assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(shown.headers[header::REFERRER_POLICY], "no-referrer");
}

on_both! {
    async fn on_ones_own_machine_the_cookie_has_no_prefix_that_browsers_would_refuse(app: App) {
        let site = Site::of(app);
        let mut browser = Browser::at(&site);
        browser.post("/auth/email", &[("email", "ana@example.org")]).await;

        let shown = browser.post(&site.only_link().await, &[]).await;

        let cookie = shown.set_cookie("maillage").unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Secure"), "{cookie}");
    }

    async fn a_planted_session_is_not_the_one_that_is_signed_in(app: App) {
        let site = Site::of(app);
        let mallory = site.signed_in_by_letter("mallory@example.org").await;
        let planted = mallory.cookies["maillage"].clone();
        let mut victim = Browser::at(&site);
        victim.cookies.insert("maillage".into(), planted.clone());

        victim.post("/auth/email", &[("email", "ana@example.org")]).await;
        victim.post(&site.only_link().await, &[]).await;

        assert_ne!(victim.cookies["maillage"], planted);
        assert!(site.who(&victim).await.is_some());
        assert!(site.who_holds(&planted).await.is_none(), "the planted token opens nothing any more");
    }

    async fn the_database_does_not_hold_the_token(app: App) {
        let site = Site::of(app);
        let browser = site.signed_in_by_letter("ana@example.org").await;
        let token = &browser.cookies["maillage"];

        assert!(token.len() >= 43, "32 random bytes");
        assert!(site.who_holds(token).await.is_some());
        assert!(site.who_holds(&domain::secret::hash(token)).await.is_none());
    }

    async fn signing_out_ends_the_session_and_not_only_the_cookie(app: App) {
        let site = Site::of(app);
        let mut browser = site.signed_in_by_letter("ana@example.org").await;
        let token = browser.cookies["maillage"].clone();

        let from_elsewhere = browser.post_from("cross-site", "/auth/sign-out", &[]).await;
        assert_eq!(from_elsewhere.status, StatusCode::FORBIDDEN);
        assert!(site.who(&browser).await.is_some());
        assert_eq!(browser.get("/auth/sign-out").await.status, StatusCode::METHOD_NOT_ALLOWED);
        let shown = browser.post("/auth/sign-out", &[]).await;

        assert_eq!(shown.location(), "/");
        assert!(!browser.cookies.contains_key("maillage"));
        assert!(site.who_holds(&token).await.is_none());
    }

    async fn all_sessions_of_a_member_can_be_ended(app: App) {
        let site = Site::of(app);
        let telephone = site.signed_in_by_letter("ana@example.org").await;
        let desk = site.signed_in_by_letter("ana@example.org").await;
        let bob = site.signed_in_by_letter("bob@example.org").await;
        let ana = site.who(&desk).await.unwrap().member.unwrap();

        let closed = close_sessions_of(&site.context(), ana.into()).await.unwrap();

        assert_eq!(closed, 2);
        assert!(site.who(&telephone).await.is_none());
        assert!(site.who(&desk).await.is_none());
        assert!(site.who(&bob).await.is_some());
    }

    async fn a_session_lasts_while_it_is_used_and_ninety_days_at_most(app: App) {
        let clock = app.clock.clone();
        let site = Site::of(app);
        let used = site.signed_in_by_letter("ana@example.org").await;
        let forgotten = site.signed_in_by_letter("bob@example.org").await;
        let token = &used.cookies["maillage"];

        let mut days = 0;
        while site.who(&used).await.is_some() {
            domain::sign_in::note_use(&site.server.house, token).await.unwrap();
            if days == 29 {
                assert!(site.who(&forgotten).await.is_some());
            }
            if days == 30 {
                assert!(site.who(&forgotten).await.is_none());
            }
            clock.advance(TimeDelta::days(1));
            days += 1;
            assert!(days <= 91, "no session lasts for ever");
        }

        assert!((89..=90).contains(&days), "ended after {days} days");
    }
}
