//! The demonstration provider: the real path for fictional people, and only where nobody else is.

use std::sync::Arc;

use domain::clock::Clock;
use maillage::sign_in::DemonstrationProvider;
use poem::Request;
use poem::http::StatusCode;
use url::Url;

use super::browser::Browser;
use super::site::{Site, address};

fn path_of(location: &str) -> String {
    let address = address().join(location).unwrap();
    format!("{}?{}", address.path(), address.query().unwrap_or_default())
}

#[tokio::test]
async fn one_chooses_a_fictional_person_and_is_signed_in() {
    let site = Site::demonstrating().await;
    let mut browser = Browser::at(&site);

    let shown = browser.get("/auth/oidc/start?return_to=/reseaux").await;
    let authorize = path_of(shown.location());
    let shown = browser.get(&authorize).await;
    assert!(shown.body.contains("Camille Roux") && shown.body.contains("anime le réseau"));
    let chosen = browser.post(&authorize, &[("subject", "camille")]).await;
    let back = path_of(chosen.location());
    let shown = browser.get(&back).await;

    assert_eq!(shown.location(), "/reseaux");
    assert_eq!(site.who(&browser).await.unwrap().authenticated_by, "demonstration");
}

#[tokio::test]
async fn a_code_of_the_demonstration_serves_once_and_only_people_of_the_list_exist() {
    let site = Site::demonstrating().await;
    let mut browser = Browser::at(&site);
    let shown = browser.get("/auth/oidc/start").await;
    let authorize = path_of(shown.location());

    let nobody = browser.post(&authorize, &[("subject", "nobody")]).await;
    let elsewhere = authorize.replace("callback", "elsewhere");
    let stolen = browser.post(&elsewhere, &[("subject", "camille")]).await;
    assert_eq!((nobody.status, stolen.status), (StatusCode::BAD_REQUEST, StatusCode::BAD_REQUEST));
    let chosen = browser.post(&authorize, &[("subject", "camille")]).await;
    let back = path_of(chosen.location());
    let kept = browser.cookies.clone();
    assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
    // Even with the cookie of the first time.
    browser.cookies = kept;
    let again = browser.get(&back).await;

    assert!(again.body.contains("<code>code_refused</code>"), "{}", again.body);
}

#[tokio::test]
async fn the_demonstration_provider_exists_only_in_demonstration_mode_on_this_machine() {
    let start = |is_demonstration, address: &str| {
        let address = Url::parse(address).unwrap();
        DemonstrationProvider::start(is_demonstration, &address, Clock::Machine, Arc::new(Vec::new))
            .is_ok()
    };

    assert!(start(true, "http://127.0.0.1:8080/"));
    assert!(!start(false, "http://127.0.0.1:8080/"));
    assert!(!start(true, "https://maillage.example/"));

    let site = Site::alone(Clock::Machine).await;
    let shown = Browser::at(&site).get("/demo/provider/jwks").await;
    assert_eq!(shown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_start_of_the_demonstration_signs_with_another_key() {
    let (one, two) = (Site::demonstrating().await, Site::demonstrating().await);

    let one = Browser::at(&one).get("/demo/provider/jwks").await.body;
    let two = Browser::at(&two).get("/demo/provider/jwks").await.body;

    assert!(one.contains("Ed25519") && !one.contains("\"d\""), "{one}");
    assert_ne!(one, two);
}

#[tokio::test]
async fn the_server_finds_the_session_of_a_request_and_lets_it_last() {
    let site = Site::demonstrating().await;
    let browser = site.signed_in_by_letter("ana@example.org").await;
    let token = &browser.cookies["maillage"];
    let request = Request::builder()
        .header("cookie", format!("theme=dark; maillage={token}; maillage-browser=x"))
        .finish();

    assert_eq!(site.sign_in.session_token(&request).as_ref(), Some(token));
    assert_eq!(site.sign_in.session_token(&Request::default()), None);
    site.sign_in.note_use(token);
    assert!(site.who(&browser).await.is_some());
}
