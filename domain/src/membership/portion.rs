//! A long list of memberships, a portion at a time: each person is in one portion, with all they have.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Filter, Membership, Sorting,
    read::{Row, may_list, of_networks, seen},
};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    page::{Key, Keyed, List, Order, Page, Request},
};

/// By the name of the member, all that one person has together.
const BY_NAME: Order =
    Order { name: "portion.name", columns: &["sort", "member_id"], is_descending: false };
/// The last to come first, by what they came to last.
const BY_SINCE: Order =
    Order { name: "portion.newest", columns: &["came", "member_id"], is_descending: true };
/// The longest unseen first.
const BY_SIGHT: Order =
    Order { name: "portion.latest", columns: &["seen_at", "member_id"], is_descending: false };

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    row: Row,
    came: chrono::NaiveDate,
    of_person: i64,
}

impl Keyed for Found {
    fn key(&self, order: &Order) -> Vec<Key> {
        let first = match order.columns[0] {
            "sort" => Key::Text(self.row.sort.clone()),
            "seen_at" => Key::Instant(self.row.seen_at),
            _ => Key::Day(self.came),
        };
        vec![first, Key::Id(self.row.membership.member_id)]
    }
}

/// As many of a network's memberships as are asked for, less those of a person who would not be in it
/// whole. What follows is told by person: whoever was in a portion is in no later one, whatever became
/// of their memberships since.
pub async fn portion(
    ctx: &Context,
    network: Uuid,
    filter: &Filter,
    request: &Request,
) -> Result<Page<Membership>, Halt> {
    may_list(ctx, network, filter)?;
    let order = match filter.sorting {
        Sorting::ByName => BY_NAME,
        Sorting::Newest => BY_SINCE,
        Sorting::LeastSeen => BY_SIGHT,
    };
    let select = Sql::new(
        "select found.*, max(since) over (partition by member_id) as came, \
         count(*) over (partition by member_id) as of_person from (",
        vec![],
    )
    .append(of_networks(ctx, filter))
    .and(") found where asked_id = ?", binds![network]);
    let mut page: Page<Found> = List::new(select, order, filter).fetch(ctx, request).await?;
    if page.has_next {
        let is_of_last = |one: &(String, Found), last: Uuid| one.1.row.membership.member_id == last;
        let last = page.items.last().map(|(_, one)| (one.row.membership.member_id, one.of_person));
        if let Some((last, of_person)) = last {
            let shown = page.items.iter().filter(|one| is_of_last(one, last)).count();
            let is_whole = i64::try_from(shown).is_ok_and(|shown| shown == of_person);
            if !is_whole && shown < page.items.len() {
                page.items.retain(|one| !is_of_last(one, last));
            }
        }
    }
    Ok(page.map(|one| seen(ctx, one.row)))
}
