//! A mail server, spoken to in SMTP, with TLS as its address says.

use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use domain::outbox::Failure;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    transport::smtp::{Error, PoolConfig},
};

use super::{Deliverer, Undelivered};
use crate::message::Parcel;

/// How many conversations at once; each letter waits for the server's answers, not for us.
const CONNECTIONS: u32 = 10;

/// How long one answer is waited for: a letter must be over before its lease is.
const PATIENCE: Duration = Duration::from_secs(20);

/// How much of a server's answer is kept.
const LONGEST_ANSWER: usize = 300;

/// A mail server.
pub struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

impl Smtp {
    /// The server of this address: `smtp://host:25`, `smtp://user:password@host:587?tls=required`
    /// (STARTTLS or nothing), `smtps://…` (TLS from the start).
    pub fn new(url: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                anyhow::anyhow!("MAILLAGE_SMTP_URL must be smtp://host:port or smtps://host:port")
            })?
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS))
            .build();
        Ok(Self(transport))
    }

    /// Whether the server answers, lets us in and speaks TLS when it has to.
    pub async fn check(&self) -> anyhow::Result<()> {
        let answers = self.0.test_connection().await.context("speaking to the mail server")?;
        anyhow::ensure!(answers, "the mail server does not answer");
        Ok(())
    }
}

#[async_trait]
impl Deliverer for Smtp {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), Undelivered> {
        match self.0.send(parcel.message.clone()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Undelivered { failure: failure(&error), why: short(&error) }),
        }
    }
}

/// 5xx is the end for this letter, unless the server refuses us and not the letter.
fn failure(error: &Error) -> Failure {
    let code = error.status().map(u16::from);
    if error.is_permanent() && !code.is_some_and(is_about_us) {
        Failure::Lasting
    } else {
        Failure::Passing
    }
}

/// Credentials or encryption that the server does not accept: an operator mends it, and the letters leave.
const fn is_about_us(code: u16) -> bool {
    matches!(code, 502 | 503 | 504 | 523 | 530 | 534 | 535 | 538)
}

fn short(error: &Error) -> String {
    let text = error.to_string();
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().take(LONGEST_ANSWER).collect()
}
