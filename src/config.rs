//! Every setting: read once from the environment, documented where it is defined.

use std::{net::SocketAddr, num::NonZeroU32};

use url::Url;

use crate::address::TrustedProxy;

/// One setting: its name, its default, and what it is for.
struct Setting {
    name: &'static str,
    default: &'static str,
    doc: &'static str,
}

const DATABASE_URL: Setting = Setting {
    name: "MAILLAGE_DATABASE_URL",
    default: "sqlite://maillage.db?mode=rwc",
    doc: "The database: an SQLite file, or postgres://user:password@host/name.",
};
const LISTEN: Setting = Setting {
    name: "MAILLAGE_LISTEN",
    default: "127.0.0.1:8080",
    doc: "The address and port to listen on.",
};
const PUBLIC_URL: Setting = Setting {
    name: "MAILLAGE_PUBLIC_URL",
    default: "",
    doc: "The address that people use, for links in letters and sign-in; by default http:// and the listening address.",
};
const SECRET_KEY: Setting = Setting {
    name: "MAILLAGE_SECRET_KEY",
    default: "",
    doc: "At least 32 characters that nobody else knows, for links and cookies; by default made once and kept in the database.",
};
const SMTP_URL: Setting = Setting {
    name: "MAILLAGE_SMTP_URL",
    default: "",
    doc: "The mail server: smtp://host:25, smtp://user:password@host:587?tls=required, or smtps://…; without it letters wait in the outbox.",
};
const MAIL_FROM: Setting = Setting {
    name: "MAILLAGE_MAIL_FROM",
    default: "Maillage <ne-pas-repondre@localhost>",
    doc: "Who letters come from.",
};
const OIDC_PRESET: Setting = Setting {
    name: "MAILLAGE_OIDC_PRESET",
    default: "",
    doc: "How the sign-in provider behaves: coop, proconnect or keycloak; without it people sign in by a link in a letter.",
};
const OIDC_ISSUER: Setting = Setting {
    name: "MAILLAGE_OIDC_ISSUER",
    default: "",
    doc: "The provider's issuer address; proconnect has one of its own.",
};
const OIDC_CLIENT_ID: Setting =
    Setting { name: "MAILLAGE_OIDC_CLIENT_ID", default: "", doc: "Our name at the provider." };
const OIDC_CLIENT_SECRET: Setting = Setting {
    name: "MAILLAGE_OIDC_CLIENT_SECRET",
    default: "",
    doc: "Our secret at the provider.",
};
const OIDC_SCOPES: Setting = Setting {
    name: "MAILLAGE_OIDC_SCOPES",
    default: "",
    doc: "What we ask the provider for beside openid, with spaces between; by default what the preset asks for.",
};
const OIDC_CLAIMS: Setting = Setting {
    name: "MAILLAGE_OIDC_CLAIMS",
    default: "",
    doc: "What the provider calls the facts that we read, where the preset is wrong: usual_name=family_name,siret=organisation; the facts are given_name, usual_name, email, email_verified, phone_number and siret.",
};
const OIDC_ACR_VALUES: Setting = Setting {
    name: "MAILLAGE_OIDC_ACR_VALUES",
    default: "",
    doc: "The assurance levels that we accept, with spaces between; by default the preset's.",
};
const LOG: Setting = Setting {
    name: "MAILLAGE_LOG",
    default: "info",
    doc: "What is logged, as tracing's filters say it: info, or maillage=debug,info.",
};
const GRAPHQL_DOCUMENTS: Setting = Setting {
    name: "MAILLAGE_GRAPHQL_DOCUMENTS",
    default: "",
    doc: "A JSON file of the only GraphQL documents that are answered: hashes and texts, or Apollo's manifest; without it all are.",
};
const METRICS_TOKEN: Setting = Setting {
    name: "MAILLAGE_METRICS_TOKEN",
    default: "",
    doc: "The bearer token that opens /metrics; without it the page does not exist.",
};
const API_LIMIT_SIGNED_IN: Setting = Setting {
    name: "MAILLAGE_API_LIMIT_SIGNED_IN",
    default: "60000/1000",
    doc: "How much each token or signed-in person may ask of the API: the points of a full bucket, and how many come back each second; a request takes its cost, at least one; none for no limit.",
};
const API_LIMIT_ANONYMOUS: Setting = Setting {
    name: "MAILLAGE_API_LIMIT_ANONYMOUS",
    default: "30000/300",
    doc: "The same for each address from which somebody asks who is not signed in.",
};
const TRUSTED_PROXY: Setting = Setting {
    name: "MAILLAGE_TRUSTED_PROXY",
    default: "private",
    doc: "Whose X-Forwarded-For is believed when addresses are counted: private (a peer on a loopback or private address), loopback, none, or addresses separated by commas.",
};

