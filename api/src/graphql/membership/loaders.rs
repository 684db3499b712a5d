//! Memberships loaded together.

use std::convert::identity;

use chrono::NaiveDate;
use domain::membership::{self, Filter};

use super::Membership;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A membership by its key.
    MembershipKey => Membership: |ctx, ids| membership::by_ids(ctx, ids), Membership::of;
    /// Since when the person of a membership is in its network without a break.
    MemberSinceKey => NaiveDate: |ctx, ids| membership::since(ctx, ids), identity;
}

listed_below! {
    /// Marks the list of a network's memberships.
    InNetwork by Filter => membership::Membership:
        |ctx, networks, filter, page| membership::list_of_networks(ctx, networks, filter, page);
    /// Marks the list of a person's memberships.
    InNetworks by Filter => membership::Membership:
        |ctx, members, filter, page| membership::list_of_members(ctx, members, filter, page);
}
