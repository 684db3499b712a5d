//! Which events a list holds, and in which order.

use async_graphql::{Context, Enum, ID, InputObject, Result};
use chrono::{DateTime, Utc};
use domain::{
    event::{self, Filter},
    id::{EmployerKind, Id, NetworkKind},
};

use super::{EventKind, EventMode, EventState, EventVisibility};
use crate::graphql::id::read_some;

/// Whose events count as a network's. The list may grow.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "domain::event::Reach")]
pub enum EventScope {
    /// Those that the network hosts itself.
    #[default]
    #[graphql(name = "SELF")]
    Own,
    /// Those that it or any network below it hosts.
    Subtree,
}

/// In which order events come. The list may grow.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "domain::event::EventOrder")]
pub enum EventOrder {
    /// The earliest first.
    #[default]
    StartAsc,
    /// The latest first.
    StartDesc,
}

/// Which events.
#[derive(InputObject, Default)]
pub struct EventFilter {
    /// Hosted by this network; below a network, it is that one.
    network_id: Option<ID>,
    /// By the network itself, or by those below it too.
    #[graphql(default)]
    scope: EventScope,
    /// Not over at this time.
    from: Option<DateTime<Utc>>,
    /// Begun before this time.
    until: Option<DateTime<Utc>>,
    /// Of one of these kinds.
    kinds: Option<Vec<EventKind>>,
    /// In one of these states.
    states: Option<Vec<EventState>>,
    /// Known to these.
    visibility: Option<EventVisibility>,
    /// Where one takes part.
    mode: Option<EventMode>,
    /// Whose title has these words; accents and case are forgiven.
    search: Option<String>,
    /// That somebody of this employer’s staff may attend; for who may see its staff. Not below a network.
    employer_id: Option<ID>,
}

impl EventFilter {
    /// The domain's words for it.
    pub(crate) fn read(self, ctx: &Context<'_>) -> Result<Filter> {
        let network: Option<Id<NetworkKind>> = read_some(ctx, self.network_id.as_ref())?;
        let kinds = self.kinds.unwrap_or_default();
        let states = self.states.unwrap_or_default();
        Ok(Filter {
            network: network.map(Id::uuid),
            reach: event::Reach::from(self.scope),
            from: self.from,
            to: self.until,
            kinds: kinds.into_iter().map(event::Kind::from).collect(),
            states: states.into_iter().map(event::State::from).collect(),
            visibility: self.visibility.map(event::Visibility::from),
            mode: self.mode.map(event::Mode::from),
            search: self.search,
            employer: read_some::<EmployerKind>(ctx, self.employer_id.as_ref())?.map(Id::uuid),
            ..Filter::default()
        })
    }
}
