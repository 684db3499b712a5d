//! The commune that an address names, and whether the INSEE code beside it is that commune's, or any's.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, FromQueryResult};

use super::search::{COLUMNS, called};
use crate::{
    database::{Sql, binds},
    error::Halt,
    identifier::InseeCode,
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
    if is_district(told) {
        return Ok(None);
    }
    let named = of_address(db, postal_code, name).await?;
    Ok(named.filter(|commune| commune.insee_code != told))
}

#[derive(FromQueryResult)]
struct Known {
    insee_code: Option<String>,
}

/// Those of these codes that no commune has. Of a department of which no commune is known, nothing
/// can be said.
pub(crate) async fn unknown(
    db: &impl ConnectionTrait,
    mut told: BTreeSet<InseeCode>,
) -> Result<BTreeSet<InseeCode>, Halt> {
    told.retain(|code| !is_district(code.as_str()));
    if told.is_empty() {
        return Ok(told);
    }
    let codes: Vec<String> = told.iter().map(ToString::to_string).collect();
    let departments: BTreeSet<&str> = told.iter().map(InseeCode::department).collect();
    let mut select =
        Sql::new("select insee_code from commune where insee_code in ?", binds![codes]);
    for department in departments {
        select = select.and(
            "union all select min(insee_code) from commune where insee_code between ? and ?",
            binds![format!("{department:0<5}"), format!("{department:9<5}")],
        );
    }
    let known: Vec<Known> = select.all(db).await?;
    let known: BTreeSet<String> = known.into_iter().filter_map(|row| row.insee_code).collect();
    told.retain(|code| {
        !known.contains(code.as_str())
            && known.iter().any(|other| other.starts_with(code.department()))
    });
    Ok(told)
}

fn is_district(code: &str) -> bool {
    code.parse().is_ok_and(|code| DISTRICTS.iter().any(|codes| codes.contains(&code)))
}
