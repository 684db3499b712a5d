//! The settings: read once from the environment, documented where they are defined.

mod given;
mod setting;

use std::{env::VarError, net::SocketAddr, num::NonZeroU32};

use crate::{address::TrustedProxy, listener::Patience};
use given::{default_public_url, log, oidc, operator, public_url, rate};
use setting::{
    ALL, API_LIMIT_ANONYMOUS, API_LIMIT_SIGNED_IN, DATABASE_URL, GRAPHQL_DOCUMENTS, LISTEN, LOG,
    MAIL_FROM, METRICS_TOKEN, PUBLIC_URL, SECRET_KEY, SMTP_URL, Setting, TRUSTED_PROXY,
};

pub use setting::manual;

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
    /// How long a connection may keep us waiting; no setting: only tests have less.
    pub patience: Patience,
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
        let find = |name: &str| std::env::var(name);
        // Else it would count as not set, and another value would silently be taken.
        if let Some(setting) =
            ALL.iter().find(|it| matches!(find(it.name), Err(VarError::NotUnicode(_))))
        {
            return Err(Wrong { name: setting.name, why: "must be written in UTF-8".to_owned() });
        }
        Self::read(|name| find(name).ok())
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
            patience: Patience::default(),
            public_url: public_url(given(&PUBLIC_URL), listen)?,
            secret_key: secret_key.map(Secret),
            smtp_url: given(&SMTP_URL).map(Secret),
            mail_from: value(&MAIL_FROM),
            oidc: oidc(&given)?,
            log: log(&value(&LOG))?,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_manual_says_of_the_log_is_understood() {
        for log in
            ["info", "WARN", "off", "maillage=debug,info", "maillage::statement=trace", " info"]
        {
            let read = Config::read(|asked| (asked == "MAILLAGE_LOG").then(|| log.to_owned()));
            assert_eq!(read.unwrap().log, log.trim());
        }
    }

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
        assert!(wrong("MAILLAGE_LOG", "==").starts_with("MAILLAGE_LOG must be off"));
        assert!(wrong("MAILLAGE_LOG", "inof").ends_with("not inof"));
        assert!(wrong("MAILLAGE_LOG", "maillage=debug,everything").ends_with("everything"));
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
