//! Every setting: its name, its default, and what it is for.

/// One setting: its name, its default, and what it is for.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) default: &'static str,
    doc: &'static str,
}

pub(super) const DATABASE_URL: Setting = Setting {
    name: "MAILLAGE_DATABASE_URL",
    default: "sqlite://maillage.db?mode=rwc",
    doc: "The database: an SQLite file, or postgres://user:password@host/name.",
};
pub(super) const LISTEN: Setting = Setting {
    name: "MAILLAGE_LISTEN",
    default: "127.0.0.1:8080",
    doc: "The address and port to listen on.",
};
pub(super) const PUBLIC_URL: Setting = Setting {
    name: "MAILLAGE_PUBLIC_URL",
    default: "",
    doc: "The address that people use, for links in letters and sign-in; by default http:// and the listening address.",
};
pub(super) const SECRET_KEY: Setting = Setting {
    name: "MAILLAGE_SECRET_KEY",
    default: "",
    doc: "At least 32 characters that nobody else knows, for links and cookies; by default made once and kept in the database.",
};
pub(super) const SMTP_URL: Setting = Setting {
    name: "MAILLAGE_SMTP_URL",
    default: "",
    doc: "The mail server: smtp://host:25, smtp://user:password@host:587?tls=required, or smtps://…; without it letters wait in the outbox.",
};
pub(super) const MAIL_FROM: Setting = Setting {
    name: "MAILLAGE_MAIL_FROM",
    default: "Maillage <ne-pas-repondre@localhost>",
    doc: "Who letters come from.",
};
pub(super) const OIDC_PRESET: Setting = Setting {
    name: "MAILLAGE_OIDC_PRESET",
    default: "",
    doc: "How the sign-in provider behaves: coop, proconnect or keycloak; without it people sign in by a link in a letter.",
};
pub(super) const OIDC_ISSUER: Setting = Setting {
    name: "MAILLAGE_OIDC_ISSUER",
    default: "",
    doc: "The provider's issuer address; proconnect has one of its own.",
};
pub(super) const OIDC_CLIENT_ID: Setting =
    Setting { name: "MAILLAGE_OIDC_CLIENT_ID", default: "", doc: "Our name at the provider." };
pub(super) const OIDC_CLIENT_SECRET: Setting = Setting {
    name: "MAILLAGE_OIDC_CLIENT_SECRET",
    default: "",
    doc: "Our secret at the provider.",
};
pub(super) const OIDC_SCOPES: Setting = Setting {
    name: "MAILLAGE_OIDC_SCOPES",
    default: "",
    doc: "What we ask the provider for beside openid, with spaces between; by default what the preset asks for.",
};
pub(super) const OIDC_CLAIMS: Setting = Setting {
    name: "MAILLAGE_OIDC_CLAIMS",
    default: "",
    doc: "What the provider calls the facts that we read, where the preset is wrong: usual_name=family_name,siret=organisation; the facts are given_name, usual_name, email, email_verified, phone_number and siret.",
};
pub(super) const OIDC_ACR_VALUES: Setting = Setting {
    name: "MAILLAGE_OIDC_ACR_VALUES",
    default: "",
    doc: "The assurance levels that we accept, with spaces between; by default the preset's.",
};
pub(super) const LOG: Setting = Setting {
    name: "MAILLAGE_LOG",
    default: "info",
    doc: "What is logged, as tracing's filters say it: info, or maillage=debug,info.",
};
pub(super) const GRAPHQL_DOCUMENTS: Setting = Setting {
    name: "MAILLAGE_GRAPHQL_DOCUMENTS",
    default: "",
    doc: "A JSON file of the only GraphQL documents that are answered: hashes and texts, or Apollo's manifest; without it all are.",
};
pub(super) const METRICS_TOKEN: Setting = Setting {
    name: "MAILLAGE_METRICS_TOKEN",
    default: "",
    doc: "The bearer token that opens /metrics; without it the page does not exist.",
};
pub(super) const API_LIMIT_SIGNED_IN: Setting = Setting {
    name: "MAILLAGE_API_LIMIT_SIGNED_IN",
    default: "60000/1000",
    doc: "How much each token or signed-in person may ask of the API: the points of a full bucket, and how many come back each second; a request takes its cost, at least one; none for no limit.",
};
pub(super) const API_LIMIT_ANONYMOUS: Setting = Setting {
    name: "MAILLAGE_API_LIMIT_ANONYMOUS",
    default: "30000/300",
    doc: "The same for each address from which somebody asks who is not signed in.",
};
pub(super) const TRUSTED_PROXY: Setting = Setting {
    name: "MAILLAGE_TRUSTED_PROXY",
    default: "private",
    doc: "Whose X-Forwarded-For is believed when addresses are counted: private (a peer on a loopback or private address), loopback, none, or addresses separated by commas.",
};

pub(super) const OPERATOR_NAME: Setting = Setting {
    name: "MAILLAGE_OPERATOR_NAME",
    default: "",
    doc: "Who operates this site, for the legal notice and the privacy statement: Département de Maine-et-Loire.",
};
pub(super) const OPERATOR_ADDRESS: Setting = Setting {
    name: "MAILLAGE_OPERATOR_ADDRESS",
    default: "",
    doc: "The operator's postal address, in one line.",
};
pub(super) const OPERATOR_EMAIL: Setting = Setting {
    name: "MAILLAGE_OPERATOR_EMAIL",
    default: "",
    doc: "Where people write about the site, their data and its accessibility.",
};
pub(super) const OPERATOR_PHONE: Setting =
    Setting { name: "MAILLAGE_OPERATOR_PHONE", default: "", doc: "The operator's telephone." };
pub(super) const OPERATOR_DIRECTOR: Setting = Setting {
    name: "MAILLAGE_OPERATOR_DIRECTOR",
    default: "",
    doc: "Who answers for what is published (directrice ou directeur de la publication).",
};
pub(super) const OPERATOR_HOSTING: Setting = Setting {
    name: "MAILLAGE_OPERATOR_HOSTING",
    default: "",
    doc: "Who hosts the server: name, address and telephone, in one line.",
};

pub(super) const ALL: [&Setting; 25] = [
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
