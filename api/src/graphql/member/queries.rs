//! Finding people.

use async_graphql::{Context, ID, Object, Result};
use domain::{
    error::{Denied, Halt},
    member,
};

use super::Member;
use crate::graphql::{
    error::halted,
    id::{asker, read},
};

/// Look-ups and lists of people.
#[derive(Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// One person; null when there is none, or none that you may know of.
    async fn member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their identifier.")] id: ID,
    ) -> Result<Option<Member>> {
        match member::load(asker(ctx), read(ctx, &id)?).await {
            Ok(found) => Ok(Some(Member::of(found))),
            Err(Halt::Denied(Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }
}
