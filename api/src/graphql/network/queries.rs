//! Finding networks.

use async_graphql::{Context, Object, Result};
use domain::{error::Halt, network, territory};

use super::{Commune, Epci, Network, NetworkBy, NetworkFilter, NetworkLevel, NetworkOrder};
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    id::{asker, read},
    loader::found_page,
};

/// Look-ups and lists of networks.
#[derive(Default)]
pub struct NetworkQuery;

/// Look-ups and lists of networks.
#[Object]
impl NetworkQuery {
    /// One network; null when there is none.
    async fn network(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is known.")] by: NetworkBy,
    ) -> Result<Option<Network>> {
        let found = match by {
            NetworkBy::Id(id) => network::load(asker(ctx), read(ctx, &id)?).await,
            NetworkBy::Slug(slug) => network::by_slug(asker(ctx), &slug).await,
        };
        match found {
            Ok(network) => Ok(Some(Network::of(network))),
            Err(Halt::Denied(domain::error::Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// The networks of the federation.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn networks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<NetworkFilter>,
        #[graphql(desc = "In which order.", default)] order_by: NetworkOrder,
    ) -> Result<Connection<Network>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().into();
        let found = network::list(asker(ctx), &filter, order_by.into(), &page).await;
        found_page(ctx, found, Network::of)
    }

    /// Communes by name, postal code or INSEE code, at most 20; accents and typing are forgiven.
    async fn communes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The beginning of a name, a postal code, an INSEE code.")] search: String,
    ) -> Result<Vec<Commune>> {
        let found = territory::search(asker(ctx), &search).await;
        let communes = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(communes.into_iter().map(Commune::of).collect())
    }

    /// Intercommunal bodies (EPCI) by name or SIREN, at most 10; accents are forgiven.
    async fn epcis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Beginnings of words of a name, or a number.")] search: String,
    ) -> Result<Vec<Epci>> {
        let found = territory::bodies(asker(ctx), &search).await;
        let bodies = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(bodies.into_iter().map(Epci::of).collect())
    }

    /// The levels of the federation, from the widest.
    async fn network_levels(&self, ctx: &Context<'_>) -> Result<Vec<NetworkLevel>> {
        let levels = network::levels(asker(ctx)).await.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(levels.into_iter().map(NetworkLevel::of).collect())
    }
}
