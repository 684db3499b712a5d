//! Finding charters.

use async_graphql::{Context, ID, Object, Result};

use super::{Charter, CharterKey};
use crate::graphql::{id::read, loader::load};

/// Look-ups of charters.
#[derive(Default)]
pub struct CharterQuery;

/// Look-ups of charters.
#[Object]
impl CharterQuery {
    /// One charter; null when there is none, or it is not published and you do not lead its network.
    async fn charter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its identifier.")] id: ID,
    ) -> Result<Option<Charter>> {
        let id: domain::id::CharterId = read(ctx, &id)?;
        load(ctx, CharterKey(id.uuid())).await
    }
}
