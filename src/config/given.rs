//! What the given values mean, and why some mean nothing.

use std::net::SocketAddr;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{
    CLAIMS, Oidc, Operator, Rate, Secret, Wrong,
    setting::{
        LOG, OIDC_ACR_VALUES, OIDC_CLAIMS, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ISSUER,
        OIDC_PRESET, OIDC_SCOPES, OPERATOR_ADDRESS, OPERATOR_DIRECTOR, OPERATOR_EMAIL,
        OPERATOR_HOSTING, OPERATOR_NAME, OPERATOR_PHONE, PUBLIC_URL, Setting,
    },
};

pub(super) fn rate(setting: &Setting, text: &str) -> Result<Option<Rate>, Wrong> {
    if text.trim() == "none" {
        return Ok(None);
    }
    let number = |text: &str| text.trim().parse().ok();
    text.split_once('/')
        .and_then(|(points, each_second)| {
            Some(Rate { points: number(points)?, each_second: number(each_second)? })
        })
        .map(Some)
        .ok_or(Wrong {
            name: setting.name,
            why: "must be two whole numbers such as 60000/1000, or none".to_owned(),
        })
}

/// What is logged: levels, and targets with theirs. A bare word that is no level would be taken for the
/// name of a target, and the log would be silent.
pub(super) fn log(text: &str) -> Result<String, Wrong> {
    let is_word = |part: &&&str| part.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let mut words = parts.iter().filter(is_word);
    let text = parts.join(",");
    let is_readable =
        EnvFilter::try_new(&text).is_ok() && words.all(|word| word.parse::<LevelFilter>().is_ok());
    if is_readable {
        return Ok(text);
    }
    Err(Wrong {
        name: LOG.name,
        why: format!(
            "must be off, error, warn, info, debug or trace, or such as maillage=debug,info; not {text}"
        ),
    })
}

pub(super) fn default_public_url(listen: SocketAddr) -> String {
    format!("http://{listen}")
}

pub(super) fn public_url(given: Option<String>, listen: SocketAddr) -> Result<String, Wrong> {
    let Some(text) = given else { return Ok(default_public_url(listen)) };
    let is_origin = Url::parse(&text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none()
    });
    if !is_origin {
        return Err(Wrong {
            name: PUBLIC_URL.name,
            why: "must be http:// or https:// and a host, without a path".to_owned(),
        });
    }
    Ok(text.trim_end_matches('/').to_owned())
}

pub(super) fn operator(given: &impl Fn(&Setting) -> Option<String>) -> Result<Operator, Wrong> {
    let line = |setting: &Setting| given(setting).map(|text| text.trim().to_owned());
    let email = line(&OPERATOR_EMAIL);
    if email
        .as_ref()
        .is_some_and(|email| !email.contains('@') || email.contains(char::is_whitespace))
    {
        return Err(Wrong {
            name: OPERATOR_EMAIL.name,
            why: "must be an email address".to_owned(),
        });
    }
    Ok(Operator {
        name: line(&OPERATOR_NAME),
        address: line(&OPERATOR_ADDRESS),
        email,
        phone: line(&OPERATOR_PHONE),
        director: line(&OPERATOR_DIRECTOR),
        hosting: line(&OPERATOR_HOSTING),
    })
}

pub(super) fn oidc(given: &impl Fn(&Setting) -> Option<String>) -> Result<Option<Oidc>, Wrong> {
    let Some(preset) = given(&OIDC_PRESET) else { return Ok(None) };
    if !["coop", "proconnect", "keycloak"].contains(&preset.as_str()) {
        return Err(Wrong {
            name: OIDC_PRESET.name,
            why: format!("must be coop, proconnect or keycloak, not {preset}"),
        });
    }
    let needed = |setting: &Setting| {
        given(setting).ok_or(Wrong {
            name: setting.name,
            why: "is needed with MAILLAGE_OIDC_PRESET".to_owned(),
        })
    };
    let issuer = match preset.as_str() {
        // There is only one, and the preset knows it.
        "proconnect" => given(&OIDC_ISSUER).unwrap_or_default(),
        _ => needed(&OIDC_ISSUER)?,
    };
    Ok(Some(Oidc {
        preset,
        issuer,
        client_id: needed(&OIDC_CLIENT_ID)?,
        client_secret: Secret(needed(&OIDC_CLIENT_SECRET)?),
        scopes: given(&OIDC_SCOPES).map(|text| words(&text)),
        claims: claims(&given(&OIDC_CLAIMS).unwrap_or_default())?,
        acr_values: given(&OIDC_ACR_VALUES).map(|text| words(&text)),
    }))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(ToOwned::to_owned).collect()
}

fn claims(given: &str) -> Result<Vec<(String, String)>, Wrong> {
    let wrong = |pair: &str| Wrong {
        name: OIDC_CLAIMS.name,
        why: format!(
            "must be pairs such as usual_name=family_name with commas between; not {pair}"
        ),
    };
    if given.is_empty() {
        return Ok(Vec::new());
    }
    given
        .split(',')
        .map(|pair| {
            let (ours, theirs) = pair.split_once('=').ok_or_else(|| wrong(pair))?;
            let (ours, theirs) = (ours.trim(), theirs.trim());
            if theirs.is_empty() || !CLAIMS.contains(&ours) {
                return Err(wrong(pair));
            }
            Ok((ours.to_owned(), theirs.to_owned()))
        })
        .collect()
}