const OPERATOR_NAME: Setting = Setting {
    name: "MAILLAGE_OPERATOR_NAME",
    default: "",
    doc: "Who operates this site, for the legal notice and the privacy statement: Département de Maine-et-Loire.",
};
const OPERATOR_ADDRESS: Setting = Setting {
    name: "MAILLAGE_OPERATOR_ADDRESS",
    default: "",
    doc: "The operator's postal address, in one line.",
};
const OPERATOR_EMAIL: Setting = Setting {
    name: "MAILLAGE_OPERATOR_EMAIL",
    default: "",
    doc: "Where people write about the site, their data and its accessibility.",
};
const OPERATOR_PHONE: Setting =
    Setting { name: "MAILLAGE_OPERATOR_PHONE", default: "", doc: "The operator's telephone." };
const OPERATOR_DIRECTOR: Setting = Setting {
    name: "MAILLAGE_OPERATOR_DIRECTOR",
    default: "",
    doc: "Who answers for what is published (directrice ou directeur de la publication).",
};
const OPERATOR_HOSTING: Setting = Setting {
    name: "MAILLAGE_OPERATOR_HOSTING",
    default: "",
    doc: "Who hosts the server: name, address and telephone, in one line.",
};

const ALL: [&Setting; 25] = [
    &DATABASE_URL,
    &LISTEN,
    &PUBLIC_URL,
    &SECRET_KEY,
    &SMTP_URL,
    &MAIL_FROM,
    &OIDC_PRESET,
    &OIDC_ISSUER,
    &OIDC_CLIENT_ID,
    &OIDC_CLIENT_SECRET,
    &OIDC_SCOPES,
    &OIDC_CLAIMS,
    &OIDC_ACR_VALUES,
    &LOG,
    &GRAPHQL_DOCUMENTS,
    &METRICS_TOKEN,
    &API_LIMIT_SIGNED_IN,
    &API_LIMIT_ANONYMOUS,
    &TRUSTED_PROXY,
    &OPERATOR_NAME,
    &OPERATOR_ADDRESS,
    &OPERATOR_EMAIL,
    &OPERATOR_PHONE,
    &OPERATOR_DIRECTOR,
    &OPERATOR_HOSTING,
];

/// The facts that a provider's claims give us.
pub const CLAIMS: [&str; 6] =
    ["given_name", "usual_name", "email", "email_verified", "phone_number", "siret"];

/// The settings, read.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database's address.
    pub database_url: String,
    /// Whether the database was named, or is the default.
    pub is_database_given: bool,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that people use; without a slash at its end.
    pub public_url: String,
    /// The server's key, when given.
    pub secret_key: Option<Secret>,
    /// The mail server, when there is one.
    pub smtp_url: Option<Secret>,
    /// Who letters come from.
    pub mail_from: String,
    /// The sign-in provider, when there is one.
    pub oidc: Option<Oidc>,
    /// What is logged.
    pub log: String,
    /// The file of the only GraphQL documents that are answered, when not all are.
    pub graphql_documents: Option<String>,
    /// What opens the metrics, when anything does.
    pub metrics_token: Option<Secret>,
    /// How much one asker may ask of the API.
    pub api_limits: ApiLimits,
    /// Whose word about addresses is taken.
    pub trusted_proxy: TrustedProxy,
    /// Who operates the site.
    pub operator: Operator,
}

/// How much one asker may ask of the API; nothing means without limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApiLimits {
    /// Each token, and each person.
    pub signed_in: Option<Rate>,
    /// Each address from which nobody in particular asks.
    pub anonymous: Option<Rate>,
}

/// A bucket of points that fills by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The points of a full one.
    pub points: NonZeroU32,
    /// How many come back each second.
    pub each_second: NonZeroU32,
}

/// Who operates the site, as the law asks to be told; what is not set is said to be missing.
#[derive(Clone, Debug, Default)]
pub struct Operator {
    /// Its name.
    pub name: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// Where to write.
    pub email: Option<String>,
    /// Where to call.
    pub phone: Option<String>,
    /// Who answers for what is published.
    pub director: Option<String>,
    /// Who hosts the server.
    pub hosting: Option<String>,
}

/// The sign-in provider's settings.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// How it behaves: `coop`, `proconnect` or `keycloak`.
    pub preset: String,
    /// Its issuer address; empty for the preset's own.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: Secret,
    /// What we ask for beside `openid`, when it is not what the preset asks for.
    pub scopes: Option<Vec<String>>,
    /// Facts that the provider calls otherwise than the preset says: our name, its name.
    pub claims: Vec<(String, String)>,
    /// The assurance levels that we accept, when they are not the preset's.
    pub acr_values: Option<Vec<String>>,
}

/// Words that must not be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// A setting that is wrong or missing, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{name} {why}")]
pub struct Wrong {
    name: &'static str,
    why: String,
}

impl Config {
    /// Reads the environment.
    pub fn from_environment() -> Result<Self, Wrong> {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        Self::read(|name| std::env::var(name).ok())
    }

