//! A select, turned page by page.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::{Key, Keyed, MOST_COUNTED, Order, Page, Request};
use crate::{
    context::Context,
    database::{Bind, Sql},
    error::{Halt, Unreadable},
    secret::{SecretKey, Signer},
};

/// How much of a cursor is our signature: half of an HMAC-SHA-256, which RFC 2104 §5 takes for enough.
const SIGNATURE: usize = 16;

/// A list that can be turned page by page: any select, without `order by`, whose filter is in its text and values.
pub struct List {
    select: Sql,
    order: Order,
    filter: String,
}

impl List {
    /// A list of what this select finds. The select names its columns as the order does; a cursor
    /// under another filter than this one is refused, because it would skip rows unseen.
    pub fn new(select: Sql, order: Order, filter: &impl std::fmt::Debug) -> Self {
        Self { select, order, filter: format!("{filter:?}") }
    }

    /// Signs the cursors of this list, in this order, under this filter.
    fn signer(&self, key: &SecretKey) -> Signer {
        let list = [self.order.name.as_bytes(), self.filter.as_bytes(), b""].join(&0);
        key.signer("cursor", &list)
    }

    /// Where this row stands: our signature, and the keys.
    fn cursor(&self, signer: &Signer, row: &impl Keyed) -> String {
        let keys = serde_json::to_vec(&row.key(&self.order)).unwrap_or_default();
        let signature = signer.sign(&keys);
        BASE64_URL_SAFE_NO_PAD.encode([&signature[..SIGNATURE], &keys].concat())
    }

    fn read_cursor(&self, key: &SecretKey, text: &str) -> Result<Vec<Key>, Unreadable> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Unreadable::BadCursor)?;
        let (signature, keys) =
            bytes.split_first_chunk::<SIGNATURE>().ok_or(Unreadable::BadCursor)?;
        if !bool::from(signature.ct_eq(&self.signer(key).sign(keys)[..SIGNATURE])) {
            return Err(Unreadable::BadCursor);
        }
        let keys: Vec<Key> = serde_json::from_slice(keys).map_err(|_| Unreadable::BadCursor)?;
        let is_whole = keys.len() == self.order.columns.len();
        is_whole.then_some(keys).ok_or(Unreadable::BadCursor)
    }

    /// The condition that a cursor puts on the rows.
    fn bound(&self, key: &SecretKey, request: &Request) -> Result<Sql, Unreadable> {
        let columns = self.order.columns.join(", ");
        let marks = vec!["?"; self.order.columns.len()].join(", ");
        let (behind, ahead) = if self.order.is_descending { ("<", ">") } else { (">", "<") };
        let mut sql = Sql::new("where true", vec![]);
        for (cursor, sign) in [(&request.after, behind), (&request.before, ahead)] {
            if let Some(cursor) = cursor {
                let keys = self.read_cursor(key, cursor)?.into_iter().map(Bind::from).collect();
                sql = sql.and(&format!("and ({columns}) {sign} ({marks})"), keys);
            }
        }
        Ok(sql)
    }

    fn page<T: Keyed>(
        &self,
        key: &SecretKey,
        mut rows: Vec<T>,
        request: &Request,
    ) -> Result<Page<T>, Unreadable> {
        let (size, backwards) = request.size()?;
        let more = rows.len() > size;
        rows.truncate(size);
        if backwards {
            rows.reverse();
        }
        let signer = self.signer(key);
        let items = rows.into_iter().map(|row| (self.cursor(&signer, &row), row)).collect();
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
        ctx: &Context,
        request: &Request,
    ) -> Result<Page<T>, Halt> {
        self.read(ctx.db(), ctx.secret(), request).await
    }

    async fn read<T: FromQueryResult + Keyed>(
        self,
        db: &impl ConnectionTrait,
        key: &SecretKey,
        request: &Request,
    ) -> Result<Page<T>, Halt> {
        let (size, backwards) = request.size()?;
        let rows = Sql::new("select * from (", vec![])
            .append(self.select.clone())
            .and(") listed", vec![])
            .append(self.bound(key, request)?)
            .and(&format!("order by {} limit {}", self.order.directed(backwards), size + 1), vec![])
            .all::<T>(db)
            .await?;
        let mut page = self.page(key, rows, request)?;
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
        ctx: &Context,
        parent: &str,
        parents: &[Uuid],
        request: &Request,
    ) -> Result<HashMap<Uuid, Page<T>>, Halt> {
        self.read_for_each(ctx.db(), ctx.secret(), (parent, parents), request).await
    }

    async fn read_for_each<T: FromQueryResult + Keyed>(
        self,
        db: &impl ConnectionTrait,
        key: &SecretKey,
        (parent, parents): (&str, &[Uuid]),
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
        .append(self.bound(key, request)?)
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
                let mut page = self.page(key, rows, request)?;
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
