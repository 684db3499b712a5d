//! Letters loaded together.

use domain::letter::{self, Filter};

use super::Letter;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A letter by its key.
    LetterKey => Letter: |ctx, ids| letter::by_ids(ctx, ids), Letter::of;
}

listed_below! {
    /// Marks the list of a network's letters.
    OfNetwork by Filter => letter::Letter:
        |ctx, networks, filter, page| letter::list_within(ctx, networks, filter, page);
}
