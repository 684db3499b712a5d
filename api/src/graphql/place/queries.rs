//! Finding places.

use async_graphql::{Context, Object, Result};
use domain::{
    error::{Denied, Halt},
    place,
};

use super::types::{Place, PlaceBy, PlaceFilter};
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    id::{asker, read},
    loader::found_page,
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

    /// The places of the federation, by name; for everybody.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<PlaceFilter>,
    ) -> Result<Option<Connection<Place>>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().read(ctx)?;
        let found = place::list(asker(ctx), &filter, &page).await;
        found_page(ctx, found, Place::of).map(Some)
    }
}
