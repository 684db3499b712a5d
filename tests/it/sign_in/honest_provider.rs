//! A provider that nobody here wrote: npm's oidc-provider, with JSON and with signed userinfo.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use domain::clock::Clock;
use maillage::config::Config;
use maillage::sign_in::{
    Callback, Identity, Preset, ProviderSettings, Refused, RelyingParty, ReturnTo, Transport,
};
use poem::http::{StatusCode, header};
use serde_json::{Value, json};
use url::Url;

use super::browser::Browser;
use super::log::Log;
use super::site::{Site, address, settings};
use crate::support::Kind;

/// The provider's process; it ends with the test.
struct Provider {
    process: Child,
    issuer: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How the provider signs.
struct Signs {
    id_token: &'static str,
    userinfo: Option<&'static str>,
}

impl Provider {
    fn start(signs: &Signs) -> Self {
        let folder = format!("{}/tests/node", env!("CARGO_MANIFEST_DIR"));
        let asked = json!({
            "redirect_uri": address().join("/auth/oidc/callback").unwrap(),
            "post_logout_redirect_uri": address(),
            "id_token": signs.id_token,
            "userinfo": signs.userinfo,
        });
        let mut process = Command::new("node")
            .args(["oidc_provider.mjs", &asked.to_string()])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js runs");
        let mut issuer = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        assert!(
            issuer.starts_with("http"),
            "oidc-provider did not start: `scripts/test` installs what it needs"
        );
        Self { process, issuer: issuer.trim().to_owned() }
    }

    /// Who will come to sign in next.
    async fn next_is(&self, person: Value) {
        client()
            .post(format!("{}/person", self.issuer))
            .body(person.to_string())
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap();
    }

