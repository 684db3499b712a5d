//! Relay connections: pages by key, at most a hundred, counted only when asked.

use std::borrow::Cow;

use async_graphql::{Context, OutputType, SimpleObject, TypeName};
use domain::page::{MOST_COUNTED, Page, Request};

/// Where a page stands in its list.
#[derive(SimpleObject, Clone)]
pub struct PageInfo {
    /// Whether more follow.
    pub has_next_page: bool,
    /// Whether some come before.
    pub has_previous_page: bool,
    /// The cursor of the first thing on the page.
    pub start_cursor: Option<String>,
    /// The cursor of the last thing on the page: give it as `after` for the next page.
    pub end_cursor: Option<String>,
}

/// One thing of a list, with its cursor.
#[derive(SimpleObject, Clone)]
#[graphql(name_type)]
pub struct Edge<T: OutputType + Clone> {
    /// Where it stands; opaque.
    cursor: String,
    /// The thing.
    node: T,
}

impl<T: OutputType + Clone> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// A page of a list.
#[derive(SimpleObject, Clone)]
#[graphql(name_type)]
pub struct Connection<T: OutputType + Clone> {
    /// The things with their cursors.
    edges: Vec<Edge<T>>,
    /// The things alone.
    nodes: Vec<T>,
    /// Where the page stands.
    page_info: PageInfo,
    /// How many there are in the whole list, counted only when you ask and only up to 10,000: see
    /// `totalCountIsExact`.
    total_count: i32,
    /// Whether there are no more than `totalCount` says; false means «more than 10,000».
    total_count_is_exact: bool,
}

impl<T: OutputType + Clone> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

impl<T: OutputType + Clone> Connection<T> {
    /// The page, each thing wrapped.
    pub(crate) fn of<U>(page: Page<U>, mut wrap: impl FnMut(U) -> T) -> Self {
        let edges: Vec<Edge<T>> = page
            .items
            .into_iter()
            .map(|(cursor, item)| Edge { cursor, node: wrap(item) })
            .collect();
        Self {
            nodes: edges.iter().map(|edge| edge.node.clone()).collect(),
            page_info: PageInfo {
                has_next_page: page.has_next,
                has_previous_page: page.has_previous,
                start_cursor: edges.first().map(|edge| edge.cursor.clone()),
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
            },
            edges,
            total_count: total(page.total),
            total_count_is_exact: is_exact(page.total),
        }
    }
}

/// The whole list's size as it is told; a list that nobody asked to count shows it to nobody.
pub(crate) fn total(counted: Option<i64>) -> i32 {
    counted
        .map(|total| total.min(MOST_COUNTED))
        .and_then(|total| i32::try_from(total).ok())
        .unwrap_or_default()
}

/// Whether that is all of it.
pub(crate) fn is_exact(counted: Option<i64>) -> bool {
    counted.is_none_or(|total| total <= MOST_COUNTED)
}

/// The page that a field asks for; it is counted when its size is selected.
pub(crate) fn request(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Request {
    let is_counted = ["totalCount", "totalCountIsExact"]
        .into_iter()
        .any(|field| ctx.look_ahead().field(field).exists());
    Request { first, after, last, before, is_counted }
}
