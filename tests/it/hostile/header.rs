//! What every answer tells the browser, whoever asks for what.

use maillage::config::Config;
use poem::http::{StatusCode, header};
use serde_json::json;

use crate::support::{App, Browser, Kind, on_both};

/// Pages, files, redirections, refusals, the API: an address of each kind.
const ADDRESSES: [&str; 14] = [
    "/",
    "/me",
    "/design",
    "/networks/cybanjou",
    "/networks/cybanjou/members.csv",
    "/nowhere",
    "/%00",
    "/calendar/feed.ics",
    "/auth/email",
    "/auth/email/unknown",
    "/assets/maillage.css",
    "/healthz/live",
    "/api/changes.json",
    "/letters/preferences?token=unknown",
];

#[tokio::test]
async fn each_answer_says_what_the_browser_may_not_do() {
    for (public_url, is_encrypted) in
        [("https://maillage.example", true), ("http://127.0.0.1:8080", false)]
    {
        let change = |config| Config { public_url: public_url.to_owned(), ..config };
        let app = App::start_with(Kind::Sqlite, change).await;
        app.network("cybanjou").await;

        for path in ADDRESSES {
            let shown = Browser::of_nobody(&app).get(path).await;
            let said = |name: &str| {
                let said = shown.headers.get(name).map(|said| said.to_str().unwrap().to_owned());
                said.unwrap_or_else(|| panic!("{path} says no {name}"))
            };
            let policy = said("content-security-policy");
            for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
                assert!(policy.contains(rule), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe-") && !policy.contains("http"), "{path}: {policy}");
            assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(said("x-frame-options"), "DENY", "{path}");
            assert!(["same-origin", "no-referrer"].contains(&&*said("referrer-policy")), "{path}");
            assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
            assert!(said("permissions-policy").contains("camera=()"), "{path}");
            let lasting = shown.headers.get(header::STRICT_TRANSPORT_SECURITY);
            assert_eq!(lasting.is_some(), is_encrypted, "{path} at {public_url}");
        }
    }
}

on_both! {
    async fn who_is_not_known_is_told_how_to_prove_it(app: App) {
        app.network("cybanjou").await;
        let document = json!({ "query": "{ networkLevels { code } }" });

        let asks = app.client.post("/graphql").body_json(&document);
        let by_api = asks.header(header::AUTHORIZATION, "Bearer maillage_x").send().await.0;
        let asks = app.client.get("/networks/cybanjou");
        let by_page = asks.header(header::AUTHORIZATION, "Bearer maillage_x").send().await.0;
        let asks = app.client.post("/graphql").body_json(&document);
        let without = asks.send().await.0;

        let challenge = "Bearer realm=\"maillage\", error=\"invalid_token\"";
        for answer in [by_api, by_page] {
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
            assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], challenge);
        }
        assert_eq!(without.status(), StatusCode::OK);
        assert!(without.headers().get(header::WWW_AUTHENTICATE).is_none());
    }

    async fn what_one_person_sees_is_kept_by_no_cache(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);

        for path in ["/", "/me", "/me/data", "/networks/cybanjou", "/networks/cybanjou/members",
            "/networks/cybanjou/members.csv", "/networks/cybanjou/numbers.ods", "/nowhere"] {
            let shown = browser.get(path).await;
            assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store", "{path}");
        }
    }
}
