//! Finding employers.

use async_graphql::{Context, Object, Result};
use domain::{
    employer,
    error::{Denied, Halt},
};

use super::types::{Employer, EmployerBy, EmployerFilter, EmployerOrder};
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    id::{asker, read},
    loader::found_page,
};

/// Look-ups and lists of employers.
#[derive(Default)]
pub struct EmployerQuery;

/// Look-ups and lists of employers.
#[Object]
impl EmployerQuery {
    /// One employer; null when there is none.
    async fn employer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is known.")] by: EmployerBy,
    ) -> Result<Option<Employer>> {
        let found = match by {
            EmployerBy::Id(id) => employer::load(asker(ctx), read(ctx, &id)?).await,
            EmployerBy::Siret(siret) => employer::by_siret(asker(ctx), &siret).await,
            EmployerBy::Rna(rna) => employer::by_rna(asker(ctx), &rna).await,
        };
        match found {
            Ok(employer) => Ok(Some(Employer::of(employer))),
            Err(Halt::Denied(Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// The employers of the federation; for everyone who is signed in.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn employers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<EmployerFilter>,
        #[graphql(desc = "In which order.", default)] order_by: EmployerOrder,
    ) -> Result<Option<Connection<Employer>>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().read(ctx)?;
        let found = employer::list(asker(ctx), &filter, order_by.into(), &page).await;
        found_page(ctx, found, Employer::of).map(Some)
    }
}
