//! Lists by key: a page, where it stands, and what comes before and after.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    database::{Bind, Sql},
    error::{Halt, Unreadable},
};

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

/// Cursors carry the order's name, a mark of the filter and the keys, and the keys.
#[derive(Serialize, Deserialize)]
struct Cursor(String, u32, Vec<Key>);

/// A list that can be turned page by page: any select, without `order by`, whose filter is in its text and values.
pub struct List {
    select: Sql,
    order: Order,
    filter_mark: u32,
}

impl List {
    /// A list of what this select finds. The select names its columns as the order does; a cursor
    /// under another filter than this one is refused, because it would skip rows unseen.
    pub fn new(select: Sql, order: Order, filter: &impl std::fmt::Debug) -> Self {
        Self { select, order, filter_mark: mark(&format!("{filter:?}")) }
    }

    fn cursor(&self, row: &impl Keyed) -> String {
        let keys = row.key(&self.order);
        let cursor = Cursor(self.order.name.to_owned(), self.mark(&keys), keys);
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    /// One sign changed on the way makes another mark, so that a broken cursor is told as such.
    fn mark(&self, keys: &[Key]) -> u32 {
        let written = serde_json::to_string(keys).unwrap_or_default();
        mark(&format!("{} {written}", self.filter_mark))
    }

    fn read_cursor(&self, text: &str) -> Result<Vec<Key>, Unreadable> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Unreadable::BadCursor)?;
        let Cursor(name, marked, keys) =
            serde_json::from_slice(&bytes).map_err(|_| Unreadable::BadCursor)?;
        let is_ours = name == self.order.name
            && marked == self.mark(&keys)
            && keys.len() == self.order.columns.len();
        is_ours.then_some(keys).ok_or(Unreadable::BadCursor)
    }

    /// The condition that a cursor puts on the rows.
    fn bound(&self, request: &Request) -> Result<Sql, Unreadable> {
        let columns = self.order.columns.join(", ");
        let marks = vec!["?"; self.order.columns.len()].join(", ");
        let (behind, ahead) = if self.order.is_descending { ("<", ">") } else { (">", "<") };
        let mut sql = Sql::new("where true", vec![]);
        for (cursor, sign) in [(&request.after, behind), (&request.before, ahead)] {
            if let Some(cursor) = cursor {
                let keys = self.read_cursor(cursor)?.into_iter().map(Bind::from).collect();
                sql = sql.and(&format!("and ({columns}) {sign} ({marks})"), keys);
            }
        }
        Ok(sql)
    }

    fn page<T: Keyed>(&self, mut rows: Vec<T>, request: &Request) -> Result<Page<T>, Unreadable> {
        let (size, backwards) = request.size()?;
        let more = rows.len() > size;
        rows.truncate(size);
        if backwards {
            rows.reverse();
        }
        let items = rows.into_iter().map(|row| (self.cursor(&row), row)).collect();
        Ok(Page {
            items,
            has_next: if backwards { request.before.is_some() } else { more },
            has_previous: if backwards { more } else { request.after.is_some() },
            total: None,
        })
    }

    /// The asked page: one statement, and one more when the whole is counted.
    pub async fn fetch<T: FromQueryResult + Keyed>(
        self,
        db: &impl ConnectionTrait,
        request: &Request,
    ) -> Result<Page<T>, Halt> {
        let (size, backwards) = request.size()?;
        let rows = Sql::new("select * from (", vec![])
            .append(self.select.clone())
            .and(") listed", vec![])
            .append(self.bound(request)?)
            .and(&format!("order by {} limit {}", self.order.directed(backwards), size + 1), vec![])
            .all::<T>(db)
            .await?;
        let mut page = self.page(rows, request)?;
        if request.is_counted {
            let count = Sql::new("select count(*) from (select 1 from (", vec![])
                .append(self.select)
                .and(&format!(") listed limit {}) counted", MOST_COUNTED + 1), vec![]);
            page.total = Some(count.number(db).await?);
        }
        Ok(page)
    }

    /// The same page for each of several parents, in one statement. `parent` is the column that names the parent.
    pub async fn fetch_for_each<T: FromQueryResult + Keyed>(
        self,
        db: &impl ConnectionTrait,
        parent: &str,
        parents: &[Uuid],
        request: &Request,
    ) -> Result<HashMap<Uuid, Page<T>>, Halt> {
        let (size, backwards) = request.size()?;
        let direction = self.order.directed(backwards);
        let total = if request.is_counted {
            format!("count(*) over (partition by {parent})")
        } else {
            "0".to_owned()
        };
        let rows = Sql::new(
            &format!(
                "select * from (select counted.*, {parent} as page_parent, row_number() over \
                 (partition by {parent} order by {direction}) as page_rank from \
                 (select listed.*, {total} as page_total from ("
            ),
            vec![],
        )
        .append(self.select.clone())
        .and(&format!(") listed where {parent} in ?) counted"), vec![parents.into()])
        .append(self.bound(request)?)
        .and(
            &format!(") ranked where page_rank <= {} order by page_parent, page_rank", size + 1),
            vec![],
        )
        .all::<Child<T>>(db)
        .await?;
        let mut children: HashMap<Uuid, (i64, Vec<T>)> = HashMap::new();
        for row in rows {
            let entry = children.entry(row.parent).or_insert((row.total, Vec::new()));
            entry.1.push(row.item);
        }
        let rest: Vec<Uuid> =
            parents.iter().copied().filter(|id| !children.contains_key(id)).collect();
        // Beyond a cursor there may be nothing, and before it a whole list.
        if request.is_counted && request.is_beyond_a_cursor() && !rest.is_empty() {
            let counted =
                Sql::new(&format!("select {parent} as parent, count(*) as total from ("), vec![])
                    .append(self.select.clone())
                    .and(
                        &format!(") listed where {parent} in ? group by {parent}"),
                        vec![rest.clone().into()],
                    )
                    .all::<Counted>(db)
                    .await?;
            children.extend(counted.into_iter().map(|row| (row.parent, (row.total, Vec::new()))));
        }
        for id in rest {
            children.entry(id).or_insert((0, Vec::new()));
        }
        children
            .into_iter()
            .map(|(parent, (total, rows))| {
                let mut page = self.page(rows, request)?;
                page.total = request.is_counted.then_some(total);
                Ok((parent, page))
            })
            .collect()
    }
}