    /// Reads settings from wherever they are.
    pub fn read(find: impl Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        let given = |setting: &Setting| find(setting.name).filter(|value| !value.trim().is_empty());
        let value =
            |setting: &Setting| given(setting).unwrap_or_else(|| setting.default.to_owned());
        let listen: SocketAddr = value(&LISTEN).parse().map_err(|_| Wrong {
            name: LISTEN.name,
            why: "must be an address and a port, such as 127.0.0.1:8080".to_owned(),
        })?;
        let database_url = value(&DATABASE_URL);
        if !["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|scheme| database_url.starts_with(scheme))
        {
            return Err(Wrong {
                name: DATABASE_URL.name,
                why: "must begin with sqlite:, postgres: or postgresql:".to_owned(),
            });
        }
        let secret_key = given(&SECRET_KEY);
        if secret_key.as_ref().is_some_and(|key| key.chars().count() < 32) {
            return Err(Wrong {
                name: SECRET_KEY.name,
                why: "must have at least 32 characters".to_owned(),
            });
        }
        Ok(Self {
            is_database_given: given(&DATABASE_URL).is_some(),
            database_url,
            listen,
            public_url: public_url(given(&PUBLIC_URL), listen)?,
            secret_key: secret_key.map(Secret),
            smtp_url: given(&SMTP_URL).map(Secret),
            mail_from: value(&MAIL_FROM),
            oidc: oidc(&given)?,
            log: value(&LOG),
            graphql_documents: given(&GRAPHQL_DOCUMENTS),
            metrics_token: given(&METRICS_TOKEN).map(Secret),
            api_limits: ApiLimits {
                signed_in: rate(&API_LIMIT_SIGNED_IN, &value(&API_LIMIT_SIGNED_IN))?,
                anonymous: rate(&API_LIMIT_ANONYMOUS, &value(&API_LIMIT_ANONYMOUS))?,
            },
            trusted_proxy: value(&TRUSTED_PROXY).trim().parse().map_err(|_| Wrong {
                name: TRUSTED_PROXY.name,
                why: "must be private, loopback, none, or addresses separated by commas".to_owned(),
            })?,
            operator: operator(&given)?,
        })
    }

    /// Whether people come by TLS, as cookies must know.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
    }

    /// The same settings, on another address.
    #[must_use]
    pub fn listening_on(mut self, listen: SocketAddr) -> Self {
        if self.public_url == default_public_url(self.listen) {
            self.public_url = default_public_url(listen);
        }
        self.listen = listen;
        self
    }
}

fn rate(setting: &Setting, text: &str) -> Result<Option<Rate>, Wrong> {
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

fn default_public_url(listen: SocketAddr) -> String {
    format!("http://{listen}")
}

fn public_url(given: Option<String>, listen: SocketAddr) -> Result<String, Wrong> {
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

fn operator(given: &impl Fn(&Setting) -> Option<String>) -> Result<Operator, Wrong> {
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

fn oidc(given: &impl Fn(&Setting) -> Option<String>) -> Result<Option<Oidc>, Wrong> {
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

/// Every setting with its default and its doc.
pub fn manual() -> String {
    ALL.iter()
        .map(|setting| {
            let default = if setting.default.is_empty() { "(none)" } else { setting.default };
            format!("{}\n    {}\n    Default: {default}\n", setting.name, setting.doc)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_setting_is_named_with_the_reason() {
        let wrong = |name: &'static str, value: &'static str| {
            Config::read(|asked| (asked == name).then(|| value.to_owned())).unwrap_err().to_string()
        };

        assert!(wrong("MAILLAGE_LISTEN", "everywhere").starts_with("MAILLAGE_LISTEN must be"));
        assert!(wrong("MAILLAGE_DATABASE_URL", "mysql://x").contains("sqlite:"));
        assert!(wrong("MAILLAGE_SECRET_KEY", "short").contains("32"));
        assert!(wrong("MAILLAGE_OPERATOR_EMAIL", "the office").contains("email"));
        assert!(wrong("MAILLAGE_PUBLIC_URL", "example.org").contains("http"));
        assert!(wrong("MAILLAGE_API_LIMIT_ANONYMOUS", "0/3").contains("60000/1000"));
        assert!(wrong("MAILLAGE_TRUSTED_PROXY", "everybody").contains("loopback"));
        assert!(
            wrong("MAILLAGE_OIDC_PRESET", "coop").starts_with("MAILLAGE_OIDC_ISSUER is needed")
        );
        let claims = |claims: &'static str| {
            Config::read(|asked| match asked {
                "MAILLAGE_OIDC_PRESET" => Some("proconnect".to_owned()),
                "MAILLAGE_OIDC_CLIENT_ID" | "MAILLAGE_OIDC_CLIENT_SECRET" => Some("x".to_owned()),
                "MAILLAGE_OIDC_CLAIMS" => Some(claims.to_owned()),
                _ => None,
            })
        };
        assert!(claims("birthdate=date").unwrap_err().to_string().contains("birthdate=date"));
        assert!(claims("siret").unwrap_err().to_string().starts_with("MAILLAGE_OIDC_CLAIMS must"));
        let oidc = claims("usual_name=family_name, siret=organisation").unwrap().oidc.unwrap();
        assert_eq!(oidc.claims[1], ("siret".to_owned(), "organisation".to_owned()));
    }
}
