//! The demonstration provider: the real path for fictional people, and only where nobody else is.

use std::sync::Arc;

use domain::clock::Clock;
use futures_util::FutureExt as _;
use maillage::config::{Config, Oidc, Secret};
use maillage::sign_in::{DemonstrationProvider, SignIn};
use poem::http::StatusCode;
use url::Url;

use super::browser::Browser;
use super::site::{Site, address};
use crate::support::{App, Kind};

fn path_of(location: &str) -> String {
    let address = address().join(location).unwrap();
    format!("{}?{}", address.path(), address.query().unwrap_or_default())
}

#[tokio::test]
async fn one_chooses_a_fictional_person_and_is_signed_in() {
    let site = Site::of(App::demonstration(Kind::Sqlite).await);
    let network = site.network("cybanjou").await;
    let camille = site.lead_of(network, "Camille").await;
    let unnamed = site.person("Zoé").await;
    let blank = "update member set first_name = '', last_name = '—', search = '' where id = ?";
    site.write(blank, vec![unnamed.id.into()]).await;
    let mut browser = Browser::at(&site);

    let shown = browser.get("/auth/oidc/start?return_to=/reseaux").await;
    let authorize = path_of(shown.location());
    let shown = browser.get(&authorize).await;
    assert!(shown.body.contains("Camille Essai"), "{}", shown.body);
    assert!(shown.body.contains("pilote le réseau cybanjou"), "{}", shown.body);
    let address = format!("<strong>{}</strong>", unnamed.email);
    assert!(shown.body.contains(&address), "{}", shown.body);
    let chosen = browser.post(&authorize, &[("subject", &camille.id.to_string())]).await;
    let back = path_of(chosen.location());
    let shown = browser.get(&back).await;

    assert_eq!(shown.location(), "/reseaux");
    let standing = site.who(&browser).await.unwrap();
    assert_eq!(standing.member, Some(camille.id.uuid()));
    assert_eq!(standing.authenticated_by, "demonstration");
    assert!(site.letters().await.is_empty());
}

#[tokio::test]
async fn whom_the_tour_names_comes_first_and_everybody_else_is_found_by_name() {
    let site = Site::of(App::demonstration(Kind::Sqlite).await);
    maillage::demonstration::load(&site.server).await.unwrap();
    let zelie = site.person("Zélie").await;
    // Whoever organises would come before whoever only belongs.
    site.write("update membership set role = 'organiser' where role = 'member'", vec![]).await;
    let mut browser = Browser::at(&site);
    let shown = browser.get("/auth/oidc/start?return_to=/reseaux").await;
    let authorize = path_of(shown.location());

    let listed = browser.get(&authorize).await;
    let found = browser.get(&format!("{authorize}&search=zelie")).await;
    let nobody = browser.get(&format!("{authorize}&search=personne-de-ce-nom")).await;
    let chosen = browser.post(&authorize, &[("subject", &zelie.id.to_string())]).await;

    let names: Vec<&str> = listed
        .body
        .split("<strong>")
        .skip(1)
        .filter_map(|rest| rest.split("</strong>").next())
        .collect();
    let named = [
        "Nora Vallon",
        "Malo Estuaire",
        "Lila Bocage",
        "Tanguy Serein",
        "Camille Rivage",
        "Ombeline Passage",
    ];
    assert_eq!(names[..6], named);
    assert_eq!(names.len(), 24);
    assert!(!names.contains(&"Zélie Essai"), "{names:?}");
    assert!(listed.body.contains("role=\"search\""), "{}", listed.body);
    assert!(found.body.contains("<strong>Zélie Essai</strong>"), "{}", found.body);
    assert!(!found.body.contains("Nora Vallon"), "{}", found.body);
    assert!(nobody.body.contains("Personne ne porte ce nom"), "{}", nobody.body);
    assert_eq!(browser.get(&path_of(chosen.location())).await.location(), "/reseaux");
}

#[tokio::test]
async fn a_code_of_the_demonstration_serves_once_and_only_people_of_the_list_exist() {
    let site = Site::of(App::demonstration(Kind::Sqlite).await);
    let camille = site.person("Camille").await.id.to_string();
    let mut browser = Browser::at(&site);
    let shown = browser.get("/auth/oidc/start").await;
    let authorize = path_of(shown.location());

    let nobody = browser.post(&authorize, &[("subject", "nobody")]).await;
    let elsewhere = authorize.replace("callback", "elsewhere");
    let stolen = browser.post(&elsewhere, &[("subject", &camille)]).await;
    assert_eq!((nobody.status, stolen.status), (StatusCode::BAD_REQUEST, StatusCode::BAD_REQUEST));
    let chosen = browser.post(&authorize, &[("subject", &camille)]).await;
    let back = path_of(chosen.location());
    let kept = browser.cookies.clone();
    assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
    // Even with the cookie of the first time.
    browser.cookies = kept;
    let again = browser.get(&back).await;

    assert!(again.body.contains("Ce retour de connexion n’est plus valable"), "{}", again.body);
}

#[tokio::test]
async fn the_demonstration_provider_exists_only_in_demonstration_mode_on_this_machine() {
    let start = |is_demonstration, address: &str| {
        let address = Url::parse(address).unwrap();
        let people = Arc::new(|| async { Vec::new() }.boxed());
        DemonstrationProvider::start(is_demonstration, &address, Clock::Machine, people).is_ok()
    };

    assert!(start(true, "http://127.0.0.1:8080/"));
    assert!(!start(false, "http://127.0.0.1:8080/"));
    assert!(!start(true, "https://maillage.example/"));

    let site = Site::of(App::start(Kind::Sqlite).await);
    let shown = Browser::at(&site).get("/demo/provider/jwks").await;
    assert_eq!(shown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_start_of_the_demonstration_signs_with_another_key() {
    let one = Site::of(App::demonstration(Kind::Sqlite).await);
    let two = Site::of(App::demonstration(Kind::Sqlite).await);

    let one = Browser::at(&one).get("/demo/provider/jwks").await.body;
    let two = Browser::at(&two).get("/demo/provider/jwks").await.body;

    assert!(one.contains("Ed25519") && !one.contains("\"d\""), "{one}");
    assert_ne!(one, two);
}

#[tokio::test]
async fn a_demonstration_does_not_start_beside_a_real_provider() {
    let oidc = Oidc {
        preset: "coop".to_owned(),
        issuer: "https://sso.example".to_owned(),
        client_id: "id".to_owned(),
        client_secret: Secret("secret".to_owned()),
        scopes: None,
        claims: Vec::new(),
        acr_values: None,
    };
    let app = App::start(Kind::Sqlite).await;
    let config = Config { oidc: Some(oidc), ..app.server.config.clone() };

    let opened = SignIn::open(&config, &app.server.house, "a secret", true);

    assert!(opened.err().unwrap().to_string().contains("MAILLAGE_OIDC_PRESET"));
}