    /// Goes through the provider's pages until it sends the person back to us.
    async fn signs_in(&self, authorize: &str) -> Url {
        let (client, mut cookies) = (client(), BTreeMap::new());
        let mut next = Url::parse(authorize).unwrap();
        for _ in 0..10 {
            let sent: Vec<String> = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let answer = client
                .get(next.clone())
                .header(header::COOKIE, sent.join("; "))
                .send()
                .await
                .unwrap();
            for set in answer.headers().get_all(header::SET_COOKIE) {
                let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
                let (name, value) = pair.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(location) = answer.headers().get(header::LOCATION) else {
                panic!("{next}: {} {}", answer.status(), answer.text().await.unwrap());
            };
            next = next.join(location.to_str().unwrap()).unwrap();
            if next.origin() == address().origin() {
                return next;
            }
        }
        panic!("the provider never sent the person back");
    }
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

fn ana() -> Value {
    json!({
        "sub": "ana", "given_name": "Ana", "usual_name": "Martin", "email": "ana@example.org",
        "phone_number": "+33241000000", "siret": "13002526500013",
    })
}

async fn sign_in_at(provider: &Provider, browser: &mut Browser<'_>) -> super::browser::Shown {
    let start = browser.get("/auth/oidc/start?return_to=/moi").await;
    let back = provider.signs_in(start.location()).await;
    browser.get(&format!("{}?{}", back.path(), back.query().unwrap())).await
}

async fn identity_by(signs: &Signs, preset: Preset) -> Identity {
    Box::pin(identity_as(signs, |issuer| settings(preset, issuer))).await
}

async fn identity_as(signs: &Signs, settings: impl Fn(&str) -> ProviderSettings) -> Identity {
    let provider = Provider::start(signs);
    provider.next_is(ana()).await;
    let redirect_uri = address().join("/auth/oidc/callback").unwrap();
    let transport = Transport::over_network().unwrap();
    let party = RelyingParty::new(settings(&provider.issuer), redirect_uri, transport);
    let (authorize, pending) = party.begin(ReturnTo::home(), Clock::Machine.now()).await.unwrap();
    let back = provider.signs_in(authorize.as_str()).await;
    let callback: Callback = callback_of(&back);

    let identity = party.finish(&pending, &callback, Clock::Machine.now()).await.unwrap();
    let again = party.finish(&pending, &callback, Clock::Machine.now()).await;

    assert!(matches!(again, Err(Refused::CodeRefused(_))), "a code serves once: {again:?}");
    identity
}

fn callback_of(back: &Url) -> Callback {
    let find = |name: &str| {
        back.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    Callback { code: find("code"), state: find("state"), iss: find("iss"), ..Callback::default() }
}

#[tokio::test]
async fn a_person_is_known_by_json_and_by_signed_user_information() {
    for (id_token, userinfo) in [
        ("RS256", None),
        ("ES256", None),
        ("RS256", Some("RS256")),
        ("RS256", Some("ES256")),
        ("ES256", Some("ES256")),
    ] {
        let identity = Box::pin(identity_by(&Signs { id_token, userinfo }, Preset::Coop)).await;

        let facts = (
            identity.subject.as_str(),
            identity.email.as_deref(),
            identity.given_name.as_deref(),
            identity.usual_name.as_deref(),
            identity.phone.as_deref(),
            identity.siret.as_deref(),
        );
        let expected = (
            "ana",
            Some("ana@example.org"),
            Some("Ana"),
            Some("Martin"),
            Some("+33241000000"),
            Some("13002526500013"),
        );
        assert_eq!(facts, expected, "{id_token} {userinfo:?}");
    }
}

#[tokio::test]
async fn an_operator_says_which_scopes_to_ask_for_and_what_the_claims_are_called() {
    let signs = Signs { id_token: "RS256", userinfo: None };
    let set = |name: &str| {
        let value = match name {
            "MAILLAGE_OIDC_PRESET" => "keycloak",
            "MAILLAGE_OIDC_ISSUER" => "https://sso.example",
            "MAILLAGE_OIDC_CLIENT_ID" | "MAILLAGE_OIDC_CLIENT_SECRET" => "x",
            "MAILLAGE_OIDC_SCOPES" => "given_name usual_name siret",
            "MAILLAGE_OIDC_CLAIMS" => "usual_name=usual_name, phone_number=siret",
            _ => return None,
        };
        Some(value.to_owned())
    };
    let oidc = Config::read(set).unwrap().oidc.unwrap();

    let identity =
        Box::pin(identity_as(&signs, |issuer| settings(Preset::Keycloak, issuer).adjusted(&oidc)))
            .await;

    assert_eq!(identity.usual_name.as_deref(), Some("Martin"));
    assert_eq!(identity.phone.as_deref(), Some("13002526500013"));
    assert_eq!(identity.email, None, "nobody asked for it");
}

#[tokio::test]
async fn proconnect_is_asked_for_an_assurance_level_through_claims_and_gives_it() {
    let signs = Signs { id_token: "ES256", userinfo: Some("ES256") };

    let identity = Box::pin(identity_by(&signs, Preset::ProConnect)).await;

    assert_eq!(identity.acr.as_deref(), Some("eidas1"));
}

#[tokio::test]
async fn a_person_signs_in_comes_back_to_the_same_member_and_signs_out_everywhere() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        Box::pin(a_person_signs_in_comes_back_to_the_same_member_and_signs_out_everywhere_on(kind))
            .await;
    }
}

async fn a_person_signs_in_comes_back_to_the_same_member_and_signs_out_everywhere_on(kind: Kind) {
    let provider = Provider::start(&Signs { id_token: "RS256", userinfo: None });
    let site = Site::trusting(kind, Preset::Coop, &provider.issuer).await;
    provider.next_is(ana()).await;
    let mut browser = Browser::at(&site);

    let shown = sign_in_at(&provider, &mut browser).await;
    assert_eq!((shown.status, shown.location()), (StatusCode::SEE_OTHER, "/moi"));
    let first = site.who(&browser).await.unwrap();
    assert_eq!(first.authenticated_by, "oidc");
    // What the provider signed, a token in three parts, is nowhere in clear.
    let kept = "sign_in_session where sealed_id_token is not null";
    assert_eq!(site.count(kept).await, 1);
    assert_eq!(site.count(&format!("{kept} and sealed_id_token like '%.%'")).await, 0);
    // Names and addresses change; the identity does not.
    let mut renamed = ana();
    renamed["email"] = "ana.durand@example.org".into();
    provider.next_is(renamed).await;
    let mut elsewhere = Browser::at(&site);
    sign_in_at(&provider, &mut elsewhere).await;
    let shown = elsewhere.post("/auth/sign-out", &[]).await;

    assert_eq!(shown.status, StatusCode::OK);
    let refresh = shown.headers[header::REFRESH].to_str().unwrap();
    let leave = Url::parse(refresh.strip_prefix("0; url=").unwrap()).unwrap();
    let query: BTreeMap<_, _> = leave.query_pairs().collect();
    assert_eq!(query["post_logout_redirect_uri"], address().as_str());
    assert!(query["id_token_hint"].len() > 100 && query["state"].len() >= 32);
    assert_eq!(client().get(leave).send().await.unwrap().status(), StatusCode::OK);
    assert!(site.who(&elsewhere).await.is_none());
    assert_eq!(site.who(&browser).await.unwrap().member, first.member);
}

#[tokio::test]
async fn another_subject_with_a_known_address_waits_for_the_owner_in_the_same_browser() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        Box::pin(another_subject_with_a_known_address_waits_for_the_owner_in_the_same_browser_on(
            kind,
        ))
        .await;
    }
}

