//! The commune that an address names, and whether the INSEE code beside it is that commune's.

use sea_orm::ConnectionTrait;

use super::search::{COLUMNS, called};
use crate::{
    database::{Sql, binds},
    error::Halt,
    network::Commune,
};

/// The INSEE codes of the districts of Paris, Lyon and Marseille, which many give for the whole town.
const DISTRICTS: [std::ops::RangeInclusive<u32>; 3] =
    [75_101..=75_120, 69_381..=69_389, 13_201..=13_216];

/// The one commune that has this postal code and is called so, when there is one.
pub(crate) async fn of_address(
    db: &impl ConnectionTrait,
    postal_code: &str,
    name: &str,
) -> Result<Option<Commune>, Halt> {
    let mut found: Vec<Commune> = Sql::new(
        &format!(
            "select {COLUMNS} from commune where commune.search = ? \
             and '|' || commune.postal_codes || '|' like ? limit 2"
        ),
        binds![called(name), format!("%|{postal_code}|%")],
    )
    .all(db)
    .await?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// The commune that the address names, when the code that was told is another's.
pub(crate) async fn mismatched(
    db: &impl ConnectionTrait,
    postal_code: &str,
    name: &str,
    told: &str,
) -> Result<Option<Commune>, Halt> {
    let is_district =
        told.parse().is_ok_and(|code| DISTRICTS.iter().any(|codes| codes.contains(&code)));
    if is_district {
        return Ok(None);
    }
    let named = of_address(db, postal_code, name).await?;
    Ok(named.filter(|commune| commune.insee_code != told))
}
