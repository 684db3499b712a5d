//! What time brings about: each job is derived from the present state and keyed, so that two workers do it once.

use domain::{context::Context, error::Halt};
use futures_util::future::{BoxFuture, FutureExt as _};

/// One thing that is done again and again.
pub struct Job {
    /// Its name in the log.
    pub name: &'static str,
    /// Does it; says how much there was to do.
    pub run: fn(Context) -> BoxFuture<'static, Result<u64, Halt>>,
}

/// Names a job and the operation that does it.
macro_rules! job {
    ($name:literal, $operation:path) => {
        Job { name: $name, run: |ctx| async move { $operation(&ctx).await.map(count) }.boxed() }
    };
}

/// All of them, in the order of a round: what frees places comes before what reminds of them.
pub const JOBS: &[Job] = &[
    job!("offers-over", domain::registration::lapse_offers),
    job!("answers-forgotten", domain::registration::erase_answers),
    job!("invitation-reminders", domain::invitation::remind),
    job!("invitations-over", domain::invitation::expire),
    job!("signatures-over", domain::charter::lapse),
    job!("charter-newcomers", domain::charter::ask_newcomers),
    job!("charter-reminders", domain::charter::remind),
    job!("reminders", domain::reminder::derive),
    job!("expired-cleared", domain::retention::clear),
    job!("unseen-members", domain::retention::unseen),
    job!("idempotency-forgotten", domain::idempotency::forget),
];

/// However an operation counts.
fn count(done: impl TryInto<u64>) -> u64 {
    done.try_into().unwrap_or(u64::MAX)
}
