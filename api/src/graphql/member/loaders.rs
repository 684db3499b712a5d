//! People loaded together.

use domain::member;

use super::Member;
use crate::graphql::loader::found_by_key;

found_by_key! {
    /// A person by their key.
    MemberKey => Member: |ctx, ids| member::by_ids(ctx, ids), Member::of;
}
