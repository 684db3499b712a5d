//! Invitations loaded together.

use domain::invitation::{self, Filter};

use super::Invitation;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// An invitation by its key.
    InvitationKey => Invitation: |ctx, ids| invitation::by_ids(ctx, ids), Invitation::of;
}

listed_below! {
    /// Marks the list of the invitations to a network.
    ToNetwork by Filter => invitation::Invitation:
        |ctx, networks, filter, page| invitation::list_of_networks(ctx, networks, filter, page);
}
