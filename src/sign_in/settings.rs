//! What a provider is to us: where it is, how we are known there, and what its claims are called.

use anyhow::{Context, bail};
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::{ClientId, ClientSecret, IssuerUrl};

use crate::config::Oidc;

/// A provider whose habits we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The national Coop platform's provider, wherever its operator put it.
    Coop,
    /// `ProConnect`, the State's provider for professionals.
    ProConnect,
    /// A Keycloak realm, and whoever speaks OpenID Connect as plainly as it does.
    Keycloak,
    /// The provider built in for demonstrations.
    Demonstration,
}

impl Preset {
    /// Reads the word used in settings.
    pub fn parse(word: &str) -> anyhow::Result<Self> {
        Ok(match word {
            "coop" => Self::Coop,
            "proconnect" => Self::ProConnect,
            "keycloak" => Self::Keycloak,
            "demonstration" => Self::Demonstration,
            other => bail!("`{other}` is not one of coop, proconnect, keycloak, demonstration"),
        })
    }

    /// The word used in settings, and in the log.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Coop => "coop",
            Self::ProConnect => "proconnect",
            Self::Keycloak => "keycloak",
            Self::Demonstration => "demonstration",
        }
    }

    /// The issuer when the settings name none.
    pub const fn usual_issuer(self) -> Option<&'static str> {
        match self {
            Self::ProConnect => Some("https://auth.agentconnect.gouv.fr/api/v2"),
            Self::Coop | Self::Keycloak | Self::Demonstration => None,
        }
    }
}

/// What the provider calls the facts that we read.
#[derive(Clone, Debug)]
pub struct ClaimNames {
    /// The first name.
    pub given_name: String,
    /// The name that the person goes by.
    pub usual_name: String,
    /// The email address.
    pub email: String,
    /// Whether the provider has checked the address.
    pub email_verified: String,
    /// The telephone number.
    pub phone: String,
    /// The establishment chosen at sign-in.
    pub siret: String,
}

impl ClaimNames {
    fn of(preset: Preset) -> Self {
        let usual_name = match preset {
            Preset::Keycloak => "family_name",
            Preset::Coop | Preset::ProConnect | Preset::Demonstration => "usual_name",
        };
        Self {
            given_name: "given_name".into(),
            usual_name: usual_name.into(),
            email: "email".into(),
            email_verified: "email_verified".into(),
            phone: "phone_number".into(),
            siret: "siret".into(),
        }
    }
}

/// One provider, as the operator configured it.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Whose habits to expect.
    pub preset: Preset,
    /// The issuer, exactly as the provider writes it in its tokens.
    pub issuer: IssuerUrl,
    /// Our name at the provider.
    pub client_id: ClientId,
    /// Our password there, sent in the body of the token request (`client_secret_post`).
    pub client_secret: ClientSecret,
    /// What we ask for beside `openid`.
    pub scopes: Vec<String>,
    /// What the provider calls the facts that we read.
    pub claim_names: ClaimNames,
    /// The assurance levels that we accept; none means that we do not ask.
    pub acr_values: Vec<String>,
    /// Whether an address without a word about its verification counts as verified.
    ///
    /// True for providers whose addresses are given by an employer; never for those where anyone
    /// registers with any address.
    pub vouches_for_addresses: bool,
}

impl ProviderSettings {
    /// The settings of a preset, to be adjusted where an operator's provider differs.
    pub fn of(
        preset: Preset,
        issuer: Option<&str>,
        client_id: &str,
        client_secret: &str,
    ) -> anyhow::Result<Self> {
        let Some(issuer) = issuer.or(preset.usual_issuer()) else {
            bail!("the {} preset needs an issuer", preset.word());
        };
        let issuer = IssuerUrl::new(issuer.to_owned())
            .with_context(|| format!("the issuer `{issuer}` is not an address"))?;
        if !is_safe(issuer.url()) {
            bail!("the issuer `{}` must be https, or a loopback address", issuer.as_str());
        }
        if client_id.is_empty() || client_secret.is_empty() {
            bail!("a provider needs a client id and a client secret");
        }
        let scopes: &[&str] = match preset {
            Preset::Keycloak => &["profile", "email", "phone"],
            Preset::Coop | Preset::ProConnect | Preset::Demonstration => {
                &["given_name", "usual_name", "email", "phone", "siret"]
            }
        };
        let acr_values: &[&str] = match preset {
            Preset::ProConnect => &["eidas1", "eidas1-mfa", "eidas2", "eidas3"],
            Preset::Coop | Preset::Keycloak | Preset::Demonstration => &[],
        };
        Ok(Self {
            preset,
            issuer,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: ClientSecret::new(client_secret.to_owned()),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            claim_names: ClaimNames::of(preset),
            acr_values: acr_values.iter().map(ToString::to_string).collect(),
            vouches_for_addresses: preset != Preset::Keycloak,
        })
    }

    /// The same, where an operator's provider differs from the preset.
    #[must_use]
    pub fn adjusted(mut self, oidc: &Oidc) -> Self {
        if let Some(scopes) = &oidc.scopes {
            self.scopes.clone_from(scopes);
        }
        if let Some(acr_values) = &oidc.acr_values {
            self.acr_values.clone_from(acr_values);
        }
        for (ours, theirs) in &oidc.claims {
            let name = match ours.as_str() {
                "given_name" => &mut self.claim_names.given_name,
                "usual_name" => &mut self.claim_names.usual_name,
                "email" => &mut self.claim_names.email,
                "email_verified" => &mut self.claim_names.email_verified,
                "phone_number" => &mut self.claim_names.phone,
                _ => &mut self.claim_names.siret,
            };
            name.clone_from(theirs);
        }
        self
    }
}

/// The signatures that we accept: by a key that only the provider holds.
///
/// Neither `none` nor the HMAC family is here: who knows our client secret could forge the latter.
pub(super) fn accepted_algorithms() -> Vec<CoreJwsSigningAlgorithm> {
    use CoreJwsSigningAlgorithm as Algorithm;
    vec![
        Algorithm::RsaSsaPkcs1V15Sha256,
        Algorithm::RsaSsaPkcs1V15Sha384,
        Algorithm::RsaSsaPkcs1V15Sha512,
        Algorithm::RsaSsaPssSha256,
        Algorithm::RsaSsaPssSha384,
        Algorithm::RsaSsaPssSha512,
        Algorithm::EcdsaP256Sha256,
        Algorithm::EcdsaP384Sha384,
        Algorithm::EdDsa,
    ]
}

/// Whether secrets may travel to this address: encrypted, or without leaving the machine.
pub(super) fn is_safe(address: &url::Url) -> bool {
    address.scheme() == "https" || (address.scheme() == "http" && is_loopback(address))
}

/// Whether the address is this very machine.
pub(super) fn is_loopback(address: &url::Url) -> bool {
    match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_over_plain_http_is_refused_unless_it_is_this_machine() {
        let of = |issuer| ProviderSettings::of(Preset::Keycloak, Some(issuer), "id", "secret");

        assert!(of("http://sso.example.fr/realms/a").is_err());
        assert!(of("http://localhost.example.fr/").is_err());
        assert!(of("http://127.0.0.1:8089").is_ok());
        assert!(of("https://sso.example.fr/realms/a").is_ok());
    }

    #[test]
    fn only_proconnect_needs_no_issuer() {
        assert!(ProviderSettings::of(Preset::ProConnect, None, "id", "secret").is_ok());
        assert!(ProviderSettings::of(Preset::Coop, None, "id", "secret").is_err());
    }
}