#[derive(FromQueryResult)]
struct Counted {
    parent: Uuid,
    total: i64,
}

struct Child<T> {
    parent: Uuid,
    total: i64,
    item: T,
}

impl<T: FromQueryResult> FromQueryResult for Child<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            parent: row.try_get(prefix, "page_parent")?,
            total: row
                .try_get(prefix, "page_total")
                .or_else(|_| row.try_get::<i32>(prefix, "page_total").map(i64::from))?,
            item: T::from_query_result(row, prefix)?,
        })
    }
}

/// FNV-1a: a small mark that tells one filter from another; not a secret.
fn mark(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    use sea_orm::{Database, FromQueryResult};
    use uuid::Uuid;

    use super::{Key, Keyed, List, MOST_COUNTED, Order, Page, Request};
    use crate::database::{Sql, binds};

    #[derive(Debug, FromQueryResult)]
    struct Number {
        number: i64,
    }

    impl Keyed for Number {
        fn key(&self, _: &Order) -> Vec<Key> {
            vec![Key::Number(self.number)]
        }
    }

    const RISING: Order = Order { name: "number", columns: &["number"], is_descending: false };

    /// The numbers from 1 up to this one, below the given parent.
    fn numbers(parent: Uuid, up_to: i64) -> List {
        let text = "with recursive counted(number) as \
            (select 1 union all select number + 1 from counted where number < ?) \
            select ? as parent_id, number from counted";
        List::new(Sql::new(text, binds![up_to, parent]), RISING, &up_to)
    }

    async fn whole(up_to: i64, request: &Request) -> Page<Number> {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        numbers(Uuid::nil(), up_to).fetch(&db, request).await.unwrap()
    }

    async fn nested(up_to: i64, request: &Request) -> Page<Number> {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let parent = Uuid::nil();
        let mut pages: HashMap<Uuid, Page<Number>> = numbers(parent, up_to)
            .fetch_for_each(&db, "parent_id", &[parent], request)
            .await
            .unwrap();
        pages.remove(&parent).unwrap()
    }

    #[tokio::test]
    async fn a_list_is_counted_up_to_a_limit_and_no_further() {
        let counted = Request { is_counted: true, ..Request::first(1) };

        for (size, told) in [
            (3, 3),
            (MOST_COUNTED, MOST_COUNTED),
            (MOST_COUNTED + 1, MOST_COUNTED + 1),
            (MOST_COUNTED + 500, MOST_COUNTED + 1),
        ] {
            assert_eq!(whole(size, &counted).await.total, Some(told));
        }
        assert_eq!(whole(3, &Request::first(1)).await.total, None, "nobody asked");
    }

    #[tokio::test]
    async fn a_cursor_belongs_to_one_list_order_and_filter_and_is_whole() {
        let first = whole(3, &Request::first(1)).await;
        let cursor = first.items[0].0.clone();
        let after = |cursor: String| Request { after: Some(cursor), ..Request::first(1) };
        let falling = Order { name: "falling", is_descending: true, ..RISING };
        let of = |order: Order, up_to: i64| List::new(Sql::new("", vec![]), order, &up_to);
        let broken = {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(&cursor).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("{\"n\":1}"), "{text}");
            BASE64_URL_SAFE_NO_PAD.encode(text.replace("{\"n\":1}", "{\"n\":2}"))
        };

        assert!(of(RISING, 3).bound(&after(cursor.clone())).is_ok());
        assert!(of(RISING, 4).bound(&after(cursor.clone())).is_err(), "another filter");
        assert!(of(falling, 3).bound(&after(cursor)).is_err(), "another order");
        assert!(of(RISING, 3).bound(&after(broken)).is_err(), "another place");
    }

    #[tokio::test]
    async fn words_that_look_like_a_day_stay_words() {
        for key in [Key::Text("2026-09-07".to_owned()), Key::Text(Uuid::nil().to_string())] {
            let written = serde_json::to_string(&key).unwrap();
            assert_eq!(serde_json::from_str::<Key>(&written).unwrap(), key);
        }
    }

    #[tokio::test]
    async fn a_page_beyond_the_last_knows_the_whole_list() {
        let first = nested(3, &Request::first(3)).await;
        let beyond = Request {
            after: Some(first.items[2].0.clone()),
            is_counted: true,
            ..Request::first(3)
        };

        let page = nested(3, &beyond).await;

        assert!(page.items.is_empty());
        assert_eq!((page.total, page.has_previous, page.has_next), (Some(3), true, false));
    }
}
