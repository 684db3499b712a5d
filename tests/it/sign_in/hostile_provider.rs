//! A provider that lies, in each way that we know of: only the honest variant signs anyone in.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use domain::clock::Clock;
use maillage::sign_in::Preset;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use poem::http::{StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{IntoResponse as _, Request, Response, Server};
use serde_json::{Value, json};
use url::Url;

use super::browser::{Browser, Shown};
use super::log::Log;
use super::site::{CLIENT_ID, CLIENT_SECRET, Site};
use crate::support::Kind;

/// What the provider lies about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    Nothing,
    DescribesAnotherIssuer,
    SendsSecretsInTheClear,
    SendsDescriptionElsewhere,
    IdTokenOfAnotherIssuer,
    IdTokenForAnotherClient,
    IdTokenForUsAndAnother,
    IdTokenWithAnotherNonce,
    IdTokenWithoutNonce,
    IdTokenOutOfDate,
    IdTokenWithoutAlgorithm,
    IdTokenWithoutSignature,
    IdTokenByForeignKey,
    IdTokenByUnlistedKey,
    IdTokenWithItsOwnKey,
    IdTokenWithKeyAddress,
    IdTokenByOurSecret,
    IdTokenWithUnknownDemand,
    IdTokenOfAnotherAccessToken,
    NoIdToken,
    NoTokens,
    UnreadableTokens,
    EndlessTokens,
    WeakAssurance,
    NoAssurance,
    UserinfoOfSomebodyElse,
    UserinfoByForeignKey,
    UserinfoByOurSecret,
    UserinfoWithoutAlgorithm,
    UserinfoForAnotherClient,
    UserinfoOfAnotherIssuer,
    UserinfoOutOfDate,
    UserinfoIsTheIdToken,
    UserinfoIsAPage,
    UserinfoElsewhere,
    NewKeys,
}

/// Which key signs.
const OURS: u8 = 1;
const FOREIGN: u8 = 2;

fn key(seed: u8) -> CoreEdDsaPrivateSigningKey {
    let mut document = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    document.extend([seed; 32]);
    let text = BASE64_STANDARD.encode(document);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new("one".into())))
        .unwrap()
}

fn public(seed: u8, kid: &str) -> Value {
    let mut key = serde_json::to_value(key(seed).as_verification_key()).unwrap();
    key["kid"] = kid.into();
    key
}

fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(header: &Value, claims: &Value, seed: u8) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = key(seed).sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes()).unwrap();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

