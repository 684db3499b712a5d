//! The provider built in for demonstrations: an honest OpenID Connect provider whose people are
//! fictional and whose sign-in is a choice in a list.
//!
//! The relying party meets it as it meets any other: discovery, code, PKCE, signed id token. Its key
//! is an Ed25519 key of this start, so nothing that it signed outlives the process. It refuses to
//! exist outside demonstration mode, and on any address but this machine's.

mod grant;
mod pages;
mod people;

use std::sync::{Arc, Mutex};

use anyhow::{anyhow, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::clock::Clock;
use futures_util::future::BoxFuture;
use openidconnect::core::CoreEdDsaPrivateSigningKey;
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use poem::{Endpoint, EndpointExt as _, Route, get, post};
use serde_json::{Value, json};
use url::Url;

pub use self::people::people_of;

use self::grant::Grants;
use super::settings::{Preset, ProviderSettings, is_loopback};
use super::token;
use super::transport::Transport;

pub(super) const PATH: &str = "/demo/provider";
const CLIENT_ID: &str = "maillage-demonstration";
const KEY_ID: &str = "demonstration";

/// A fictional person whom one may sign in as.
#[derive(Clone, Debug)]
pub struct DemonstrationPerson {
    /// Who it is, for the provider.
    pub subject: String,
    /// The first name.
    pub given_name: String,
    /// The last name.
    pub usual_name: String,
    /// The email address.
    pub email: String,
    /// Why one would sign in as this person, in one line.
    pub what_they_are: String,
    /// The establishment, if any.
    pub siret: Option<String>,
}

/// Who can be signed in as, now.
pub type People = Arc<dyn Fn() -> BoxFuture<'static, Vec<DemonstrationPerson>> + Send + Sync>;

/// The provider, for one start of the server.
pub struct DemonstrationProvider {
    issuer: Url,
    redirect_uri: Url,
    client_secret: String,
    signing_key: CoreEdDsaPrivateSigningKey,
    people: People,
    clock: Clock,
    grants: Mutex<Grants>,
}

impl DemonstrationProvider {
    /// The provider of the site at this address.
    pub fn start(
        is_demonstration: bool,
        public_address: &Url,
        clock: Clock,
        people: People,
    ) -> anyhow::Result<Arc<Self>> {
        ensure!(is_demonstration, "the demonstration provider works only in demonstration mode");
        ensure!(
            is_loopback(public_address),
            "the demonstration provider works only on an address of this machine"
        );
        Ok(Arc::new(Self {
            issuer: public_address.join(PATH)?,
            redirect_uri: public_address.join("/auth/oidc/callback")?,
            client_secret: token::fresh(),
            signing_key: fresh_key()?,
            people,
            clock,
            grants: Mutex::new(Grants::default()),
        }))
    }

    /// How the relying party knows this provider.
    pub fn settings(&self) -> anyhow::Result<ProviderSettings> {
        ProviderSettings::of(
            Preset::Demonstration,
            Some(self.issuer.as_str()),
            CLIENT_ID,
            &self.client_secret,
        )
    }

    /// How the relying party reaches it: without a socket, so that port mappings do not matter.
    pub fn transport(self: &Arc<Self>) -> Transport {
        Transport::in_process(Route::new().nest(PATH, self.endpoint()))
    }

    /// The provider's pages and doors, to be nested at its path.
    pub(super) fn endpoint(self: &Arc<Self>) -> impl Endpoint + use<> {
        Route::new()
            .at("/.well-known/openid-configuration", get(pages::describe))
            .at("/jwks", get(pages::list_keys))
            .at("/authorize", get(pages::offer_people).post(pages::choose_person))
            .at("/token", post(pages::give_tokens))
            .at("/userinfo", get(pages::tell_who))
            .at("/session/end", get(pages::end_session))
            .data(Arc::clone(self))
    }

    async fn person(&self, subject: &str) -> Option<DemonstrationPerson> {
        (self.people)().await.into_iter().find(|person| person.subject == subject)
    }

    fn description(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"),
            "jwks_uri": at("/jwks"),
            "end_session_endpoint": at("/session/end"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
        })
    }

    fn keys(&self) -> Value {
        json!({"keys": [self.signing_key.as_verification_key()]})
    }
}

/// An Ed25519 key, written as the PKCS #8 document that the library reads: a fixed head, then the
/// 32 random bytes that are the key.
fn fresh_key() -> anyhow::Result<CoreEdDsaPrivateSigningKey> {
    const HEAD: [u8; 16] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    let mut document = HEAD.to_vec();
    document.extend(rand::random::<[u8; 32]>());
    let text = BASE64_STANDARD.encode(document);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(KEY_ID.into())))
        .map_err(|error| anyhow!("no key for the demonstration provider: {error}"))
}
