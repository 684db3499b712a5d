//! Where people work.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Employment, visible::visible};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    page::{Key, Keyed, List, Order, Page, Request},
};

pub(super) const COLUMNS: &str = "employment.id, employment.member_id, employment.employer_id, \
    employment.job_title, employment.started_on, employment.ended_on, employment.status, \
    employment.refusal_reason, employment.decided_at, employment.revision, employment.created_at";

const NEWEST: Order =
    Order { name: "employment.newest", columns: &["started_on", "id"], is_descending: true };

impl Keyed for Employment {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Day(self.started_on), Key::Id(self.id)]
    }
}

/// The employments of these identifiers that this asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Employment>, Halt> {
    let Ok(visible) = visible(ctx) else { return Ok(HashMap::new()) };
    let rows: Vec<Employment> =
        Sql::new(&format!("select {COLUMNS} from employment where"), vec![])
            .and("employment.id in ? and", binds![ids])
            .append(visible)
            .all(ctx.db())
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The employments of each of these people, as far as this asker may know of them, the latest first.
pub async fn list_of_members(
    ctx: &Context,
    members: &[Uuid],
    page: &Request,
) -> Result<HashMap<Uuid, Page<Employment>>, Halt> {
    let Ok(visible) = visible(ctx) else { return Ok(HashMap::new()) };
    let select =
        Sql::new(&format!("select {COLUMNS} from employment where"), vec![]).append(visible);
    List::new(select, NEWEST, &()).fetch_for_each(ctx.db(), "member_id", members, page).await
}
