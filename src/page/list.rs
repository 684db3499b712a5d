//! What an address asks of a list: which page of it, what is looked for, and what stays of that.

use domain::{
    context::Context,
    error::Halt,
    member::{self, DirectoryOrder, Filter, Seen},
    page::{MOST_COUNTED, Request},
};
use locales::text;
use web::{pages::Typed, words};

/// Which page of a list the address asks for.
pub(super) fn request(asked: &Typed, size: i32) -> Request {
    request_among("", asked, size)
}

/// The same for one of several lists on a page: the names of its cursors begin with this word.
pub(super) fn request_among(word: &str, asked: &Typed, size: i32) -> Request {
    let cursor = |name: &str| asked.filled(&format!("{word}{name}"));
    let (after, before) = (cursor("after"), cursor("before"));
    let (first, last) = if before.is_some() { (None, Some(size)) } else { (Some(size), None) };
    Request { first, after, last, before, is_counted: true }
}

/// How many lines a trail has, in words; a very long one is not counted to its end.
pub(super) fn lines_told(total: Option<i64>) -> String {
    let total = total.unwrap_or_default();
    if total > MOST_COUNTED {
        let most = words::number(MOST_COUNTED);
        return text("page-lines-more", &[("count", (&most).into())]);
    }
    text("page-lines-count", &[("count", total.into())])
}

/// The people of this name whom the asker knows: twenty, as many as one reads at a glance, and one
/// more when there are more.
pub(super) async fn found(ctx: &Context, asked: &Typed) -> Result<Option<Vec<Seen>>, Halt> {
    let Some(search) = asked.filled("who") else { return Ok(None) };
    let filter = Filter { search: Some(search), ..Filter::default() };
    let found = member::list(ctx, &filter, DirectoryOrder::ByName, &Request::first(21)).await?;
    Ok(Some(found.into_rows()))
}

/// The list as the address asks for it, with its page, so that a form leads back to it.
pub(super) fn here(asked: &Typed, kept: &[(&str, &str)]) -> String {
    let page = ["after", "before"].map(|name| (name, asked.get(name)));
    query_of(&kept.iter().copied().chain(page).collect::<Vec<_>>())
}

/// What a form says of the list in which it stood.
pub(super) fn left(typed: &Typed) -> Typed {
    let list = url::form_urlencoded::parse(typed.get("list").as_bytes()).into_owned();
    Typed(list.filter(|(name, _)| !matches!(name.as_str(), "done" | "undo")).collect())
}

/// Back to the list at this path, as it was.
pub(super) fn back(path: &str, typed: &Typed) -> String {
    let left = left(typed);
    let kept: Vec<_> = left.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let query = query_of(&kept);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Those of these that say something, as the query of an address.
pub(super) fn query_of(kept: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}
