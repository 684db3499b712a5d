//! Networks in the schema.

mod action;
mod area;
mod filter;
mod loaders;
mod mutations;
mod queries;
mod territory;
mod types;

use action::NetworkAction;
pub use area::TerritoryBy;
use filter::{NetworkBy, NetworkFilter, NetworkOrder};
pub(crate) use loaders::NetworkKey;
pub use mutations::NetworkMutation;
pub use queries::NetworkQuery;
use territory::{Commune, Epci, NetworkLevel};
pub use types::Network;
