//! Places loaded together.

use domain::place;

use super::Place;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A place by its key.
    PlaceKey => Place: |ctx, ids| place::by_ids(ctx, ids), Place::of;
}

listed_below! {
    /// Marks the list of an employer's places.
    HeldBy by bool => place::Place: |ctx, employers, with_archived, page|
        place::list_of_employers(ctx, employers, *with_archived, page);
    /// Marks the list of a network's places.
    InFileOf by () => place::Place:
        |ctx, networks, (), page| place::list_of_networks(ctx, networks, page);
}
