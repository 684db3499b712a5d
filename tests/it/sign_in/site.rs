//! A site with a database of its own, to sign in at.

use std::sync::Arc;

use domain::clock::Clock;
use domain::context::{Context, Door, House};
use domain::database::Db;
use domain::outbox::{self, Told};
use domain::policy::{self, By, Standing};
use domain::secret::{self, SecretKey};
use domain::sign_in::{confirmation_token, email_link_token};
use maillage::sign_in::Source;
use maillage::sign_in::{
    DemonstrationPerson, DemonstrationProvider, Preset, ProviderSettings, SignIn,
};
use poem::endpoint::BoxEndpoint;
use poem::{EndpointExt as _, Response};
use tempfile::TempDir;
use url::Url;

use super::browser::Browser;

pub(crate) const CLIENT_ID: &str = "maillage";
pub(crate) const CLIENT_SECRET: &str = "a-secret-of-the-tests-and-of-nothing-else";
const SECRET_KEY: &str = "the secret key of a site that exists only in tests";

/// The site.
pub(crate) struct Site {
    pub(crate) endpoint: BoxEndpoint<'static, Response>,
    pub(crate) house: House,
    pub(crate) sign_in: Arc<SignIn>,
    _folder: TempDir,
}

/// Where the site says it is.
pub(crate) fn address() -> Url {
    Url::parse("http://127.0.0.1:8080/").unwrap()
}

pub(crate) fn settings(preset: Preset, issuer: &str) -> ProviderSettings {
    ProviderSettings::of(preset, Some(issuer), CLIENT_ID, CLIENT_SECRET).unwrap()
}

impl Site {
    /// A site without a provider.
    pub(crate) async fn alone(clock: Clock) -> Self {
        Self::with(address(), clock, |_| Source::Nobody).await
    }

    /// A site with this provider.
    pub(crate) async fn trusting(settings: ProviderSettings) -> Self {
        Self::with(address(), Clock::Machine, |_| Source::Provider(Box::new(settings))).await
    }

    /// A site in demonstration mode.
    pub(crate) async fn demonstrating() -> Self {
        Self::with(address(), Clock::Machine, |clock| {
            let people = Arc::new(|| {
                vec![DemonstrationPerson {
                    subject: "camille".into(),
                    given_name: "Camille".into(),
                    usual_name: "Roux".into(),
                    email: "camille@demonstration.example".into(),
                    what_they_are: "anime le réseau".into(),
                    siret: None,
                }]
            });
            let provider =
                DemonstrationProvider::start(true, &address(), clock.clone(), people).unwrap();
            Source::Demonstration(provider)
        })
        .await
    }

    pub(crate) async fn with(
        address: Url,
        clock: Clock,
        source: impl FnOnce(&Clock) -> Source,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("maillage.db");
        let db = Db::open(&format!("sqlite://{}?mode=rwc", file.display())).await.unwrap();
        migration::up(db.write()).await.unwrap();
        let source = source(&clock);
        let house = House { db, clock, secret: SecretKey::new(SECRET_KEY) };
        let sign_in = SignIn::new(house.clone(), address, SECRET_KEY, source).unwrap();
        let endpoint = sign_in.routes().map_to_response().boxed();
        Self { endpoint, house, sign_in, _folder: folder }
    }

    pub(crate) fn context(&self) -> Context {
        Context::new(self.house.clone(), Standing::nobody(), Door::Page, "test")
    }

    /// The paths of the links in the letters that wait, each with the address it goes to.
    pub(crate) async fn letters(&self) -> Vec<(String, String)> {
        let waiting = outbox::claim(&self.context(), "test", 100).await.unwrap();
        waiting
            .into_iter()
            .map(|letter| {
                let path = match letter.told.unwrap() {
                    Told::SignInLink { email_link } => {
                        format!("/auth/email/{}", email_link_token(&self.house.secret, email_link))
                    }
                    Told::IdentityToConfirm { confirmation } => {
                        let token = confirmation_token(&self.house.secret, confirmation);
                        format!("/auth/identity/{token}")
                    }
                    other => panic!("an unexpected letter: {other:?}"),
                };
                (letter.email, path)
            })
            .collect()
    }

    /// The path of the link in the only letter that waits.
    pub(crate) async fn only_link(&self) -> String {
        let letters = self.letters().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        letters.into_iter().next().unwrap().1
    }

    /// Who a browser is, as every other door of the site finds out.
    pub(crate) async fn who(&self, browser: &Browser<'_>) -> Option<Standing> {
        self.who_holds(browser.cookies.get("maillage")?).await
    }

    /// Who the bearer of this session token is.
    pub(crate) async fn who_holds(&self, token: &str) -> Option<Standing> {
        let by = secret::hash(token);
        policy::load(self.house.db.read(), &self.house.clock, By::Session(&by)).await.unwrap()
    }

    /// Signs this address in by a link, in a fresh browser.
    pub(crate) async fn signed_in_by_letter(&self, email: &str) -> Browser<'_> {
        let mut browser = Browser::at(self);
        browser.post("/auth/email", &[("email", email)]).await;
        let link = self.only_link().await;
        let shown = browser.post(&link, &[]).await;
        assert_eq!(shown.location(), "/");
        browser
    }
}
