//! What a person was told of late, from the letters to them.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::{EmployerManagerId, EmploymentId},
    outbox,
    policy::Resource,
};

/// How long something is news.
const LATE: TimeDelta = TimeDelta::days(60);

/// One thing that a person was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// The letter's kind.
    pub kind: String,
    /// About which event.
    pub event_id: Option<Uuid>,
    /// In which network's affairs.
    pub network_id: Option<Uuid>,
    /// About which employer, for a job or for acting for one.
    pub employer_id: Option<Uuid>,
    /// How that job or role stands now: `confirmed`, `refused`, or something else.
    pub state: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    told: serde_json::Value,
    event_id: Option<Uuid>,
    network_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct At {
    id: Uuid,
    employer_id: Uuid,
    state: String,
}

/// The job, or the role for an employer, that a letter is about.
fn about(row: &Row) -> Option<Uuid> {
    use outbox::Told;
    match serde_json::from_value(row.told.clone()).ok()? {
        Told::EmploymentDeclared { employment } | Told::EmploymentDecided { employment } => {
            Some(EmploymentId::uuid(employment))
        }
        Told::ManagerClaimed { manager } | Told::ManagerDecided { manager } => {
            Some(EmployerManagerId::uuid(manager))
        }
        _ => None,
    }
}

/// What the asker was told of late, the newest first, links to sign in apart.
pub async fn lately(ctx: &Context, most: i64) -> Result<Vec<Told>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    let now = ctx.now();
    let rows: Vec<Row> = Sql::new(
        "select kind, told, event_id, network_id, created_at from outbox \
         where member_id = ? and created_at > ? and due_at <= ? \
         and state in ('pending', 'sent') and kind not in ('sign_in_link', 'identity_to_confirm', 'email_to_confirm') \
         order by created_at desc, id desc limit ?",
        binds![me, now - LATE, now, most],
    )
    .all(ctx.db())
    .await?;
    let ids: Vec<Uuid> = rows.iter().filter_map(about).collect();
    let known = at_employers(ctx, &ids).await?;
    let told = rows.into_iter().map(|row| {
        let at = about(&row).and_then(|id| known.get(&id));
        let (employer_id, state) = at.map(|at| (at.employer_id, at.state.clone())).unzip();
        let Row { kind, event_id, network_id, created_at, .. } = row;
        Told { kind, event_id, network_id, employer_id, state, created_at }
    });
    Ok(told.collect())
}

/// At which employer these jobs and roles are, and how they stand, in one statement.
async fn at_employers(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, At>, Halt> {
    let rows: Vec<At> = Sql::new(
        "select id, employer_id, status as state from employment where id in ? \
         union all select id, employer_id, state from employer_manager where id in ?",
        binds![ids, ids],
    )
    .all(ctx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
