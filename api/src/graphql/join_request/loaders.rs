//! Requests to join loaded together.

use domain::join_request::{self, Filter};

use super::JoinRequest;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A request by its key.
    JoinRequestKey => JoinRequest: |ctx, ids| join_request::by_ids(ctx, ids), JoinRequest::of;
}

listed_below! {
    /// Marks the list of the requests to enter a network.
    ToEnter by Filter => join_request::JoinRequest:
        |ctx, networks, filter, page| join_request::list_of_networks(ctx, networks, filter, page);
}
