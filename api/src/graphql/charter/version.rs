//! What a published version is.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{charter, id::CharterVersionKind};

use super::{Charter, CharterKey};
use crate::graphql::{
    id::write,
    loader::load,
    member::{Member, MemberKey},
    scalar::Markdown,
};

/// A published text of a charter; it never changes, and keeps the rules under which it is signed.
#[derive(Clone)]
pub struct CharterVersion(Arc<charter::Version>);

impl CharterVersion {
    pub(crate) fn of(version: charter::Version) -> Self {
        Self(Arc::new(version))
    }
}

/// A published text of a charter; it never changes, and keeps the rules under which it is signed.
#[Object]
impl CharterVersion {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<CharterVersionKind>(self.0.id)
    }

    /// Its charter.
    async fn charter(&self, ctx: &Context<'_>) -> Result<Option<Charter>> {
        load(ctx, CharterKey(self.0.charter_id)).await
    }

    /// Counted from one.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The text.
    async fn body(&self) -> Markdown {
        Markdown(self.0.body.clone())
    }

    /// The SHA-256 of exactly this text in UTF-8, in hexadecimal; each signature keeps it.
    async fn body_hash(&self) -> &str {
        &self.0.body_hash
    }

    /// Whether it asks the volunteer's signature.
    async fn asks_volunteer(&self) -> bool {
        self.0.asks_volunteer
    }

    /// Whether it asks the host structure's signature.
    async fn asks_structure(&self) -> bool {
        self.0.asks_structure
    }

    /// For how many months a signature holds; null means without end.
    async fn validity_months(&self) -> Option<i32> {
        self.0.validity_months
    }

    /// Whether signatures of older versions no longer cover since it was published.
    async fn asks_again(&self) -> bool {
        self.0.asks_again
    }

    /// Who published it; null when you may not know them.
    async fn published_by(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.published_by_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// When it was published.
    async fn published_at(&self) -> DateTime<Utc> {
        self.0.published_at
    }
}
