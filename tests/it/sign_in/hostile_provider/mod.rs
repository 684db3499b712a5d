//! A provider that lies, in each way that we know of: only the honest variant signs anyone in.

mod liar;

use std::time::{Duration, Instant};

use maillage::sign_in::Preset;
use poem::http::StatusCode;
use url::Url;

use super::browser::{Browser, Shown};
use super::log::Log;
use super::site::Site;
use crate::support::Kind;
use liar::{Liar, Lie};

/// What the browser brings back, as parameters of the callback.
struct Back {
    state: String,
    issuer: String,
}

/// Starts a sign-in; the provider learns the nonce.
async fn start(browser: &mut Browser<'_>, liar: &Liar) -> Result<Back, Shown> {
    let shown = browser.get("/auth/oidc/start").await;
    if shown.status != StatusCode::SEE_OTHER {
        return Err(shown);
    }
    let authorize = Url::parse(shown.location()).unwrap();
    let find = |name: &str| {
        let found = authorize.query_pairs().find(|(key, _)| key == name);
        found.unwrap_or_else(|| panic!("no {name}: {authorize}")).1.into_owned()
    };
    assert!(find("state").len() >= 32 && find("nonce").len() >= 32);
    assert_eq!(find("code_challenge_method"), "S256");
    liar.state.lock().unwrap().0 = find("nonce");
    Ok(Back { state: find("state"), issuer: liar.issuer.clone() })
}

fn callback(parameters: &[(&str, &str)]) -> String {
    let query =
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/auth/oidc/callback?{query}")
}

async fn sign_in(browser: &mut Browser<'_>, liar: &Liar) -> Shown {
    match start(browser, liar).await {
        Ok(back) => {
            let parameters = [("code", "code"), ("state", &back.state), ("iss", &back.issuer)];
            browser.get(&callback(&parameters)).await
        }
        Err(shown) => shown,
    }
}

fn preset_for(lie: Lie) -> Preset {
    match lie {
        Lie::WeakAssurance | Lie::NoAssurance => Preset::ProConnect,
        _ => Preset::Coop,
    }
}

async fn site_for(liar: &Liar) -> Site {
    Site::trusting(Kind::Sqlite, preset_for(liar.lie), &liar.issuer).await
}

#[tokio::test]
async fn the_honest_variant_signs_in() {
    for lie in [Lie::Nothing, Lie::NewKeys] {
        let liar = Liar::about(lie).await;
        let site = site_for(&liar).await;
        let mut browser = Browser::at(&site);

        let shown = sign_in(&mut browser, &liar).await;

        assert_eq!(shown.status, StatusCode::SEE_OTHER, "{lie:?}: {}", shown.body);
        assert!(site.who(&browser).await.is_some(), "{lie:?}");
    }
}

#[tokio::test]
async fn every_lie_is_refused_with_a_page_that_helps_and_one_line_in_the_log() {
    for (lie, code) in [
        (Lie::DescribesAnotherIssuer, "provider_misdescribed"),
        (Lie::SendsSecretsInTheClear, "provider_misdescribed"),
        (Lie::SendsDescriptionElsewhere, "provider_unreachable"),
        (Lie::IdTokenOfAnotherIssuer, "id_token_issuer"),
        (Lie::IdTokenForAnotherClient, "id_token_audience"),
        (Lie::IdTokenForUsAndAnother, "id_token_audience"),
        (Lie::IdTokenWithAnotherNonce, "id_token_nonce"),
        (Lie::IdTokenWithoutNonce, "id_token_nonce"),
        (Lie::IdTokenOutOfDate, "id_token_expired"),
        (Lie::IdTokenWithoutAlgorithm, "id_token_signature"),
        (Lie::IdTokenWithoutSignature, "id_token_signature"),
        (Lie::IdTokenByForeignKey, "id_token_signature"),
        (Lie::IdTokenByUnlistedKey, "id_token_signature"),
        (Lie::IdTokenWithItsOwnKey, "id_token_signature"),
        (Lie::IdTokenWithKeyAddress, "id_token_signature"),
        (Lie::IdTokenByOurSecret, "id_token_signature"),
        (Lie::IdTokenWithUnknownDemand, "id_token_invalid"),
        (Lie::IdTokenOfAnotherAccessToken, "id_token_hash"),
        (Lie::NoIdToken, "id_token_missing"),
        (Lie::NoTokens, "code_refused"),
        (Lie::UnreadableTokens, "token_unreadable"),
        (Lie::EndlessTokens, "provider_unreachable"),
        (Lie::WeakAssurance, "assurance_too_low"),
        (Lie::NoAssurance, "assurance_too_low"),
        (Lie::UserinfoOfSomebodyElse, "user_information_subject"),
        (Lie::UserinfoByForeignKey, "user_information_signature"),
        (Lie::UserinfoByOurSecret, "user_information_signature"),
        (Lie::UserinfoWithoutAlgorithm, "user_information_signature"),
        (Lie::UserinfoForAnotherClient, "user_information_misdirected"),
        (Lie::UserinfoOfAnotherIssuer, "user_information_misdirected"),
        (Lie::UserinfoOutOfDate, "user_information_misdirected"),
        (Lie::UserinfoIsTheIdToken, "user_information_misdirected"),
        (Lie::UserinfoIsAPage, "user_information_unreadable"),
        (Lie::UserinfoElsewhere, "user_information_unreadable"),
    ] {
        let liar = Liar::about(lie).await;
        let site = site_for(&liar).await;
        let mut browser = Browser::at(&site);
        let log = Log::listen();

        let shown = sign_in(&mut browser, &liar).await;

        assert_refused(&shown, code, &log, &format!("{lie:?}"));
        assert!(site.who(&browser).await.is_none(), "{lie:?}");
    }
}

