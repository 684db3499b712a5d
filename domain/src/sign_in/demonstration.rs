//! Whom one may sign in as in a demonstration: those who lead first, then those who come.

use std::collections::BTreeSet;

use sea_orm::{ActiveEnum as _, FromQueryResult};
use uuid::Uuid;

use crate::{
    context::House,
    database::{Sql, binds},
    error::Halt,
    id::MemberId,
    membership::Role,
};

/// Somebody of the demonstration.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is.
    pub member: MemberId,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The address.
    pub email: String,
    /// Runs the federation.
    pub is_administrator: bool,
    /// Acts for this employer.
    pub manages: Option<String>,
    /// The strongest role, and the name of the network in which it is held.
    pub role: Option<(Role, String)>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    is_administrator: bool,
    role: Option<String>,
    network_name: Option<String>,
    manages: Option<String>,
}

/// The people of the demonstration, the most telling first.
pub async fn people(house: &House) -> Result<Vec<Person>, Halt> {
    let today = house.clock.today();
    let rows: Vec<Row> = Sql::new(
        "select member.id, member.first_name, member.last_name, member.email, \
         member.is_administrator, held.role, network.name as network_name, \
         employer.name as manages from member \
         left join membership held on held.member_id = member.id and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?) \
         left join network on network.id = held.network_id \
         left join employer_manager manager on manager.member_id = member.id \
         and manager.state = 'confirmed' \
         left join employer on employer.id = manager.employer_id \
         where member.archived_at is null and member.email_key is not null \
         order by case when member.is_administrator then 0 when held.role = 'lead' then 1 \
         when held.role = 'organiser' then 2 when manager.id is not null then 3 \
         when held.id is null then 4 else 5 end, \
         member.search, member.id",
        binds![today, today],
    )
    .all(house.db.read())
    .await?;
    let mut met = BTreeSet::new();
    Ok(rows.into_iter().filter(|row| met.insert(row.id)).map(person).collect())
}

fn person(row: Row) -> Person {
    let role = row.role.and_then(|word| Role::try_from_value(&word).ok());
    Person {
        member: row.id.into(),
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        is_administrator: row.is_administrator,
        manages: row.manages,
        role: role.zip(row.network_name),
    }
}
