//! The audit trail in the schema: who did what, when, through which door.

mod loaders;
mod types;

use async_graphql::{Context, Result};
use domain::{audit::Of, error::Halt};
use uuid::Uuid;

use super::{
    connection::{Connection, request},
    error::halted,
    id::asker,
    loader::{ListKey, load},
};
pub(crate) use loaders::Trail;
pub use types::{Change, ChangeFilter};

/// The four arguments of a page.
pub(crate) type Turn = (Option<i32>, Option<String>, Option<i32>, Option<String>);

/// The trail of one thing, the newest first; null with an error when it is not for this asker.
pub(crate) async fn history(
    ctx: &Context<'_>,
    of: Of,
    parent: Uuid,
    (first, after, last, before): Turn,
    filter: Option<ChangeFilter>,
) -> Result<Option<Connection<Change>>> {
    let page = request(ctx, first, after, last, before);
    let filter = filter.unwrap_or_default().read(ctx)?;
    let key = ListKey::<Trail, _>::new(parent, (of, filter), page);
    match load(ctx, key).await? {
        Some(Ok(page)) => Ok(Some(Connection::of(page, Change::of))),
        Some(Err(denied)) => Err(halted(asker(ctx), &Halt::Denied(denied))),
        None => Ok(None),
    }
}
