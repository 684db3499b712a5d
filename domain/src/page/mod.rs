//! Lists by key: a page, where it stands, and what comes before and after.

mod list;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{database::Bind, error::Unreadable};
pub use list::List;

/// The largest page.
pub const LARGEST: usize = 100;

/// The whole of a list is counted up to here: a larger one says «more», and the database stops.
pub const MOST_COUNTED: i64 = 10_000;

/// Which page is asked for: `first` (after a cursor) or `last` (before one).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Request {
    /// How many from the front.
    pub first: Option<i32>,
    /// Only what comes after this cursor.
    pub after: Option<String>,
    /// How many from the back.
    pub last: Option<i32>,
    /// Only what comes before this cursor.
    pub before: Option<String>,
    /// Whether to count the whole list.
    pub is_counted: bool,
}

impl Request {
    /// The first so many.
    pub fn first(size: i32) -> Self {
        Self { first: Some(size), ..Self::default() }
    }

    fn is_beyond_a_cursor(&self) -> bool {
        self.after.is_some() || self.before.is_some()
    }

    /// The size and whether it is counted from the back.
    fn size(&self) -> Result<(usize, bool), Unreadable> {
        let (size, backwards) = match (self.first, self.last) {
            (Some(first), None) => (first, false),
            (None, Some(last)) => (last, true),
            _ => return Err(Unreadable::PageSizeOutOfRange),
        };
        match usize::try_from(size) {
            Ok(size @ 1..=LARGEST) => Ok((size, backwards)),
            _ => Err(Unreadable::PageSizeOutOfRange),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows with their cursors, in the list's order.
    pub items: Vec<(String, T)>,
    /// Whether more follow.
    pub has_next: bool,
    /// Whether some come before.
    pub has_previous: bool,
    /// How many there are in the whole list, when asked; anything above [`MOST_COUNTED`] means more.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// A page of nothing.
    pub fn empty() -> Self {
        Self { items: Vec::new(), has_next: false, has_previous: false, total: Some(0) }
    }

    /// The same page of other things.
    pub fn map<U>(self, mut with: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(|(cursor, item)| (cursor, with(item))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            total: self.total,
        }
    }

    /// The rows without their cursors.
    pub fn into_rows(self) -> Vec<T> {
        self.items.into_iter().map(|(_, item)| item).collect()
    }
}

/// A sort key's value, as a cursor carries it: with its kind, since a title may look like a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Key {
    /// A row's identifier.
    #[serde(rename = "i")]
    Id(Uuid),
    /// An instant.
    #[serde(rename = "t")]
    Instant(DateTime<Utc>),
    /// A day.
    #[serde(rename = "d")]
    Day(NaiveDate),
    /// A number.
    #[serde(rename = "n")]
    Number(i64),
    /// Words.
    #[serde(rename = "w")]
    Text(String),
}

impl From<Key> for Bind {
    fn from(key: Key) -> Self {
        match key {
            Key::Id(id) => id.into(),
            Key::Instant(at) => at.into(),
            Key::Day(on) => on.into(),
            Key::Number(number) => number.into(),
            Key::Text(text) => text.into(),
        }
    }
}

/// The order of a list: columns that together are unique, all one way.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Names the list and order, so that a cursor of another is refused.
    pub name: &'static str,
    /// The columns as they are called in the inner select's result.
    pub columns: &'static [&'static str],
    /// From the greatest to the least.
    pub is_descending: bool,
}

impl Order {
    /// What stands after `order by`.
    pub fn text(&self) -> String {
        self.directed(false)
    }

    fn directed(&self, backwards: bool) -> String {
        let way = if self.is_descending == backwards { "asc" } else { "desc" };
        let columns: Vec<_> = self.columns.iter().map(|column| format!("{column} {way}")).collect();
        columns.join(", ")
    }
}

/// A row that knows its place in the order.
pub trait Keyed {
    /// The values of the order's columns.
    fn key(&self, order: &Order) -> Vec<Key>;
}
