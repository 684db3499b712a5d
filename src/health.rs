//! How database, mail and provider stand: one answer for the command line, the page and the API.

use std::{sync::Arc, time::Duration};

use domain::{
    database::{self, Db},
    health::{Check, Part, State},
};
use mail::Smtp;

use crate::{config::Config, server::Server, sign_in::SignIn};

/// How long each thing may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How everything stands, all asked at once.
pub async fn checks(server: &Server) -> Vec<Check> {
    // The demonstration brings its own mailbox and its own provider.
    if server.is_demonstration {
        let database = database(async { Ok(server.house.db.clone()) }).await;
        return vec![database, good(Part::Mail), good(Part::Provider)];
    }
    let (one, two, three) = tokio::join!(
        database(async { Ok(server.house.db.clone()) }),
        mail(&server.config),
        provider(async { Ok(server.sign_in.clone()) }, &server.config),
    );
    vec![one, two, three]
}

/// The same, as the API asks for it.
pub(crate) fn watch(server: Server) -> api::Watch {
    let server = Arc::new(server);
    api::Watch(Arc::new(move || {
        let server = Arc::clone(&server);
        Box::pin(async move { checks(&server).await })
    }))
}

fn good(part: Part) -> Check {
    Check { part, state: State::Good, detail: String::new() }
}

fn silent(part: Part, error: Option<&anyhow::Error>, mend: &str) -> Check {
    let what = error
        .map_or_else(|| "no answer within ten seconds".to_owned(), |error| format!("{error:#}"));
    Check { part, state: State::Silent, detail: format!("{what}; {mend}") }
}

/// The database answers, is up to date, and keeps what it confirms.
pub(crate) async fn database(db: impl Future<Output = anyhow::Result<Db>>) -> Check {
    let part = Part::Database;
    let mend = "check MAILLAGE_DATABASE_URL, and that the server runs";
    let answer = async {
        let db = db.await?;
        database::ping(&db).await?;
        anyhow::Ok((database::pending_steps(&db).await?, database::weakness(&db).await?))
    };
    let weak = |detail: String| Check { part, state: State::Weak, detail };
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok((0, None))) => good(part),
        Ok(Ok((0, Some(weakness)))) => weak(weakness.to_owned()),
        Ok(Ok((steps, _))) => weak(format!("{steps} steps behind: run `maillage migrate`")),
        Ok(Err(error)) => silent(part, Some(&error), mend),
        Err(_) => silent(part, None, mend),
    }
}

/// The mail server takes connections.
pub(crate) async fn mail(config: &Config) -> Check {
    let part = Part::Mail;
    let Some(url) = &config.smtp_url else {
        let detail = "no mail server: letters wait in the outbox; set MAILLAGE_SMTP_URL".to_owned();
        return Check { part, state: State::Absent, detail };
    };
    let mend = "check MAILLAGE_SMTP_URL, and that the mail server takes connections from here";
    let answer = async { Smtp::new(&url.0)?.check().await };
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(())) => good(part),
        Ok(Err(error)) => silent(part, Some(&error), mend),
        Err(_) => silent(part, None, mend),
    }
}

/// The provider tells its addresses and keys.
pub(crate) async fn provider(
    sign_in: impl Future<Output = anyhow::Result<Arc<SignIn>>>,
    config: &Config,
) -> Check {
    let part = Part::Provider;
    if config.oidc.is_none() {
        let detail = "none is set: people sign in by a link in a letter".to_owned();
        return Check { part, state: State::Absent, detail };
    }
    let mend = "check MAILLAGE_OIDC_ISSUER, and that it is reachable from here";
    let answer = async {
        match sign_in.await?.party() {
            Some(party) => party.discover().await.map_err(|refused| anyhow::anyhow!("{refused}")),
            None => Ok(()),
        }
    };
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(())) => good(part),
        Ok(Err(error)) => silent(part, Some(&error), mend),
        Err(_) => silent(part, None, mend),
    }
}
