//! Where people work.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
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
    let visible = visible(ctx)?;
    let select =
        Sql::new(&format!("select {COLUMNS} from employment where"), vec![]).append(visible);
    List::new(select, NEWEST, &()).fetch_for_each(ctx, "member_id", members, page).await
}

#[derive(FromQueryResult)]
struct WorksAt {
    member_id: Uuid,
    name: String,
}

/// The names of the employers where each of these people works today, as far as this asker may know of them.
pub async fn employers_of(
    ctx: &Context,
    members: &[Uuid],
) -> Result<HashMap<Uuid, Vec<String>>, Halt> {
    let Ok(visible) = visible(ctx) else { return Ok(HashMap::new()) };
    let today = ctx.today();
    let rows: Vec<WorksAt> = Sql::new(
        "select employment.member_id, employer.name from employment \
         join employer on employer.id = employment.employer_id \
         where employment.member_id in ? and employment.status = 'confirmed' \
         and employment.started_on <= ? \
         and (employment.ended_on is null or employment.ended_on > ?) and",
        binds![members, today, today],
    )
    .append(visible)
    .and("order by employment.member_id, employer.name", vec![])
    .all(ctx.db())
    .await?;
    let mut employers: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        employers.entry(row.member_id).or_default().push(row.name);
    }
    Ok(employers)
}
