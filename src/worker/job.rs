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
        Job { name: $name, run: |ctx| async move { $operation(&ctx).await }.boxed() }
    };
}

/// All of them, in the order of a round.
pub const JOBS: &[Job] = &[
    job!("invitation-reminders", domain::invitation::remind),
    job!("invitations-over", domain::invitation::expire),
    job!("reminders", domain::reminder::derive),
];
