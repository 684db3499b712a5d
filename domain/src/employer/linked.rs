//! In which networks an employer has staff or places, or was written down.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds, joined_ids},
    error::Halt,
};

/// The networks of one employer, `employer.id` in the statement around.
const OF_EMPLOYER: &str = "select membership.network_id from employment \
    join membership on membership.member_id = employment.member_id \
    where employment.employer_id = employer.id and employment.status = 'confirmed' \
    and employment.started_on <= ? and (employment.ended_on is null or employment.ended_on > ?) \
    and membership.started_on <= ? and (membership.ended_on is null or membership.ended_on > ?) \
    union select place.network_id from place \
    where place.employer_id = employer.id and place.archived_at is null \
    union select audit_line.network_id from audit_line \
    where audit_line.subject_id = employer.id and audit_line.network_id is not null \
    and audit_line.action in ('employer.create', 'employer.import')";

/// A column for a select from `employer` that brings the linked networks along, so that the policy
/// needs no statement of its own; read it with [`networks_of`].
pub(crate) fn linked(db: &impl ConnectionTrait, today: NaiveDate) -> Sql {
    let joined = match db.get_database_backend() {
        DbBackend::Postgres => "string_agg(cast(linked.network_id as text), ',')",
        _ => "group_concat(hex(linked.network_id), ',')",
    };
    Sql::new(
        &format!("(select {joined} from ({OF_EMPLOYER}) linked) as linked_networks"),
        binds![today, today, today, today],
    )
}

/// The networks that [`linked`] brought along.
pub(crate) fn networks_of(row: &QueryResult, prefix: &str) -> Result<Vec<Uuid>, DbErr> {
    let mut networks = joined_ids(row, prefix, "linked_networks")?;
    networks.sort_unstable();
    Ok(networks)
}

struct Linked(Vec<Uuid>);

impl FromQueryResult for Linked {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        networks_of(row, prefix).map(Self)
    }
}

struct Each {
    id: Uuid,
    networks: Vec<Uuid>,
}

impl FromQueryResult for Each {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { id: row.try_get(prefix, "id")?, networks: networks_of(row, prefix)? })
    }
}

/// The linked networks of each of these employers, in one statement.
pub(crate) async fn networks_of_each(
    ctx: &Context,
    employers: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Uuid>>, Halt> {
    let rows: Vec<Each> = Sql::new("select id,", vec![])
        .append(linked(ctx.db(), ctx.today()))
        .and("from employer where id in ?", binds![employers])
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.networks)).collect())
}

/// The linked networks of one employer, within a change; `None` when there is no such employer.
pub(crate) async fn networks(
    ctx: &Context,
    db: &impl ConnectionTrait,
    employer: Uuid,
) -> Result<Option<Vec<Uuid>>, Halt> {
    let row: Option<Linked> = Sql::new("select", vec![])
        .append(linked(db, ctx.today()))
        .and("from employer where id = ?", binds![employer])
        .one(db)
        .await?;
    Ok(row.map(|row| row.0))
}
