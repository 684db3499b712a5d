//! What we know of a provider: its description and its keys, read once and again when they change.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, JsonWebKeySet, ProviderMetadata,
    TokenUrl, UserInfoUrl,
};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use tokio::time::Instant;

use super::refused::Refused;
use super::settings::is_safe;
use super::transport::{Failure, Transport};

/// A description is read again after this long; an old one still serves while the provider is down.
const FRESH: Duration = Duration::from_hours(1);
/// Unknown keys make us ask again, but a flood of forged tokens must not become a flood of requests.
const BETWEEN_KEY_READS: Duration = Duration::from_secs(10);

/// What we read in a description beyond the core standard.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Extras {
    #[serde(default)]
    pub end_session_endpoint: Option<url::Url>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Extras {}

pub(super) type Description = ProviderMetadata<
    Extras,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// A provider as last read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub description: Description,
    pub keys: CoreJsonWebKeySet,
    read_at: Instant,
    /// When a token made us read the keys again.
    keys_renewed_at: Option<Instant>,
}

/// A provider, read when first needed.
pub(super) struct Provider {
    issuer: IssuerUrl,
    transport: Transport,
    known: RwLock<Option<Arc<Known>>>,
}

impl Provider {
    pub(super) fn new(issuer: IssuerUrl, transport: Transport) -> Self {
        Self { issuer, transport, known: RwLock::new(None) }
    }

    pub(super) const fn transport(&self) -> &Transport {
        &self.transport
    }

    /// The provider as last read, read now if it must be.
    pub(super) async fn known(&self) -> Result<Arc<Known>, Refused> {
        let before = self.known.read().await.clone();
        match before {
            Some(known) if known.read_at.elapsed() < FRESH => Ok(known),
            Some(stale) => Ok(self.read().await.unwrap_or_else(|refused| {
                tracing::warn!(code = refused.code(), %refused, "the sign-in provider was not read again");
                stale
            })),
            None => self.read().await,
        }
    }

    /// Reads description and keys. Nobody waits for a lock meanwhile: a slow provider makes each
    /// person wait once, not in a queue.
    pub(super) async fn read(&self) -> Result<Arc<Known>, Refused> {
        let send = self.transport.sender();
        let description =
            Description::discover_async(self.issuer.clone(), &send).await.map_err(misdescribed)?;
        let extras = description.additional_metadata();
        let addresses = [
            Some(description.authorization_endpoint().url()),
            description.token_endpoint().map(TokenUrl::url),
            description.userinfo_endpoint().map(UserInfoUrl::url),
            Some(description.jwks_uri().url()),
            extras.end_session_endpoint.as_ref(),
        ];
        if let Some(address) = addresses.into_iter().flatten().find(|address| !is_safe(address)) {
            return Err(Refused::ProviderMisdescribed(format!("`{address}` is not safe")));
        }
        let known = Arc::new(Known {
            keys: description.jwks().clone(),
            description,
            read_at: Instant::now(),
            keys_renewed_at: None,
        });
        *self.known.write().await = Some(Arc::clone(&known));
        Ok(known)
    }

    /// The keys, read again because a token names one that we do not know.
    pub(super) async fn with_newer_keys(&self, known: Arc<Known>) -> Result<Arc<Known>, Refused> {
        if known.keys_renewed_at.is_some_and(|at| at.elapsed() < BETWEEN_KEY_READS) {
            return Ok(known);
        }
        let send = self.transport.sender();
        let keys = JsonWebKeySet::fetch_async(known.description.jwks_uri(), &send)
            .await
            .map_err(misdescribed)?;
        let newer =
            Arc::new(Known { keys, keys_renewed_at: Some(Instant::now()), ..(*known).clone() });
        *self.known.write().await = Some(Arc::clone(&newer));
        Ok(newer)
    }
}

fn misdescribed(error: DiscoveryError<Failure>) -> Refused {
    match error {
        DiscoveryError::Request(failure) => failure.into(),
        DiscoveryError::Response(status, _, detail) if !status.is_success() => {
            Refused::ProviderUnreachable(detail)
        }
        other => Refused::ProviderMisdescribed(with_causes(&other)),
    }
}

/// An error with all that is behind it, on one line.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text.replace(['\n', '\r'], " ")
}
