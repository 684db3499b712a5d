//! Which networks: one by what it is known, several by what they are.

use async_graphql::{Enum, ID, InputObject, OneofObject};
use domain::network;

/// In which order networks are listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "network::NetworkOrder")]
pub enum NetworkOrder {
    /// By name.
    #[default]
    ByName,
    /// The last that came to be first.
    Newest,
}

/// Which networks.
#[derive(InputObject, Default)]
pub struct NetworkFilter {
    /// Of this level.
    level: Option<String>,
    /// By theme, or by territory.
    is_thematic: Option<bool>,
    /// Whose territory has the commune of this INSEE code.
    commune: Option<String>,
    /// Whose name, or whose host's, has words that begin so; accents and case are forgiven.
    search: Option<String>,
    /// Closed ones too.
    #[graphql(default)]
    with_archived: bool,
}

impl From<NetworkFilter> for network::Filter {
    fn from(filter: NetworkFilter) -> Self {
        Self {
            level: filter.level,
            is_thematic: filter.is_thematic,
            commune: filter.commune,
            search: filter.search,
            with_archived: filter.with_archived,
            among: None,
        }
    }
}

/// By what a network is known: exactly one of these.
#[derive(OneofObject)]
pub enum NetworkBy {
    /// Its identifier.
    Id(ID),
    /// Its short name.
    Slug(String),
}
