//! Finding places.

use async_graphql::{Context, Object, Result};
use domain::{
    error::{Denied, Halt},
    place,
};

use super::types::{Place, PlaceBy};
use crate::graphql::{
    error::halted,
    id::{asker, read},
};

/// Look-ups of places.
#[derive(Default)]
pub struct PlaceQuery;

/// Look-ups of places.
#[Object]
impl PlaceQuery {
    /// One place; null when there is none.
    async fn place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is known.")] by: PlaceBy,
    ) -> Result<Option<Place>> {
        let found = match by {
            PlaceBy::Id(id) => place::load(asker(ctx), read(ctx, &id)?).await,
            PlaceBy::StandardId(known) => {
                let network = read(ctx, &known.network_id)?;
                place::by_standard_id(asker(ctx), network, &known.standard_id).await
            }
        };
        match found {
            Ok(place) => Ok(Some(Place::of(place))),
            Err(Halt::Denied(Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }
}
