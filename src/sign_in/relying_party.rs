//! The OpenID Connect relying party: sends people to the provider and judges what comes back.
//!
//! It knows no database and no page: what it needs to remember is a [`Pending`] that the caller
//! keeps, what it learns is an [`Identity`].

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreTokenResponse,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthorizationCode, CsrfToken, Nonce,
    OAuth2TokenResponse, RedirectUrl, RequestTokenError, Scope, TokenResponse,
};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::identity::Identity;
use super::pending::Pending;
use super::provider::{Known, Provider, with_causes};
use super::refused::Refused;
use super::return_to::ReturnTo;
use super::settings::{ProviderSettings, accepted_algorithms};
use super::transport::{PATIENCE, Transport};
use super::user_information::{self, Claims, Reading};

/// How far two clocks may be apart.
pub(super) const LEEWAY: chrono::Duration = chrono::Duration::seconds(30);

/// The library's client for what we know now; a macro because its type spells out every endpoint.
macro_rules! client {
    ($party:expr, $known:expr) => {
        CoreClient::from_provider_metadata(
            $known.description.clone(),
            $party.settings.client_id.clone(),
            Some($party.settings.client_secret.clone()),
        )
        .set_redirect_uri($party.redirect_uri.clone())
        .set_auth_type(AuthType::RequestBody)
    };
}
/// What the provider adds to our callback address.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Callback {
    /// The code to exchange, if the person was let in.
    pub code: Option<String>,
    /// What we sent as state.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// Why the person was not let in.
    pub error: Option<String>,
    /// The same in the provider's words.
    pub error_description: Option<String>,
}

/// Ourselves, as a provider knows us.
pub struct RelyingParty {
    settings: ProviderSettings,
    redirect_uri: RedirectUrl,
    provider: Provider,
}

impl RelyingParty {
    /// Us at this provider; nothing is asked of it yet, so that the server starts without it.
    pub fn new(settings: ProviderSettings, redirect_uri: Url, transport: Transport) -> Self {
        let provider = Provider::new(settings.issuer.clone(), transport);
        Self { settings, redirect_uri: RedirectUrl::from_url(redirect_uri), provider }
    }

    /// The provider's settings.
    pub const fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Reads the provider's description and keys now: whether it is there and is who we think.
    pub async fn discover(&self) -> Result<(), Refused> {
        in_time(async { self.provider.read().await.map(|_| ()) }).await
    }

    /// Where to send the person, and what to remember until they come back.
    pub async fn begin(
        &self,
        return_to: ReturnTo,
        now: DateTime<Utc>,
    ) -> Result<(Url, Pending), Refused> {
        let known = in_time(self.provider.known()).await?;
        let (pending, challenge) = Pending::start(return_to, now);
        let (state, nonce) = (pending.state.clone(), pending.nonce.clone());
        let client = client!(self, known);
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        if !self.settings.acr_values.is_empty() {
            let acr = json!({"essential": true, "values": self.settings.acr_values});
            request =
                request.add_extra_param("claims", json!({"id_token": {"acr": acr}}).to_string());
        }
        Ok((request.url().0, pending))
    }

    /// Who the person is that came back.
    pub async fn finish(
        &self,
        pending: &Pending,
        callback: &Callback,
        now: DateTime<Utc>,
    ) -> Result<Identity, Refused> {
        if now >= pending.expires_at {
            return Err(Refused::StartedTooLongAgo);
        }
        if callback.state.as_deref() != Some(pending.state.as_str()) {
            return Err(Refused::StateMismatch);
        }
        in_time(self.finish_with_provider(pending, callback, now)).await
    }

    /// Where to send the person to sign out at the provider too, if it offers that.
    pub async fn sign_out_address(&self, id_token: Option<&str>, back_to: &Url) -> Option<Url> {
        let known = in_time(self.provider.known()).await.ok()?;
        let mut address = known.description.additional_metadata().end_session_endpoint.clone()?;
        {
            let mut query = address.query_pairs_mut();
            match id_token {
                Some(id_token) => query.append_pair("id_token_hint", id_token),
                None => query.append_pair("client_id", self.settings.client_id.as_str()),
            };
            query.append_pair("state", CsrfToken::new_random_len(32).secret());
            query.append_pair("post_logout_redirect_uri", back_to.as_str());
        }
        Some(address)
    }

    async fn finish_with_provider(
        &self,
        pending: &Pending,
        callback: &Callback,
        now: DateTime<Utc>,
    ) -> Result<Identity, Refused> {
        let known = self.provider.known().await?;
        self.judge_who_answers(&known, callback)?;
        if let Some(error) = &callback.error {
            return Err(by_provider(error, callback.error_description.as_deref()));
        }
        let code = callback.code.clone().ok_or(Refused::CodeMissing)?;
        let tokens = self.exchange(&known, code, pending).await?;
        let id_token = tokens.id_token().ok_or(Refused::IdTokenMissing)?;

        let (known, subject, acr) = self
            .judge_id_token(known, id_token, &pending.nonce, tokens.access_token(), now)
            .await?;
        self.judge_assurance(acr.as_deref())?;
        let mut claims = payload(&id_token.to_string())?;
        claims.extend(self.user_information(known, tokens.access_token(), &subject, now).await?);
        Ok(Identity::read(&self.settings, &subject, acr, id_token.to_string(), &claims))
    }

