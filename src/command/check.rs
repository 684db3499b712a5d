//! `maillage check`: what is wrong, and how to mend it.

use domain::{
    clock::Clock,
    database::Db,
    health::{Check, State},
};

use crate::{config::Config, health, server::Server};

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    let mut wrong = 0;
    // Without a provider people still sign in; without a mail server no letter leaves.
    let mut tell = |what: &str, check: Check, well: &str, may_lack: bool| {
        let words = if check.detail.is_empty() { well } else { &check.detail };
        let found = if check.state == State::Good || (may_lack && check.state == State::Absent) {
            "ok   "
        } else {
            wrong += 1;
            "wrong"
        };
        super::print(&format!("{found}  {what}: {words}\n"))
    };
    let database = Box::pin(health::database(Db::open(&config.database_url))).await;
    tell("database", database, "answers, is up to date, and keeps what it confirms", false)?;
    tell("mail", health::mail(&config).await, "takes letters", false)?;
    let sign_in = async {
        let server = Server::open(config.clone(), Clock::Machine, false).await?;
        anyhow::Ok(server.sign_in)
    };
    tell("provider", Box::pin(health::provider(sign_in, &config)).await, "answers", true)?;
    if wrong > 0 {
        anyhow::bail!("{wrong} of 3 checks failed");
    }
    Ok(())
}
