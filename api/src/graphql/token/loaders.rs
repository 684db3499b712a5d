//! Tokens loaded together.

use domain::token;

use super::Token;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A token by its key.
    TokenKey => Token: |ctx, ids| token::by_ids(ctx, ids), Token::of;
}

listed_below! {
    /// Marks the list of a network's tokens.
    OfNetwork by () => token::Token:
        |ctx, networks, (), page| token::list_of_networks(ctx, networks, page);
}
