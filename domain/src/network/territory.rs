//! A network's territory in few words, and the networks around a commune.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Network, Row, read::COLUMNS};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
};

/// How much of an intercommunal body (EPCI) a network covers.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Body {
    /// The network.
    pub network_id: Uuid,
    /// The body's SIREN.
    pub epci_code: String,
    /// Its name.
    pub epci_name: String,
    /// How many of its communes the network covers.
    pub covered: i64,
    /// How many communes it has.
    pub communes: i64,
    /// How many people live in those that are covered.
    pub population: i64,
}

impl Body {
    /// Whether the network covers all of it.
    pub const fn is_whole(&self) -> bool {
        self.covered >= self.communes
    }
}

/// The intercommunal bodies that each of these networks covers, the most populated first.
pub async fn bodies_of(ctx: &Context, networks: &[Uuid]) -> Result<HashMap<Uuid, Vec<Body>>, Halt> {
    let rows: Vec<Body> = Sql::new(
        "select covered.network_id, commune.epci_code, commune.epci_name, \
         count(*) as covered, whole.communes, cast(sum(commune.population) as bigint) as population \
         from network_commune covered join commune on commune.insee_code = covered.insee_code \
         join (select epci_code, count(*) as communes from commune group by epci_code) whole \
         on whole.epci_code = commune.epci_code where covered.network_id in ? \
         group by covered.network_id, commune.epci_code, commune.epci_name, whole.communes \
         order by population desc, commune.epci_code",
        binds![networks],
    )
    .all(ctx.db())
    .await?;
    let mut bodies: HashMap<Uuid, Vec<Body>> = HashMap::new();
    for row in rows {
        bodies.entry(row.network_id).or_default().push(row);
    }
    Ok(bodies)
}

/// The open networks that cover another commune of the same intercommunal body, by name; at most twelve.
pub async fn around(ctx: &Context, epci_code: &str) -> Result<Vec<Network>, Halt> {
    let rows: Vec<Row> = Sql::new(
        &format!(
            "select {COLUMNS} from network where network.archived_at is null and network.id in \
             (select covered.network_id from network_commune covered \
             join commune on commune.insee_code = covered.insee_code \
             where commune.epci_code = ?) order by network.name, network.id limit 12"
        ),
        binds![epci_code],
    )
    .all(ctx.db())
    .await?;
    Ok(rows.into_iter().map(|row| row.seen_by(ctx.standing())).collect())
}
