//! Who a provider says that somebody is.

use serde_json::{Map, Value};

use super::settings::ProviderSettings;

/// The facts of a person who came back from the provider, all verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Who it is, for that issuer.
    pub subject: String,
    /// The email address.
    pub email: Option<String>,
    /// Whether the provider vouches for the address.
    pub is_email_verified: bool,
    /// The first name.
    pub given_name: Option<String>,
    /// The name that the person goes by.
    pub usual_name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The establishment chosen at sign-in: a proposal, not a fact.
    pub siret: Option<String>,
    /// How strongly the person was authenticated.
    pub acr: Option<String>,
    /// Kept to sign out at the provider.
    pub id_token: String,
}

impl Identity {
    pub(super) fn read(
        settings: &ProviderSettings,
        subject: &str,
        acr: Option<String>,
        id_token: String,
        claims: &Map<String, Value>,
    ) -> Self {
        let names = &settings.claim_names;
        let email = text(claims, &names.email).filter(|email| email.contains('@'));
        let is_email_verified = email.is_some()
            && match claims.get(&names.email_verified) {
                Some(Value::Bool(is_verified)) => *is_verified,
                Some(Value::String(word)) => word == "true",
                Some(_) => false,
                None => settings.vouches_for_addresses,
            };
        Self {
            issuer: settings.issuer.to_string(),
            subject: subject.to_owned(),
            email,
            is_email_verified,
            given_name: text(claims, &names.given_name),
            usual_name: text(claims, &names.usual_name),
            phone: text(claims, &names.phone),
            siret: text(claims, &names.siret)
                .map(|siret| siret.replace(' ', ""))
                .filter(|siret| siret.len() == 14 && siret.bytes().all(|b| b.is_ascii_digit())),
            acr,
            id_token,
        }
    }
}

fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?.trim();
    (!text.is_empty() && text.len() <= 320 && !text.contains(char::is_control))
        .then(|| text.to_owned())
}
