//! What an address asks of a list: which page of it, what is looked for, and what stays of that.

use domain::{
    context::Context,
    error::Halt,
    member::{self, DirectoryOrder, Filter, Seen},
    page::Request,
};
use web::pages::Typed;

/// Which page of a list the address asks for.
pub(super) fn request(asked: &Typed, size: i32) -> Request {
    let (after, before) = (asked.filled("after"), asked.filled("before"));
    let (first, last) = if before.is_some() { (None, Some(size)) } else { (Some(size), None) };
    Request { first, after, last, before, is_counted: true }
}

/// The people of this name whom the asker knows, as many as one reads at a glance.
pub(super) async fn found(ctx: &Context, asked: &Typed) -> Result<Option<Vec<Seen>>, Halt> {
    let Some(search) = asked.filled("who") else { return Ok(None) };
    let filter = Filter { search: Some(search), ..Filter::default() };
    let found = member::list(ctx, &filter, DirectoryOrder::ByName, &Request::first(10)).await?;
    Ok(Some(found.into_rows()))
}

/// Those of these that say something, as the query of an address.
pub(super) fn query_of(kept: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}
