//! Jobs as other operations decide upon them: those that are not over, and those of a closed record.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::employment::{Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
    sea_query::{Expr, ExprTrait as _},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Status, declare::Days};
use crate::{audit::Line, context::Context, database::Transaction, error::Halt, id::EmploymentId};

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
        .lock_exclusive()
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
    let mut lines = Vec::new();
    for row in all_running(tx, ctx, &[member]).await? {
        let (on, revision) = (Ord::max(ctx.today(), row.started_on), row.revision + 1);
        lines.push(line("employment.end", &row).changing(json!({
            "ended_on": { "from": row.ended_on, "to": on },
            "ending": { "from": null, "to": "archived" },
            "revision": revision,
        })));
        end(tx, row, Some(on)).await?;
    }
    Ok(lines)
}

/// Gives back the jobs that the closing of a record ended, each with the end that it had; the
/// lines of that closing are known by what they were written about.
pub(crate) async fn reopen(
    tx: &Transaction,
    closed: &HashMap<Uuid, Value>,
) -> Result<Vec<Line>, Halt> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(closed.keys().copied()))
        .order_by_asc(Column::StartedOn)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    let mut lines = Vec::new();
    for row in rows {
        let Some(was) = closed.get(&row.id) else { continue };
        // What somebody has changed since stays as they left it.
        if was["revision"] != row.revision {
            continue;
        }
        let ended_on: Option<NaiveDate> =
            serde_json::from_value(was["ended_on"]["from"].clone()).unwrap_or_default();
        let days = Days {
            member: row.member_id,
            employer: row.employer_id,
            started_on: row.started_on,
            ended_on,
            except: row.id,
        };
        if days.overlapped(&**tx).await?.is_some() {
            continue;
        }
        lines.push(line("employment.restore", &row).changing(json!({
            "ended_on": { "from": row.ended_on, "to": ended_on },
            "revision": row.revision + 1,
        })));
        end(tx, row, ended_on).await?;
    }
    Ok(lines)
}

fn line(action: &'static str, row: &Model) -> Line {
    let line = Line::new(action, EmploymentId::of(row.id)).about(row.employer_id);
    line.on_behalf_of(row.member_id)
}

async fn end(tx: &Transaction, row: Model, on: Option<NaiveDate>) -> Result<(), Halt> {
    let revision = row.revision + 1;
    let mut model = row.into_active_model();
    model.ended_on = Set(on);
    model.revision = Set(revision);
    model.update(&**tx).await?;
    Ok(())
}
