//! Signing in: by an OpenID Connect provider, or by a link in a letter.
//!
//! The relying party ([`RelyingParty`]) knows no database and no page. The doors under `/auth` join
//! it to the domain, which alone says whose identity it is.

mod cookie;
pub mod demonstration;
mod doors;
mod identity;
mod limits;
mod pending;
mod provider;
mod refused;
mod relying_party;
mod return_to;
mod settings;
mod token;
mod transport;
mod user_information;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use domain::context::{Context, Door, House};
use domain::error::Halt;
use domain::id::MemberId;
use domain::policy::Standing;
use domain::sign_in::{How, open_session, session_lasts};
use poem::http::header;
use poem::middleware::{CookieJarManager, SetHeader};
use poem::web::cookie::CookieJar;
use poem::{Endpoint, EndpointExt as _, Route, get, post};
use url::Url;

pub use self::cookie::Cookies;
pub use self::demonstration::{DemonstrationPerson, DemonstrationProvider};
pub use self::identity::Identity;
pub use self::pending::Pending;
pub use self::refused::Refused;
pub use self::relying_party::{Callback, RelyingParty};
pub use self::return_to::ReturnTo;
pub use self::settings::{ClaimNames, Preset, ProviderSettings};
pub use self::transport::Transport;

use self::limits::Limits;
use crate::config::Config;

/// When the use of a session is noted, after the request that showed it.
const LATER: Duration = Duration::from_mins(1);

/// Everything that the doors of sign-in share.
pub struct SignIn {
    house: House,
    public_address: Url,
    cookies: Cookies,
    limits: Limits,
    party: Option<RelyingParty>,
    demonstration: Option<Arc<DemonstrationProvider>>,
}

/// Who vouches for people, beside their own mailbox.
pub enum Source {
    /// Nobody: links in letters only.
    Nobody,
    /// A provider.
    Provider(Box<ProviderSettings>),
    /// The demonstration's own.
    Demonstration(Arc<DemonstrationProvider>),
}

impl SignIn {
    /// Sign-in for the site at this address. `secret` signs the cookies that carry facts.
    pub fn new(
        house: House,
        public_address: Url,
        secret: &str,
        source: Source,
    ) -> anyhow::Result<Arc<Self>> {
        let callback = public_address.join("/auth/oidc/callback")?;
        let (party, demonstration) = match source {
            Source::Nobody => (None, None),
            Source::Provider(settings) => {
                let transport = Transport::over_network()?;
                (Some(RelyingParty::new(*settings, callback, transport)), None)
            }
            Source::Demonstration(provider) => {
                let party = RelyingParty::new(provider.settings()?, callback, provider.transport());
                (Some(party), Some(provider))
            }
        };
        Ok(Arc::new(Self {
            cookies: Cookies::new(&public_address, secret.as_bytes()),
            limits: Limits::default(),
            house,
            public_address,
            party,
            demonstration,
        }))
    }

    /// The doors, from the root: `/auth/…`, and `/demo/provider/…` in a demonstration.
    pub fn routes(self: &Arc<Self>) -> impl Endpoint + use<> {
        let auth = Route::new()
            .at("/oidc/start", get(doors::oidc::start))
            .at("/oidc/callback", get(doors::oidc::callback))
            .at(
                "/identity/:token",
                get(doors::confirmation::show).post(doors::confirmation::confirm),
            )
            .at("/email", get(doors::email::offer).post(doors::email::ask))
            .at("/email/:token", get(doors::email::show).post(doors::email::follow))
            .at("/sign-out", post(doors::sign_out::sign_out));
        let mut routes = Route::new().nest("/auth", auth.data(Arc::clone(self)));
        if let Some(provider) = &self.demonstration {
            routes = routes.nest(demonstration::PATH, provider.endpoint());
        }
        routes
            .with(CookieJarManager::new())
            // Addresses here hold codes and tokens: neither caches nor other sites may learn them.
            .with(
                SetHeader::new()
                    .overriding(header::CACHE_CONTROL, "no-store")
                    .overriding(header::REFERRER_POLICY, "no-referrer"),
            )
    }

    /// Lets a session that is in use last. Called for each request; writes once an hour, and a
    /// little later, so that no page waits for it.
    pub fn note_use(self: &Arc<Self>, token: &str) {
        if !self.limits.may_note(token) {
            return;
        }
        let (house, token) = (self.house.clone(), token.to_owned());
        tokio::spawn(async move {
            tokio::time::sleep(LATER).await;
            if let Err(error) = domain::sign_in::note_use(&house, &token).await {
                tracing::warn!(?error, "the use of a session was not noted");
            }
        });
    }

    /// Sign-in as the settings ask for it.
    pub fn open(
        config: &Config,
        house: &House,
        secret: &str,
        is_demonstration: bool,
    ) -> anyhow::Result<Arc<Self>> {
        let public_address = Url::parse(&config.public_url)?;
        let source = match &config.oidc {
            Some(_) if is_demonstration => anyhow::bail!(
                "a demonstration has its own sign-in provider: take away MAILLAGE_OIDC_PRESET"
            ),
            Some(oidc) => Source::Provider(Box::new(
                ProviderSettings::of(
                    Preset::parse(&oidc.preset)?,
                    Some(oidc.issuer.as_str()).filter(|issuer| !issuer.is_empty()),
                    &oidc.client_id,
                    &oidc.client_secret.0,
                )
                .context("check MAILLAGE_OIDC_ISSUER")?
                .adjusted(oidc),
            )),
            None if is_demonstration => Source::Demonstration(DemonstrationProvider::start(
                is_demonstration,
                &public_address,
                house.clock.clone(),
                demonstration::people_of(house),
            )?),
            None => Source::Nobody,
        };
        Self::new(house.clone(), public_address, secret, source)
    }

    /// The relying party, for `maillage check`.
    pub const fn party(&self) -> Option<&RelyingParty> {
        self.party.as_ref()
    }

    /// Opens a session for somebody whose address a letter's link has just proved, under a new
    /// token whatever token the browser came with.
    pub(crate) async fn welcome(
        &self,
        jar: &CookieJar,
        member: MemberId,
        request_id: &str,
    ) -> Result<(), Halt> {
        let (earlier, ctx) = (self.cookies.session(jar), self.nobody(request_id));
        let token = open_session(&ctx, member, How::EmailLink, None, earlier.as_deref()).await?;
        self.cookies.give_session(jar, &token, session_lasts());
        Ok(())
    }

    /// A way into the domain for somebody who is not signed in.
    fn nobody(&self, request_id: &str) -> Context {
        Context::new(self.house.clone(), Standing::nobody(), Door::Page, request_id)
    }

    /// What the provider is called on pages.
    fn provider_name(&self) -> Option<&'static str> {
        let party = self.party.as_ref()?;
        Some(match party.settings().preset {
            Preset::Coop => "La Coop de la médiation numérique",
            Preset::ProConnect => "ProConnect",
            Preset::Keycloak => "votre compte professionnel",
            Preset::Demonstration => "la démonstration",
        })
    }

    /// How a session by the provider is told apart.
    const fn how(&self) -> How {
        if self.demonstration.is_some() { How::Demonstration } else { How::Provider }
    }

    /// Where letters are read in a demonstration.
    fn mailbox(&self) -> Option<&'static str> {
        self.demonstration.is_some().then_some("/demo/mailbox")
    }
}
