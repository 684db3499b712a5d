//! Who is a network's pilot for the public: those to whom a newcomer turns.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    member::Visibility,
    policy::Ask,
};

/// How many are named of one network.
const MOST: usize = 4;

#[derive(FromQueryResult)]
struct Pilot {
    network_id: Uuid,
    first_name: String,
    last_name: String,
    visibility: serde_json::Value,
}

/// The names of each network's pilots today, by last name, at most four of each: for its members
/// all of them, for others those who let everyone read their name.
pub async fn pilots(ctx: &Context, networks: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>, Halt> {
    let today = ctx.today();
    let rows: Vec<Pilot> = Sql::new(
        "select membership.network_id, member.first_name, member.last_name, member.visibility \
         from membership join member on member.id = membership.member_id \
         where membership.network_id in ? and membership.local_role = 'pilot' \
         and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?) \
         and member.archived_at is null and member.erased_at is null \
         order by member.search, member.id",
        binds![networks, today, today],
    )
    .all(ctx.db())
    .await?;
    let mut pilots: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        let is_named = Visibility::read(&row.visibility).is_named_as_pilot;
        let named = pilots.entry(row.network_id).or_default();
        if named.len() < MOST
            && ctx.may(&Ask::SeePilot { network: row.network_id, is_named }).is_ok()
        {
            named.push(format!("{} {}", row.first_name, row.last_name).trim().to_owned());
        }
    }
    Ok(pilots)
}
