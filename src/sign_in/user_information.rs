//! What the userinfo endpoint says of a person, as JSON or as a signed token.
//!
//! Fetched by hand because the library checks signatures by RS256 only, and `ProConnect`'s default
//! is ES256.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use openidconnect::http::{Request, StatusCode};
use openidconnect::{AccessToken, HttpResponse, JsonWebKey, UserInfoUrl};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::provider::Provider;
use super::refused::Refused;
use super::relying_party::LEEWAY;
use super::settings::{ProviderSettings, accepted_algorithms};

/// The claims of a userinfo answer.
pub(super) type Claims = Map<String, Value>;

/// Asks for the user information of the bearer, by GET.
pub(super) async fn fetch(
    provider: &Provider,
    endpoint: &UserInfoUrl,
    access_token: &AccessToken,
) -> Result<HttpResponse, Refused> {
    let request = Request::get(endpoint.as_str())
        .header(ACCEPT, "application/jwt, application/json;q=0.9")
        .header(AUTHORIZATION, format!("Bearer {}", access_token.secret()))
        .body(Vec::new())
        .map_err(|error| Refused::UserInformationUnreadable(error.to_string()))?;
    let answer = provider.transport().send(request).await?;
    if answer.status() != StatusCode::OK {
        return Err(Refused::UserInformationUnreadable(format!("status {}", answer.status())));
    }
    Ok(answer)
}

/// What an answer turned out to be.
pub(super) enum Reading {
    Claims(Claims),
    /// Signed with a key that we do not know yet.
    UnknownKey,
}

/// Reads an answer and makes sure that it is about `subject`, for us.
pub(super) fn read(
    answer: &HttpResponse,
    settings: &ProviderSettings,
    keys: &CoreJsonWebKeySet,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Reading, Refused> {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or("application/json").split(';').next().unwrap_or_default().trim();
    let claims = match kind.to_ascii_lowercase().as_str() {
        "application/json" => serde_json::from_slice(answer.body())
            .map_err(|error| Refused::UserInformationUnreadable(error.to_string()))?,
        "application/jwt" => {
            let Some(claims) = verified(answer.body(), keys)? else {
                return Ok(Reading::UnknownKey);
            };
            meant_for_us(&claims, settings, now)?;
            claims
        }
        other => {
            return Err(Refused::UserInformationUnreadable(format!("content type `{other}`")));
        }
    };
    if claims.get("sub").and_then(Value::as_str) != Some(subject) {
        return Err(Refused::UserInformationSubject);
    }
    Ok(Reading::Claims(claims))
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
    #[serde(default)]
    cty: Option<String>,
}

/// The claims of a token whose signature holds, or none if we lack its key.
fn verified(token: &[u8], keys: &CoreJsonWebKeySet) -> Result<Option<Claims>, Refused> {
    let unsigned = |detail: &str| Refused::UserInformationSignature(detail.to_owned());
    let token = std::str::from_utf8(token).map_err(|_| unsigned("not a token"))?.trim();
    let mut parts = token.split('.');
    let (Some(header), Some(claims), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(unsigned("not a token"));
    };
    let decode =
        |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| unsigned("not in base64url"));
    let described: Header =
        serde_json::from_slice(&decode(header)?).map_err(|_| unsigned("unreadable header"))?;
    if described.crit.is_some() || described.cty.is_some() {
        return Err(unsigned("a header that we do not understand"));
    }
    let algorithm: CoreJwsSigningAlgorithm =
        serde_json::from_value(Value::String(described.alg.clone()))
            .map_err(|_| unsigned("an unknown algorithm"))?;
    if !accepted_algorithms().contains(&algorithm) {
        return Err(Refused::UserInformationSignature(format!("algorithm `{}`", described.alg)));
    }
    let signature = decode(signature)?;
    let message = &token[..header.len() + 1 + claims.len()];
    let mut candidates = keys
        .keys()
        .iter()
        .filter(|key| {
            described.kid.is_none()
                || key.key_id().map(|id| id.as_str()) == described.kid.as_deref()
        })
        .peekable();
    if candidates.peek().is_none() {
        return Ok(None);
    }
    let holds = candidates
        .any(|key| key.verify_signature(&algorithm, message.as_bytes(), &signature).is_ok());
    if !holds {
        return Err(unsigned("the signature does not hold"));
    }
    let claims = serde_json::from_slice(&decode(claims)?)
        .map_err(|error| Refused::UserInformationUnreadable(error.to_string()))?;
    Ok(Some(claims))
}

fn meant_for_us(
    claims: &Claims,
    settings: &ProviderSettings,
    now: DateTime<Utc>,
) -> Result<(), Refused> {
    let misdirected = |detail: &str| Err(Refused::UserInformationMisdirected(detail.to_owned()));
    if claims.get("iss").and_then(Value::as_str) != Some(settings.issuer.as_str()) {
        return misdirected("another issuer");
    }
    let us = settings.client_id.as_str();
    let is_for_us = match claims.get("aud") {
        Some(Value::String(audience)) => audience == us,
        Some(Value::Array(audiences)) => {
            matches!(audiences.as_slice(), [only] if only.as_str() == Some(us))
        }
        _ => false,
    };
    if !is_for_us {
        return misdirected("another client");
    }
    let expires = claims.get("exp").and_then(Value::as_i64);
    if expires.is_some_and(|expires| expires <= (now - LEEWAY).timestamp()) {
        return misdirected("out of date");
    }
    // An id token is signed by the same key for the same client: only its purpose tells it apart.
    if ["nonce", "at_hash", "c_hash"].iter().any(|claim| claims.contains_key(*claim)) {
        return misdirected("an id token");
    }
    Ok(())
}
