//! Networks loaded together.

use std::convert::identity;

use domain::network::{self, Filter};

use super::Network;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A network by its key.
    NetworkKey => Network: |ctx, ids| network::by_ids(ctx, ids), Network::of;
    /// The networks above one.
    AncestorsKey => Vec<network::Network>: |ctx, ids| network::ancestors(ctx, ids), identity;
    /// The names of its pilots.
    PilotsKey => Vec<String>: |ctx, ids| network::pilots(ctx, ids), identity;
    /// How many hang below one.
    SubtreeCountKey => i64: |ctx, ids| network::subtree_counts(ctx, ids), identity;
}

listed_below! {
    /// Marks the list of networks right below one.
    Below by Filter => network::Network:
        |ctx, networks, filter, page| network::list_below(ctx, networks, filter, page);
    /// Marks the communes of a network.
    CoveredBy by () => network::Commune:
        |ctx, networks, (), page| network::list_communes(ctx, networks, page);
}
