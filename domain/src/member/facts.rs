//! Facts about people that the policy decides upon.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
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
