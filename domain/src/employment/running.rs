//! Jobs as other operations decide upon them: those that are not over, and those of a closed record.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::employment::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, ExprTrait as _},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Status;
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    error::Halt,
    id::EmploymentId,
};

/// How many jobs come back in one statement.
const CHUNK: usize = 200;

/// The jobs of these people that are not over, at whatever employer, held until the change is
/// certain; what was refused is none.
pub(crate) async fn all_running(
    tx: &Transaction,
    ctx: &Context,
    members: &[Uuid],
) -> Result<Vec<Model>, Halt> {
    let begins = Expr::col((Entity, Column::EndedOn)).gt(Expr::col((Entity, Column::StartedOn)));
    let ends_later = Condition::all().add(Column::EndedOn.gt(ctx.today())).add(begins);
    Ok(Entity::find()
        .filter(Column::MemberId.is_in(members.iter().copied()))
        .filter(Condition::any().add(Column::EndedOn.is_null()).add(ends_later))
        .filter(Column::Status.ne(Status::Refused))
        .order_by_asc(Column::StartedOn)
        .order_by_asc(Column::Id)
        .hold()
        .all(&**tx)
        .await?)
}

/// Ends the jobs of a person whose record is closed. The lines tell when each was to end: by them
/// [`reopen`] gives it back.
pub(crate) async fn close(
    tx: &Transaction,
    ctx: &Context,
    member: Uuid,
) -> Result<Vec<Line>, Halt> {
    let (rows, today) = (all_running(tx, ctx, &[member]).await?, ctx.today());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    Sql::new(
        "update employment set revision = revision + 1, \
         ended_on = case when started_on > ? then started_on else ? end where id in ?",
        binds![today, today, ids],
    )
    .run(&**tx)
    .await?;
    let ended = rows.iter().map(|row| {
        line("employment.end", row).changing(json!({
            "ended_on": { "from": row.ended_on, "to": Ord::max(today, row.started_on) },
            "ending": { "from": null, "to": "archived" },
            "revision": row.revision + 1,
        }))
    });
    Ok(ended.collect())
}

/// Gives back the jobs that the closing of a record ended, each with the end that it had, but for
/// those at employers that are closed: says how many these are. The lines of that closing are known by
/// what they were written about.
pub(crate) async fn reopen(
    tx: &Transaction,
    member: Uuid,
    closed: &HashMap<Uuid, Value>,
) -> Result<(Vec<Line>, usize), Halt> {
    let mut rows = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::Status.ne(Status::Refused))
        .order_by_asc(Column::StartedOn)
        .order_by_asc(Column::Id)
        .hold()
        .all(&**tx)
        .await?;
    let employers = rows.iter().map(|row| row.employer_id).collect();
    let over = tx.archived("employer", employers).await?;
    let mut left = HashSet::new();
    let (mut writes, mut lines) = (Vec::new(), Vec::new());
    for index in 0..rows.len() {
        let row = &rows[index];
        let Some(was) = closed.get(&row.id) else { continue };
        if over.contains(&row.employer_id) {
            left.insert(row.employer_id);
            continue;
        }
        // What somebody has changed since stays as they left it.
        if was["revision"] != row.revision {
            continue;
        }
        let ended_on: Option<NaiveDate> =
            serde_json::from_value(was["ended_on"]["from"].clone()).unwrap_or_default();
        let open = Model { ended_on, revision: row.revision + 1, ..row.clone() };
        if rows.iter().any(|other| other.id != open.id && overlap(other, &open)) {
            continue;
        }
        writes.push(Sql::new(
            "update employment set ended_on = ?, revision = ? where id = ?",
            binds![open.ended_on, open.revision, open.id],
        ));
        lines.push(line("employment.restore", row).changing(json!({
            "ended_on": { "from": row.ended_on, "to": open.ended_on },
            "revision": open.revision,
        })));
        // What comes back first leaves its days to no other.
        rows[index] = open;
    }
    for chunk in writes.chunks(CHUNK) {
        tx.together(chunk.to_vec()).await?;
    }
    Ok((lines, left.len()))
}

/// Whether two jobs of one person hold on one day, at one employer.
pub(crate) fn overlap(one: &Model, other: &Model) -> bool {
    let end = |job: &Model| job.ended_on.unwrap_or(NaiveDate::MAX);
    one.employer_id == other.employer_id
        && Ord::max(one.started_on, other.started_on) < Ord::min(end(one), end(other))
}

fn line(action: &'static str, row: &Model) -> Line {
    let line = Line::new(action, EmploymentId::of(row.id)).about(row.employer_id);
    line.on_behalf_of(row.member_id)
}