fn signed_by_our_secret(claims: &Value) -> String {
    let message = format!("{}.{}", part(&json!({"alg": "HS256"})), part(claims));
    let signature = CoreHmacKey::new(CLIENT_SECRET)
        .sign(&CoreJwsSigningAlgorithm::HmacSha256, message.as_bytes())
        .unwrap();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

/// The provider: a real server on a loopback port.
struct Liar {
    issuer: String,
    lie: Lie,
    /// The nonce of the request at hand, and how often the keys were read.
    state: Mutex<(String, u32)>,
}

impl Liar {
    async fn about(lie: Lie) -> Arc<Self> {
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let port = acceptor.local_addr()[0].as_socket_addr().unwrap().port();
        let liar = Arc::new(Self {
            issuer: format!("http://127.0.0.1:{port}"),
            lie,
            state: Mutex::default(),
        });
        let answering = Arc::clone(&liar);
        let endpoint = poem::endpoint::make(move |request| {
            let liar = Arc::clone(&answering);
            async move { liar.answer(&request) }
        });
        tokio::spawn(Server::new_with_acceptor(acceptor).run(endpoint));
        liar
    }

    fn answer(&self, request: &Request) -> Response {
        match request.uri().path() {
            "/.well-known/openid-configuration" if self.lie == Lie::SendsDescriptionElsewhere => {
                self.moved("/moved/description")
            }
            "/.well-known/openid-configuration" | "/moved/description" => self.description(),
            "/jwks" => {
                let mut state = self.state.lock().unwrap();
                state.1 += 1;
                let is_new = self.lie == Lie::NewKeys && state.1 > 1;
                let kid = if is_new { "two" } else { "one" };
                page(&json!({"keys": [public(OURS, kid)]}))
            }
            "/token" => self.tokens(),
            "/userinfo" if self.lie == Lie::UserinfoElsewhere => self.moved("/moved/userinfo"),
            "/userinfo" | "/moved/userinfo" => self.userinfo(),
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Points to a good answer elsewhere: whoever follows would be fooled.
    fn moved(&self, path: &str) -> Response {
        let location = format!("{}{path}", self.issuer);
        StatusCode::FOUND.with_header(header::LOCATION, location).into_response()
    }

    fn description(&self) -> Response {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let issuer = match self.lie {
            Lie::DescribesAnotherIssuer => "https://evil.example",
            _ => &self.issuer,
        };
        let token_endpoint = match self.lie {
            Lie::SendsSecretsInTheClear => "http://evil.example/token".to_owned(),
            _ => at("/token"),
        };
        page(&json!({
            "issuer": issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": token_endpoint,
            "userinfo_endpoint": at("/userinfo"),
            "jwks_uri": at("/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "none", "HS256"],
            "authorization_response_iss_parameter_supported": true,
        }))
    }

    fn tokens(&self) -> Response {
        match self.lie {
            Lie::NoTokens => {
                return page(&json!({"error": "invalid_grant"}))
                    .with_status(StatusCode::BAD_REQUEST)
                    .into_response();
            }
            Lie::UnreadableTokens => return "<html>".into_response(),
            Lie::EndlessTokens => return "x".repeat(2_000_000).into_response(),
            _ => {}
        }
        let mut answer = json!({"access_token": "access", "token_type": "Bearer"});
        if self.lie != Lie::NoIdToken {
            answer["id_token"] = self.id_token().into();
        }
        page(&answer)
    }

    fn id_token(&self) -> String {
        let now = Clock::Machine.now().timestamp();
        let nonce = self.state.lock().unwrap().0.clone();
        let mut header = json!({"alg": "EdDSA", "kid": "one"});
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "ana", "nonce": nonce,
            "iat": now, "exp": now + 300, "acr": "eidas1",
        });
        match self.lie {
            Lie::IdTokenOfAnotherIssuer => claims["iss"] = "https://evil.example".into(),
            Lie::IdTokenForAnotherClient => claims["aud"] = "somebody".into(),
            Lie::IdTokenForUsAndAnother => claims["aud"] = json!([CLIENT_ID, "somebody"]),
            Lie::IdTokenWithAnotherNonce => claims["nonce"] = "of-another-request".into(),
            Lie::IdTokenWithoutNonce => drop(claims.as_object_mut().unwrap().remove("nonce")),
            Lie::IdTokenOutOfDate => claims["exp"] = (now - 60).into(),
            Lie::WeakAssurance => claims["acr"] = "eidas0".into(),
            Lie::NoAssurance => drop(claims.as_object_mut().unwrap().remove("acr")),
            Lie::IdTokenOfAnotherAccessToken => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA".into(),
            Lie::IdTokenByUnlistedKey => header["kid"] = "unlisted".into(),
            Lie::IdTokenWithItsOwnKey => header["jwk"] = public(FOREIGN, "one"),
            Lie::IdTokenWithKeyAddress => header["jku"] = "https://evil.example/jwks".into(),
            Lie::IdTokenWithUnknownDemand => header["crit"] = json!(["exp"]),
            Lie::NewKeys => header["kid"] = "two".into(),
            _ => {}
        }
        match self.lie {
            Lie::IdTokenWithoutAlgorithm => {
                format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims))
            }
            Lie::IdTokenWithoutSignature => format!("{}.{}.", part(&header), part(&claims)),
            Lie::IdTokenByOurSecret => signed_by_our_secret(&claims),
            Lie::IdTokenByForeignKey
            | Lie::IdTokenByUnlistedKey
            | Lie::IdTokenWithItsOwnKey
            | Lie::IdTokenWithKeyAddress => signed(&header, &claims, FOREIGN),
            _ => signed(&header, &claims, OURS),
        }
    }

    fn userinfo(&self) -> Response {
        let header =
            json!({"alg": "EdDSA", "kid": if self.lie == Lie::NewKeys { "two" } else { "one" }});
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "ana", "email": "ana@example.org",
            "given_name": "Ana", "usual_name": "Martin",
        });
        match self.lie {
            Lie::UserinfoOfSomebodyElse => claims["sub"] = "bob".into(),
            Lie::UserinfoForAnotherClient => claims["aud"] = "somebody".into(),
            Lie::UserinfoOfAnotherIssuer => claims["iss"] = "https://evil.example".into(),
            Lie::UserinfoOutOfDate => {
                claims["exp"] = (Clock::Machine.now().timestamp() - 60).into();
            }
            _ => {}
        }
        let token = match self.lie {
            Lie::UserinfoIsAPage => return "<html>".with_content_type("text/html").into_response(),
            Lie::UserinfoIsTheIdToken => self.id_token(),
            Lie::UserinfoByOurSecret => signed_by_our_secret(&claims),
            Lie::UserinfoByForeignKey => signed(&header, &claims, FOREIGN),
            Lie::UserinfoWithoutAlgorithm => {
                format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims))
            }
            _ => signed(&header, &claims, OURS),
        };
        token.with_content_type("application/jwt").into_response()
    }
}

fn page(value: &Value) -> Response {
    value.to_string().with_content_type("application/json").into_response()
}

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