    /// An answer from another provider, relayed to us, is a mix-up attack (RFC 9207).
    fn judge_who_answers(&self, known: &Known, callback: &Callback) -> Result<(), Refused> {
        let extras = known.description.additional_metadata();
        match callback.iss.as_deref() {
            Some(issuer) if issuer == self.settings.issuer.as_str() => Ok(()),
            Some(issuer) => Err(Refused::IssuerMixedUp(short(issuer))),
            None if extras.authorization_response_iss_parameter_supported => {
                Err(Refused::IssuerUnnamed)
            }
            None => Ok(()),
        }
    }

    async fn exchange(
        &self,
        known: &Known,
        code: String,
        pending: &Pending,
    ) -> Result<CoreTokenResponse, Refused> {
        let client = client!(self, known);
        let send = self.provider.transport().sender();
        client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| Refused::ProviderMisdescribed(error.to_string()))?
            .set_pkce_verifier(pending.pkce_verifier())
            .request_async(&send)
            .await
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(answer) => {
                    Refused::CodeRefused(short(&answer.to_string()))
                }
                RequestTokenError::Request(failure) => failure.into(),
                other => Refused::TokenUnreadable(short(&with_causes(&other))),
            })
    }

    /// Who the id token is about, once everything about it holds.
    async fn judge_id_token(
        &self,
        known: Arc<Known>,
        id_token: &CoreIdToken,
        nonce: &str,
        access_token: &AccessToken,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Known>, String, Option<String>), Refused> {
        let nonce = Nonce::new(nonce.to_owned());
        let mut known = known;
        if let Err(error) = id_token.claims(&self.verifier(&known, now), &nonce)
            && Refused::is_unknown_key(&error)
        {
            known = self.provider.with_newer_keys(known).await?;
        }
        let verifier = self.verifier(&known, now);
        let claims = id_token.claims(&verifier, &nonce).map_err(Refused::by_id_token)?;
        if let Some(expected) = claims.access_token_hash() {
            let actual = id_token
                .signing_alg()
                .and_then(|algorithm| Ok((algorithm, id_token.signing_key(&verifier)?)))
                .map_err(|error| Refused::IdTokenSignature(error.to_string()))
                .and_then(|(algorithm, key)| {
                    AccessTokenHash::from_token(access_token, algorithm, key)
                        .map_err(|error| Refused::IdTokenInvalid(error.to_string()))
                })?;
            if actual != *expected {
                return Err(Refused::IdTokenHash);
            }
        }
        let subject = claims.subject().to_string();
        let acr = claims.auth_context_ref().map(|acr| acr.to_string());
        Ok((known, subject, acr))
    }

    fn verifier(&self, known: &Known, now: DateTime<Utc>) -> CoreIdTokenVerifier<'static> {
        CoreIdTokenVerifier::new_public_client(
            self.settings.client_id.clone(),
            self.settings.issuer.clone(),
            known.keys.clone(),
        )
        .set_allowed_algs(accepted_algorithms())
        .set_time_fn(move || now - LEEWAY)
    }

    fn judge_assurance(&self, acr: Option<&str>) -> Result<(), Refused> {
        let accepted = &self.settings.acr_values;
        if accepted.is_empty() || acr.is_some_and(|acr| accepted.iter().any(|one| one == acr)) {
            return Ok(());
        }
        Err(Refused::AssuranceTooLow(short(acr.unwrap_or("none"))))
    }

    async fn user_information(
        &self,
        known: Arc<Known>,
        access_token: &AccessToken,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<Claims, Refused> {
        let Some(endpoint) = known.description.userinfo_endpoint() else {
            return Ok(Claims::new());
        };
        let answer = user_information::fetch(&self.provider, endpoint, access_token).await?;
        let read = |known: &Known| {
            user_information::read(&answer, &self.settings, &known.keys, subject, now)
        };
        if let Reading::Claims(claims) = read(&known)? {
            return Ok(claims);
        }
        let known = self.provider.with_newer_keys(known).await?;
        match read(&known)? {
            Reading::Claims(claims) => Ok(claims),
            Reading::UnknownKey => Err(Refused::UserInformationSignature(
                "a key that the provider does not list".into(),
            )),
        }
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, Refused>>) -> Result<T, Refused> {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or(Err(Refused::ProviderTooSlow))
}

fn by_provider(error: &str, description: Option<&str>) -> Refused {
    let detail = short(&format!("{error} {}", description.unwrap_or_default()));
    match error {
        "access_denied" | "login_required" | "interaction_required" | "consent_required" => {
            Refused::Declined(detail)
        }
        _ => Refused::ProviderError(detail),
    }
}

/// The claims inside a token whose signature was already judged.
fn payload(token: &str) -> Result<Claims, Refused> {
    let unreadable = || Refused::IdTokenInvalid("its claims cannot be read".into());
    let part = token.split('.').nth(1).ok_or_else(unreadable)?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| unreadable())?;
    match serde_json::from_slice(&bytes).map_err(|_| unreadable())? {
        Value::Object(claims) => Ok(claims),
        _ => Err(unreadable()),
    }
}

/// What others wrote, fit for one line of the log.
fn short(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned()
}
