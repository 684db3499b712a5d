//! The way out: a mail server, or the mailbox of a demonstration.

mod mailbox;
mod smtp;

use async_trait::async_trait;
use domain::outbox::Failure;

use crate::message::Parcel;

pub use mailbox::{Kept, Mailbox};
pub use smtp::Smtp;

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether it may go better later.
    pub failure: Failure,
    /// What the mail server answered, kept short.
    pub why: String,
}

/// Whoever takes letters away.
#[async_trait]
pub trait Deliverer: Send + Sync {
    /// Hands over one letter.
    async fn deliver(&self, parcel: &Parcel) -> Result<(), Undelivered>;
}