fn assert_refused(shown: &Shown, code: &str, log: &Log, case: &str) {
    assert!(
        shown.status.is_client_error() || shown.status.is_server_error(),
        "{case}: {}",
        shown.status
    );
    assert!(!shown.body.contains(code), "{case}: the code is for the log: {}", shown.body);
    assert!(shown.body.contains("href=\"/auth/email\""), "{case}: the page leads on");
    assert!(shown.set_cookie("maillage").is_none(), "{case}: no session");
    let lines = log.lines_with("sign-in refused");
    assert_eq!(lines.len(), 1, "{case}: {lines:?}");
    assert!(lines[0].contains(&format!("code=\"{code}\"")), "{case}: {lines:?}");
}

#[tokio::test]
async fn an_answer_that_is_not_for_this_browsers_request_is_refused() {
    let liar = Liar::about(Lie::Nothing).await;
    let site = site_for(&liar).await;
    let ours = liar.issuer.as_str();

    let evil = "https://evil.example";
    for (code, state, issuer) in [
        ("state_mismatch", Some("another-request-of-somebody-else-"), Some(ours)),
        ("state_mismatch", None, Some(ours)),
        ("issuer_mixed_up", Some(""), Some(evil)),
        ("issuer_unnamed", Some(""), None),
    ] {
        let mut browser = Browser::at(&site);
        let back = start(&mut browser, &liar).await.ok().unwrap();
        let log = Log::listen();
        let state = state.map(|state| if state.is_empty() { back.state.as_str() } else { state });
        let mut parameters = vec![("code", "code")];
        parameters.extend(state.map(|state| ("state", state)));
        parameters.extend(issuer.map(|issuer| ("iss", issuer)));
        let shown = browser.get(&callback(&parameters)).await;
        assert_refused(&shown, code, &log, code);
    }
    for (code, extra) in [
        ("declined", [("error", "access_denied"), ("error_description", "a\nb")]),
        ("provider_error", [("error", "server_error"), ("error_description", "<script>")]),
        ("code_missing", [("session_state", "x"), ("scope", "openid")]),
    ] {
        let mut browser = Browser::at(&site);
        let back = start(&mut browser, &liar).await.ok().unwrap();
        let log = Log::listen();
        let mut parameters = vec![("state", back.state.as_str()), ("iss", ours)];
        parameters.extend(extra);
        let shown = browser.get(&callback(&parameters)).await;
        assert_refused(&shown, code, &log, code);
        assert!(!shown.body.contains("<script>"));
    }
}

#[tokio::test]
async fn a_browser_that_started_nothing_is_not_signed_in() {
    let liar = Liar::about(Lie::Nothing).await;
    let site = site_for(&liar).await;
    let mut attacker = Browser::at(&site);
    let back = start(&mut attacker, &liar).await.ok().unwrap();
    let parameters = [("code", "code"), ("state", back.state.as_str()), ("iss", &back.issuer)];
    let path = callback(&parameters);

    // Somebody else follows the attacker's link, with no cookie or with one that was made up.
    let mut victim = Browser::at(&site);
    let log = Log::listen();
    assert_refused(&victim.get(&path).await, "not_started", &log, "no cookie");
    drop(log);
    let mut forged = attacker.cookies["maillage-sign-in"].clone();
    forged.replace_range(..1, "A");
    victim.cookies.insert("maillage-sign-in".into(), forged);
    let log = Log::listen();
    assert_refused(&victim.get(&path).await, "not_started", &log, "a forged cookie");
    drop(log);

    // The browser that started is let in, once.
    assert_eq!(attacker.get(&path).await.status, StatusCode::SEE_OTHER);
    let log = Log::listen();
    assert_refused(&attacker.get(&path).await, "not_started", &log, "the same answer again");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let liar = Liar::about(Lie::Nothing).await;
    let site = site_for(&liar).await;

    for (asked, reached) in [
        ("/evenements/7", "/evenements/7"),
        ("//evil.example", "/me"),
        ("/%5Cevil.example", "/me"),
        ("https://evil.example/", "/me"),
        ("/%09/evil.example", "/me"),
        ("/auth/sign-out", "/me"),
    ] {
        let mut browser = Browser::at(&site);
        let shown = browser.get(&format!("/auth/oidc/start?return_to={asked}")).await;
        let authorize = Url::parse(shown.location()).unwrap();
        let query: std::collections::BTreeMap<_, _> = authorize.query_pairs().collect();
        liar.state.lock().unwrap().0 = query["nonce"].to_string();
        let parameters = [("code", "c"), ("state", &*query["state"]), ("iss", &liar.issuer)];

        let shown = browser.get(&callback(&parameters)).await;

        assert_eq!(shown.location(), reached, "{asked}");
    }
}

#[tokio::test]
async fn a_dead_or_slow_provider_is_given_up_on_within_fifteen_seconds() {
    // It takes connections and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    // Nobody listens there any more.
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (issuer, expected) in [
        (silent, [StatusCode::GATEWAY_TIMEOUT, StatusCode::BAD_GATEWAY]),
        (closed, [StatusCode::BAD_GATEWAY; 2]),
    ] {
        let site = Site::trusting(Kind::Sqlite, Preset::Coop, &issuer).await;
        let (mut one, mut two) = (Browser::at(&site), Browser::at(&site));
        let started = Instant::now();

        let (shown, other) = tokio::join!(one.get("/auth/oidc/start"), two.get("/auth/oidc/start"));

        assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
        assert!(expected.contains(&shown.status), "{}", shown.status);
        assert!(expected.contains(&other.status), "{}", other.status);
        assert!(shown.body.contains("ne répond pas"), "{}", shown.body);
    }
}
