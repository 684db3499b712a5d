//! Who is covered by a charter.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::charter;

use super::{Charter, CharterKey, Signature};
use crate::graphql::{
    connection::Connection,
    loader::load,
    member::{Member, MemberKey},
    scalar::Date,
};

/// How a person stands to a charter on a day.
#[derive(Clone)]
pub struct Coverage(Arc<charter::Coverage>);

impl Coverage {
    pub(crate) fn of(coverage: charter::Coverage) -> Self {
        Self(Arc::new(coverage))
    }
}

/// How a person stands to a charter on a day.
#[Object]
impl Coverage {
    /// The charter.
    async fn charter(&self, ctx: &Context<'_>) -> Result<Option<Charter>> {
        load(ctx, CharterKey(self.0.charter_id)).await
    }

    /// The person; null when you may not know them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// The day; it is judged by its end.
    async fn on(&self) -> Date {
        Date(self.0.on)
    }

    /// Whether every side that the charter asked on that day was signed, and stood.
    async fn is_covered(&self) -> bool {
        self.0.is_covered
    }

    /// The volunteer's side; null when it was not asked.
    async fn volunteer(&self) -> Option<CoverageSide> {
        self.0.volunteer.as_ref().map(CoverageSide::of)
    }

    /// The host structure's side; null when it was not asked. One of the person's employers is enough.
    async fn structure(&self) -> Option<CoverageSide> {
        self.0.structure.as_ref().map(CoverageSide::of)
    }
}

/// How one side of a charter stands for a person.
#[derive(SimpleObject, Clone)]
pub struct CoverageSide {
    /// Whether a signature covered that day.
    is_signed: bool,
    /// The first day on which it no longer does, as far as is known today; null means without end, or not signed.
    until: Option<Date>,
    /// The signature that covered, or else the last answer until that day.
    signature: Option<Signature>,
}

impl CoverageSide {
    fn of(side: &charter::CoverageSide) -> Self {
        Self {
            is_signed: side.is_signed,
            until: side.until.map(Date),
            signature: side.signature.clone().map(Signature::of),
        }
    }
}

/// A page of a charter's members and how they stand.
#[derive(SimpleObject)]
pub struct CharterCoverageConnection {
    /// The page itself.
    #[graphql(flatten)]
    pub(super) page: Connection<Coverage>,
    /// How many members are covered in the whole list; counted only when you ask.
    pub(super) covered_count: Option<i32>,
}

/// Over which networks coverage is told. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "charter::Scope")]
pub enum CoverageScope {
    /// The network alone.
    #[graphql(name = "SELF")]
    Network,
    /// The network and all below it.
    Subtree,
}
