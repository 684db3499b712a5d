//! `maillage check`: what is wrong, and how to mend it.

use std::time::Duration;

use ::mail::Smtp;
use domain::{
    clock::Clock,
    database::{self, Db},
};

use crate::{config::Config, server::Server};

/// How long each thing may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    let mut wrong = 0;
    let mut tell = |what: &str, outcome: Result<String, String>| match outcome {
        Ok(words) => super::print(&format!("ok     {what}: {words}\n")),
        Err(words) => {
            wrong += 1;
            super::print(&format!("wrong  {what}: {words}\n"));
        }
    };
    tell("database", database(&config).await);
    tell("mail", mail(&config).await);
    tell("provider", provider(&config).await);
    if wrong > 0 {
        anyhow::bail!("{wrong} of 3 checks failed");
    }
    Ok(())
}

async fn database(config: &Config) -> Result<String, String> {
    let mend = "check MAILLAGE_DATABASE_URL, and that the server runs";
    let answer = async {
        let db = Db::open(&config.database_url).await?;
        database::ping(&db).await?;
        anyhow::Ok((database::pending_steps(&db).await?, database::weakness(&db).await?))
    };
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok((0, None))) => Ok("answers, is up to date, and keeps what it confirms".to_owned()),
        Ok(Ok((0, Some(weakness)))) => Err(weakness.to_owned()),
        Ok(Ok((steps, _))) => Err(format!("{steps} steps behind: run `maillage migrate`")),
        Ok(Err(error)) => Err(format!("{error:#}; {mend}")),
        Err(_) => Err(format!("no answer within ten seconds; {mend}")),
    }
}

async fn mail(config: &Config) -> Result<String, String> {
    let Some(url) = &config.smtp_url else {
        return Err("no mail server: letters wait in the outbox; set MAILLAGE_SMTP_URL".to_owned());
    };
    let mend = "check MAILLAGE_SMTP_URL, and that the mail server takes connections from here";
    match tokio::time::timeout(PATIENCE, answers(&url.0)).await {
        Ok(Ok(())) => Ok("takes letters".to_owned()),
        Ok(Err(error)) => Err(format!("{error:#}; {mend}")),
        Err(_) => Err(format!("no answer within ten seconds; {mend}")),
    }
}

/// The mail server takes connections.
async fn answers(url: &str) -> anyhow::Result<()> {
    Smtp::new(url)?.check().await
}

async fn provider(config: &Config) -> Result<String, String> {
    if config.oidc.is_none() {
        return Ok("none is set: people sign in by a link in a letter".to_owned());
    }
    let mend = "check MAILLAGE_OIDC_ISSUER, and that it is reachable from here";
    match tokio::time::timeout(PATIENCE, discovers(config)).await {
        Ok(Ok(())) => Ok("answers".to_owned()),
        Ok(Err(error)) => Err(format!("{error:#}; {mend}")),
        Err(_) => Err(format!("no answer within ten seconds; {mend}")),
    }
}

/// The provider tells its addresses and keys.
async fn discovers(config: &Config) -> anyhow::Result<()> {
    let server = Server::open(config.clone(), Clock::Machine, false).await?;
    match server.sign_in.party() {
        Some(party) => party.discover().await.map_err(|refused| anyhow::anyhow!("{refused}")),
        None => Ok(()),
    }
}