async fn another_subject_with_a_known_address_waits_for_the_owner_in_the_same_browser_on(
    kind: Kind,
) {
    let provider = Provider::start(&Signs { id_token: "RS256", userinfo: Some("RS256") });
    let site = Site::trusting(kind, Preset::Coop, &provider.issuer).await;
    let owner = site.signed_in_by_letter("ana@example.org").await;
    let owner = site.who(&owner).await.unwrap().member;
    provider.next_is(ana()).await;
    let mut browser = Browser::at(&site);

    let log = Log::listen();
    let shown = sign_in_at(&provider, &mut browser).await;
    assert!(shown.body.contains("Confirmez votre adresse"), "{}", shown.body);
    assert!(site.who(&browser).await.is_none(), "nobody is let in by an address");
    let lines = log.lines_with("sign-in waits for a confirmation");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("code=\"CONFIRMATION_SENT\" request_id="), "{lines:?}");
    assert!(!lines[0].contains("ana@example.org"), "addresses stay out of the log: {lines:?}");
    assert!(log.lines_with("signed in").is_empty());
    drop(log);
    let letters = site.letters().await;
    let [(to, link)] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(to, "ana@example.org");
    let mut other = Browser::at(&site);
    for shown in [other.get(link).await, other.post(link, &[]).await] {
        assert_eq!(shown.status, StatusCode::FORBIDDEN);
        assert!(shown.body.contains("dans le même navigateur"));
    }
    // Somebody else's identity, under the same address: its letter reaches Ana, in vain.
    let mut mallory = ana();
    mallory["sub"] = "mallory".into();
    provider.next_is(mallory).await;
    sign_in_at(&provider, &mut other).await;
    let trap = site.only_link().await;
    for shown in [browser.post(&trap, &[]).await, other.post(link, &[]).await] {
        assert_eq!(shown.status, StatusCode::FORBIDDEN);
    }
    provider.next_is(ana()).await;
    assert!(browser.get(link).await.body.contains("Relier mon compte"));
    let confirmed = browser.post(link, &[]).await;
    assert_eq!(confirmed.location(), "/me");
    assert_eq!(site.who(&browser).await.unwrap().member, owner);
    assert_eq!(browser.post(link, &[]).await.status, StatusCode::FORBIDDEN);

    let mut later = Browser::at(&site);
    sign_in_at(&provider, &mut later).await;
    assert_eq!(site.who(&later).await.unwrap().member, owner, "linked once and for all");
}

#[tokio::test]
async fn an_address_that_the_provider_does_not_vouch_for_makes_no_member() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        Box::pin(an_address_that_the_provider_does_not_vouch_for_makes_no_member_on(kind)).await;
    }
}

async fn an_address_that_the_provider_does_not_vouch_for_makes_no_member_on(kind: Kind) {
    let provider = Provider::start(&Signs { id_token: "RS256", userinfo: None });
    let site = Site::trusting(kind, Preset::Keycloak, &provider.issuer).await;
    site.signed_in_by_letter("known@example.org").await;

    let mut pages = Vec::new();
    for (sub, email) in [("one", "known@example.org"), ("two", "stranger@example.org")] {
        provider.next_is(json!({"sub": sub, "email": email})).await;
        let mut browser = Browser::at(&site);
        pages.push(sign_in_at(&provider, &mut browser).await.body);
        assert!(site.who(&browser).await.is_none());
    }
    let mut letters = site.letters().await;
    letters.sort();

    assert_eq!(pages[0], pages[1], "the answer does not tell which address is known");
    let kinds: Vec<_> = letters.iter().map(|(to, link)| (to.as_str(), &link[..10])).collect();
    assert_eq!(
        kinds,
        [("known@example.org", "/auth/iden"), ("stranger@example.org", "/auth/emai")]
    );
}
