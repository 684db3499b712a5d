//! Pages before and after, what is counted, and whose a cursor is.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sea_orm::{Database, FromQueryResult};
use uuid::Uuid;

use super::{List, SIGNATURE};
use crate::{
    database::{Sql, binds},
    page::{Key, Keyed, MOST_COUNTED, Order, Page, Request},
    secret::SecretKey,
};

#[derive(Debug, FromQueryResult)]
struct Number {
    number: i64,
}

impl Keyed for Number {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Number(self.number)]
    }
}

fn key() -> SecretKey {
    SecretKey::new("the key of these tests")
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
    numbers(Uuid::nil(), up_to).read(&db, &key(), request).await.unwrap()
}

async fn nested(up_to: i64, request: &Request) -> Page<Number> {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    let parent = Uuid::nil();
    let mut pages: HashMap<Uuid, Page<Number>> = numbers(parent, up_to)
        .read_for_each(&db, &key(), ("parent_id", &[parent]), request)
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
    let is_read = |order: Order, up_to: i64, key: &SecretKey, cursor: &str| {
        let list = List::new(Sql::new("", vec![]), order, &up_to);
        list.bound(key, &after(cursor.to_owned())).is_ok()
    };
    let forged = {
        let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(&cursor).unwrap();
        let keys = bytes.split_off(SIGNATURE);
        assert_eq!(String::from_utf8(keys).unwrap(), "[{\"n\":1}]");
        BASE64_URL_SAFE_NO_PAD.encode([bytes.as_slice(), b"[{\"n\":2}]"].concat())
    };

    assert!(is_read(RISING, 3, &key(), &cursor));
    assert!(!is_read(RISING, 4, &key(), &cursor), "another filter");
    assert!(!is_read(falling, 3, &key(), &cursor), "another order");
    assert!(!is_read(RISING, 3, &SecretKey::new("another"), &cursor), "another server");
    assert!(!is_read(RISING, 3, &key(), &forged), "another place");
    assert!(!is_read(RISING, 3, &key(), ""), "nothing");
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
    let beyond =
        Request { after: Some(first.items[2].0.clone()), is_counted: true, ..Request::first(3) };

    let page = nested(3, &beyond).await;

    assert!(page.items.is_empty());
    assert_eq!((page.total, page.has_previous, page.has_next), (Some(3), true, false));
}
