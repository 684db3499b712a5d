//! Facts about people that the policy decides upon.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds, joined_ids},
    error::Halt,
    policy::MemberFacts,
};

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    kind: String,
    id: Uuid,
}

/// What the policy needs to know of these people, in one statement. Someone unknown has no facts.
pub async fn facts(
    ctx: &Context,
    db: &impl ConnectionTrait,
    members: &[Uuid],
) -> Result<HashMap<Uuid, MemberFacts>, Halt> {
    let today = ctx.today();
    let rows: Vec<Row> = Sql::new(
        "select id as member_id, 'member' as kind, id from member where id in ? \
         union all \
         select held.member_id, case when reached.depth = 0 then 'in' else 'above' end, \
         reached.ancestor_id from membership held \
         join network_ancestor reached on reached.descendant_id = held.network_id \
         where held.member_id in ? and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?) \
         union all \
         select member_id, 'past', network_id from membership \
         where member_id in ? and (ended_on <= ? or started_on > ?) \
         union all \
         select member_id, 'past', network_id from join_request \
         where member_id in ? and state = 'pending' \
         union all \
         select member_id, 'employer', employer_id from employment \
         where member_id in ? and status = 'confirmed' and started_on <= ? \
         and (ended_on is null or ended_on > ?)",
        binds![
            members, members, today, today, members, today, today, members, members, today, today
        ],
    )
    .all(db)
    .await?;
    let mut facts: HashMap<Uuid, MemberFacts> = HashMap::new();
    for row in rows {
        let known = facts.entry(row.member_id).or_default();
        known.id = row.member_id;
        match row.kind.as_str() {
            "in" => {
                known.networks.push(row.id);
                known.above.push(row.id);
            }
            "above" => known.above.push(row.id),
            "past" => known.past.push(row.id),
            "employer" => known.employers.push(row.id),
            _ => {}
        }
    }
    Ok(facts)
}

/// Columns for a select from `member known` that bring each person's facts along, so that the policy
/// needs no statement of its own; read them with [`facts_of_row`].
pub(super) fn facts_columns(ctx: &Context, backend: DbBackend) -> Sql {
    let today = ctx.today();
    let joined = |column: &str| match backend {
        DbBackend::Postgres => format!("string_agg(distinct cast({column} as text), ',')"),
        _ => format!("group_concat(distinct hex({column}))"),
    };
    let (network, above) = (joined("held.network_id"), joined("reached.ancestor_id"));
    let employer = joined("held.employer_id");
    Sql::new(
        &format!(
            "(select {network} from membership held where held.member_id = known.id \
             and held.started_on <= ? and (held.ended_on is null or held.ended_on > ?)) \
             as fact_networks, \
             (select {above} from membership held \
             join network_ancestor reached on reached.descendant_id = held.network_id \
             where held.member_id = known.id and held.started_on <= ? \
             and (held.ended_on is null or held.ended_on > ?)) as fact_above, \
             (select {network} from (select network_id from membership \
             where member_id = known.id and (ended_on <= ? or started_on > ?) \
             union select network_id from join_request \
             where member_id = known.id and state = 'pending') held) as fact_past, \
             (select {employer} from employment held where held.member_id = known.id \
             and held.status = 'confirmed' and held.started_on <= ? \
             and (held.ended_on is null or held.ended_on > ?)) as fact_employers"
        ),
        binds![today, today, today, today, today, today, today, today],
    )
}

/// The facts that [`facts_columns`] brought along.
pub(super) fn facts_of_row(
    row: &QueryResult,
    prefix: &str,
    id: Uuid,
) -> Result<MemberFacts, DbErr> {
    Ok(MemberFacts {
        id,
        networks: joined_ids(row, prefix, "fact_networks")?,
        above: joined_ids(row, prefix, "fact_above")?,
        past: joined_ids(row, prefix, "fact_past")?,
        employers: joined_ids(row, prefix, "fact_employers")?,
    })
}
