//! What a letter is.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{id::LetterKind, letter, outbox};

use crate::graphql::{
    event::{Event, EventKey},
    id::write,
    loader::load,
    member::{Member, MemberKey},
    scalar::EmailAddress,
};

/// How far a letter is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::outbox::State")]
pub enum LetterState {
    /// Waits to leave.
    Pending,
    /// A mail server took it.
    Sent,
    /// Given up; `error` says why.
    Failed,
    /// No longer wanted when its time came: unsubscribed, or no longer true.
    Skipped,
}

/// What one may refuse to receive, one category at a time. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::outbox::Category")]
pub enum LetterCategory {
    /// What one asked for, or must know: cannot be refused.
    Transactional,
    /// Invitations to networks and events.
    Invitation,
    /// Reminders of every kind (rappels).
    Reminder,
    /// Requests that wait for a lead or a manager.
    Request,
    /// News of charters and messages of organisers.
    News,
    /// Messages of other members.
    Message,
}

/// A letter (courriel) that we write, and what became of it.
#[derive(Clone)]
pub struct Letter(Arc<letter::Letter>);

impl Letter {
    pub(crate) fn of(letter: letter::Letter) -> Self {
        Self(Arc::new(letter))
    }
}

/// A letter (courriel) that we write, and what became of it.
#[Object]
impl Letter {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<LetterKind>(self.0.id)
    }

    /// What it tells, such as `registration_confirmed`; the list of letters may grow.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Whether and how it may be refused.
    async fn category(&self) -> LetterCategory {
        self.0.category().into()
    }

    /// To which address; null when it is no longer kept, when the member does not show it to you, or when
    /// they are a member nowhere and you hold no role in the network itself.
    async fn email(&self) -> Option<EmailAddress> {
        Some(&self.0.email).filter(|email| !email.is_empty()).cloned().map(EmailAddress)
    }

    /// To whom; null when it is nobody that you may know of.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.member_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// About which event.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        match self.0.event_id {
            Some(id) => load(ctx, EventKey(id)).await,
            None => Ok(None),
        }
    }

    /// How far it is.
    async fn state(&self) -> LetterState {
        self.0.state.into()
    }

    /// Not before this time.
    async fn due_at(&self) -> DateTime<Utc> {
        self.0.due_at
    }

    /// How often it was tried.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// What the mail server answered the last time that it did not take it, for those to whom the address
    /// is shown; or why it was skipped: `unsubscribed` or `no longer true`.
    async fn error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// Since when it is told.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When a mail server took it.
    async fn sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.sent_at
    }
}

/// Which letters.
#[derive(InputObject, Default)]
pub struct LetterFilter {
    /// In this state.
    pub(crate) state: Option<LetterState>,
    /// Tried already and to be tried again, or not tried yet; only of those that wait.
    pub(crate) is_deferred: Option<bool>,
    /// That tell this, such as `registration_confirmed`.
    pub(crate) kind: Option<String>,
    /// About this event.
    pub(crate) event_id: Option<ID>,
    /// To an address that you may see and that has these signs, or a member whose name has words that begin so.
    pub(crate) search: Option<String>,
}

/// Whether you receive the letters of a category.
#[derive(SimpleObject)]
pub struct LetterPreference {
    /// The category.
    category: LetterCategory,
    /// Whether you receive them.
    is_received: bool,
}

impl LetterPreference {
    /// All categories that can be refused.
    pub(crate) fn all(refused: &BTreeSet<outbox::Category>) -> Vec<Self> {
        outbox::Category::REFUSABLE
            .into_iter()
            .map(|category| Self {
                category: category.into(),
                is_received: !refused.contains(&category),
            })
            .collect()
    }
}
