//! A site with a database of its own, to sign in at.

use std::ops::Deref;

use domain::clock::Clock;
use domain::context::{Context, Door};
use domain::outbox::{self, Told};
use domain::policy::{self, By, Standing};
use domain::secret;
use domain::sign_in::{confirmation_token, email_link_token};
use maillage::config::{Oidc, Secret};
use maillage::http;
use maillage::sign_in::{Preset, ProviderSettings};
use poem::endpoint::BoxEndpoint;
use poem::{EndpointExt as _, Response};
use url::Url;

use super::browser::Browser;
use crate::support::{App, Kind};

pub(crate) const CLIENT_ID: &str = "maillage";
pub(crate) const CLIENT_SECRET: &str = "a-secret-of-the-tests-and-of-nothing-else";

/// The site.
pub(crate) struct Site {
    app: App,
    pub(crate) endpoint: BoxEndpoint<'static, Response>,
}

impl Deref for Site {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

/// Where the site says it is.
pub(crate) fn address() -> Url {
    Url::parse("http://127.0.0.1:8080/").unwrap()
}

pub(crate) fn settings(preset: Preset, issuer: &str) -> ProviderSettings {
    ProviderSettings::of(preset, Some(issuer), CLIENT_ID, CLIENT_SECRET).unwrap()
}

impl Site {
    /// The site that this application is.
    pub(crate) fn of(app: App) -> Self {
        let endpoint = http::app(&app.server).boxed();
        Self { app, endpoint }
    }

    /// A site with a provider; its clock shows the provider's time.
    pub(crate) async fn trusting(kind: Kind, preset: Preset, issuer: &str) -> Self {
        let oidc = Oidc {
            preset: preset.word().to_owned(),
            issuer: issuer.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Secret(CLIENT_SECRET.to_owned()),
            scopes: None,
            claims: Vec::new(),
            acr_values: None,
        };
        let app =
            App::start_with(kind, |config| maillage::config::Config { oidc: Some(oidc), ..config })
                .await;
        app.clock.set(Clock::Machine.now());
        Self::of(app)
    }

    pub(crate) fn context(&self) -> Context {
        Context::new(self.server.house.clone(), Standing::nobody(), Door::Page, "test")
    }

    /// The paths of the links in the letters that wait, each with the address it goes to.
    pub(crate) async fn letters(&self) -> Vec<(String, String)> {
        let waiting = outbox::claim(&self.context(), "test", 100).await.unwrap();
        waiting
            .into_iter()
            .map(|letter| {
                let path = match letter.told.unwrap() {
                    Told::SignInLink { email_link } => {
                        format!(
                            "/auth/email/{}",
                            email_link_token(&self.server.house.secret, email_link)
                        )
                    }
                    Told::IdentityToConfirm { confirmation } => {
                        let token = confirmation_token(&self.server.house.secret, confirmation);
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
        policy::load(self.context().db(), &self.clock, By::Session(&by)).await.unwrap()
    }

    /// Signs this address in by a link, in a fresh browser.
    pub(crate) async fn signed_in_by_letter(&self, email: &str) -> Browser<'_> {
        let mut browser = Browser::at(self);
        browser.post("/auth/email", &[("email", email)]).await;
        let link = self.only_link().await;
        let shown = browser.post(&link, &[]).await;
        assert_eq!(shown.location(), "/me");
        browser
    }
}
