//! What a charter is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    audit::Of,
    charter::{self, Over},
    id::CharterKind,
    page::Page,
    policy::Ask,
};

use super::{
    CharterVersion,
    coverage::{CharterCoverageConnection, Coverage, CoverageScope},
    loaders::{CoverageOf, CoveredCountKey, VersionKey, VersionsOf},
};
use crate::graphql::{
    audit::{self, Change, ChangeFilter},
    connection::{Connection, request},
    id::{asker, read_some, write},
    loader::{ListKey, below, load},
    network::{Network, NetworkKey},
    permission::Permission,
    scalar::{Date, Markdown},
};

/// A text of a network that volunteers and their host structures sign (charte).
#[derive(Clone)]
pub struct Charter(Arc<charter::Charter>);

impl Charter {
    pub(crate) fn of(charter: charter::Charter) -> Self {
        Self(Arc::new(charter))
    }
}

/// A text of a network that volunteers and their host structures sign (charte).
#[Object]
impl Charter {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<CharterKind>(self.0.id)
    }

    /// Whose it is: it asks the members of this network and of those below.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        load(ctx, NetworkKey(self.0.network_id)).await
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Whether the next version asks the volunteer's signature.
    async fn asks_volunteer(&self) -> bool {
        self.0.asks_volunteer
    }

    /// Whether the next version asks the signature of the host structure (structure d’accueil).
    async fn asks_structure(&self) -> bool {
        self.0.asks_structure
    }

    /// For how many months a signature under the next version holds; null means without end.
    async fn validity_months(&self) -> Option<i32> {
        self.0.validity_months
    }

    /// The text being written; null unless you lead its network.
    async fn draft(&self) -> Option<Markdown> {
        self.0.draft.clone().map(Markdown)
    }

    /// The version that is signed now; null before the first publication.
    async fn current_version(&self, ctx: &Context<'_>) -> Result<Option<CharterVersion>> {
        match self.0.current_version_id {
            Some(id) => load(ctx, VersionKey(id)).await,
            None => Ok(None),
        }
    }

    /// All published versions, the newest first.
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<CharterVersion>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, VersionsOf, (self.0.id, (), page), CharterVersion::of).await
    }

    /// Who was covered at the end of a day, by name, as each stood then; null unless you organise
    /// the network in question.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "The day; nothing means today.")] on: Option<Date>,
        #[graphql(desc = "Over which networks.", default_with = "CoverageScope::Subtree")]
        scope: CoverageScope,
        #[graphql(desc = "Only from this network down, at or below the charter's own.")]
        network_id: Option<ID>,
        #[graphql(
            desc = "Only those whose name has words that begin so; accents and case are forgiven."
        )]
        search: Option<String>,
        #[graphql(desc = "Only those who were covered, or only those who were not.")]
        is_covered: Option<bool>,
    ) -> Result<Option<CharterCoverageConnection>> {
        let network = read_some(ctx, network_id.as_ref())?.map(domain::id::NetworkId::uuid);
        let day = on.map_or_else(|| asker(ctx).today(), |on| on.0);
        let over = Over { on: day, scope: scope.into(), network };
        let network = network.unwrap_or(self.0.network_id);
        if asker(ctx).may(&Ask::SeeSignatures { network }).is_err() {
            return Ok(None);
        }
        let page = request(ctx, first, after, last, before);
        let filter = charter::CoverageFilter { over, search, is_covered };
        let key = ListKey::<CoverageOf, _>::new(self.0.id, filter, page);
        // Side by side, so that the charters of a list wait for each other once only.
        let count = async {
            if ctx.look_ahead().field("coveredCount").exists() {
                load(ctx, CoveredCountKey(self.0.id, over)).await
            } else {
                Ok(None)
            }
        };
        let (count, page) = futures_util::future::try_join(count, load(ctx, key)).await?;
        Ok(Some(CharterCoverageConnection {
            page: Connection::of(page.unwrap_or_else(Page::empty), Coverage::of),
            covered_count: count.map(|count| i32::try_from(count).unwrap_or(i32::MAX)),
        }))
    }

    /// Since when it is closed.
    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.archived_at
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Since when it is here.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// What was done to it, and who signed or refused (historique), the newest first; for the leads of
    /// its network.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which lines.")] filter: Option<ChangeFilter>,
    ) -> Result<Option<Connection<Change>>> {
        let turn = (first, after, last, before);
        audit::history(ctx, Of::Charter, self.0.id, turn, filter).await
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: CharterAction,
    ) -> Permission {
        let network = self.0.network_id;
        let ask = match action {
            CharterAction::Edit => Ask::EditCharter { network },
            CharterAction::SeeSignatures => Ask::SeeSignatures { network },
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to a charter. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum CharterAction {
    /// Write on it, publish and close it.
    Edit,
    /// See who signed and who is covered.
    SeeSignatures,
}
