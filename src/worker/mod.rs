//! The worker: takes letters that are due and hands them to a mail server, and does what time brings about.
//!
//! It runs inside `serve`, or alone as `worker`; several at once share the work. A crash between the
//! mail server's yes and our note of it sends a letter again, with the same Message-ID.

mod job;

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use domain::{
    context::{Context, Door},
    error::Halt,
    letter,
    outbox::{self, Claimed, Failure, Hindrance, Recipient},
};
use futures_util::{StreamExt as _, stream};
use mail::{Deliverer, Links, Parcel, Sender, Smtp, Undelivered};
use tokio::sync::watch;

use crate::{metrics, server::Server};

pub use job::{JOBS, Job};

/// How many letters one worker claims at once.
const BATCH: i32 = 50;
/// How many of them are on their way at the same time.
const AT_ONCE: usize = 10;
/// How often it looks for due letters.
const LOOK: Duration = Duration::from_secs(1);
/// How often it does what time brings about.
const JOB_ROUND: Duration = Duration::from_secs(30);

/// Sends letters and runs jobs.
#[derive(Clone)]
pub struct Worker {
    server: Server,
    name: String,
    sender: Sender,
    links: Links,
    deliverer: Option<Arc<dyn Deliverer>>,
}

impl Worker {
    /// The worker of this server: letters go to the demonstration's mailbox, to the mail server, or
    /// wait in the outbox when there is neither.
    pub fn new(server: &Server) -> anyhow::Result<Self> {
        let deliverer: Option<Arc<dyn Deliverer>> = match (&server.mailbox, &server.config.smtp_url)
        {
            (Some(mailbox), _) => Some(Arc::new(mailbox.clone())),
            (None, Some(url)) => Some(Arc::new(Smtp::new(&url.0)?)),
            (None, None) => None,
        };
        Self::with(server, deliverer)
    }

    /// A worker whose letters go this way.
    pub fn with(server: &Server, deliverer: Option<Arc<dyn Deliverer>>) -> anyhow::Result<Self> {
        let sender = Sender::new(&server.config.mail_from).context("check MAILLAGE_MAIL_FROM")?;
        Ok(Self {
            // The lease is this worker's alone, even if two start in the same container.
            name: domain::secret::random_token()?,
            sender,
            links: Links::new(&server.config.public_url),
            deliverer,
            server: server.clone(),
        })
    }

    fn context(&self) -> Context {
        self.server.context(Door::Worker)
    }

    /// Works until told to stop; what is in its hands then is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut letters_stop = stop.clone();
        tokio::join!(self.run_letters(&mut letters_stop), self.run_jobs_in_rounds(&mut stop));
    }

    async fn run_letters(&self, stop: &mut watch::Receiver<bool>) {
        if self.deliverer.is_none() {
            tracing::warn!("MAILLAGE_SMTP_URL is not set: letters wait in the outbox");
            return;
        }
        while !*stop.borrow() {
            match self.send_due().await {
                // A full batch: there may be more.
                Ok(sent) if sent >= BATCH.unsigned_abs() as usize => {}
                Ok(_) => pause(stop, LOOK).await,
                Err(halt) => {
                    tracing::error!(?halt, "looking for letters that are due");
                    pause(stop, LOOK * 5).await;
                }
            }
        }
    }

    async fn run_jobs_in_rounds(&self, stop: &mut watch::Receiver<bool>) {
        while !*stop.borrow() {
            self.run_jobs().await;
            pause(stop, JOB_ROUND).await;
        }
    }

    /// Does once what time brings about; a job that fails is logged and tried in the next round.
    pub async fn run_jobs(&self) {
        for job in JOBS {
            match (job.run)(self.context()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(job = job.name, count, "done"),
                Err(halt) => tracing::error!(job = job.name, ?halt, "a job failed"),
            }
        }
    }

    /// Sends one batch of the letters that are due; says how many it took in hand.
    pub async fn send_due(&self) -> Result<usize, Halt> {
        let Some(deliverer) = &self.deliverer else { return Ok(0) };
        let ctx = self.context();
        let claimed = outbox::claim(&ctx, &self.name, BATCH).await?;
        let count = claimed.len();
        stream::iter(claimed)
            .for_each_concurrent(AT_ONCE, |letter| {
                let ctx = &ctx;
                async move {
                    if let Err(halt) = self.send(ctx, deliverer.as_ref(), &letter).await {
                        tracing::error!(?halt, letter = %letter.id, "a letter was not sent");
                        self.give_back(ctx, &letter).await;
                    }
                }
            })
            .await;
        Ok(count)
    }

    async fn send(
        &self,
        ctx: &Context,
        deliverer: &dyn Deliverer,
        letter: &Claimed,
    ) -> Result<(), Halt> {
        let Some(told) = &letter.told else {
            // A newer version wrote it, and will send it.
            let why = Hindrance::Unknown.word();
            return outbox::failed(ctx, &self.name, letter, Failure::Passing, why).await;
        };
        if outbox::kept_for_morning(ctx, &self.name, letter).await? {
            return Ok(());
        }
        let to = Recipient { member_id: letter.member_id, email: letter.email.clone() };
        if !letter::wants(ctx, letter.category, &to).await? {
            return outbox::skipped(ctx, &self.name, letter.id, Hindrance::Unwanted).await;
        }
        let Some(facts) = letter::facts(ctx, told, &to).await? else {
            return outbox::skipped(ctx, &self.name, letter.id, Hindrance::Untrue).await;
        };
        let now = ctx.now();
        let parcel = mail::write(told, &facts, &to.email, &self.sender, &self.links, now).and_then(
            |written| Parcel::new(&self.sender, &to.email, &letter.message_id, written, now),
        );
        let parcel = match parcel {
            Ok(parcel) => parcel,
            Err(error) => {
                tracing::error!(letter = %letter.id, "{error:#}");
                let why = format!("{error:#}");
                return outbox::failed(ctx, &self.name, letter, Failure::Lasting, &why).await;
            }
        };
        if !outbox::hold(ctx, &self.name, letter.id).await? {
            return Ok(());
        }
        match deliverer.deliver(&parcel).await {
            Ok(()) => {
                metrics::letter("sent");
                outbox::sent(ctx, &self.name, letter.id).await
            }
            Err(Undelivered { failure, why }) => {
                metrics::letter(match failure {
                    Failure::Passing => "deferred",
                    Failure::Lasting => "refused",
                });
                tracing::warn!(letter = %letter.id, %why, "a letter was not taken");
                outbox::failed(ctx, &self.name, letter, failure, &why).await
            }
        }
    }

    /// A fault of ours: tried again after a pause. If even this cannot be noted, the lease ends by itself.
    async fn give_back(&self, ctx: &Context, letter: &Claimed) {
        let why = Hindrance::Broken.word();
        if let Err(halt) = outbox::failed(ctx, &self.name, letter, Failure::Passing, why).await {
            tracing::error!(?halt, letter = %letter.id, "a letter could not be given back");
        }
    }
}

/// Waits, or stops waiting when told to stop.
async fn pause(stop: &mut watch::Receiver<bool>, time: Duration) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        _ = stop.wait_for(|is_over| *is_over) => {}
    }
}
