//! The commune that an address names, and whether the INSEE code beside it is that commune's, or any's.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ConnectionTrait, FromQueryResult};

use super::search::{COLUMNS, called};
use crate::{
    database::{Sql, binds},
    error::Halt,
    identifier::InseeCode,
    network::Commune,
    text::fold,
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

/// The communes that these addresses name, each told by its postal code and its name; one that could
/// be several is left out. In one statement, for whole files.
pub(crate) async fn of_addresses(
    db: &impl ConnectionTrait,
    told: BTreeSet<(String, String)>,
) -> Result<HashMap<(String, String), Commune>, Halt> {
    let names: BTreeSet<String> = told.iter().map(|(_, name)| called(name)).collect();
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let names: Vec<String> = names.into_iter().collect();
    let communes: Vec<Commune> = Sql::new(
        &format!("select {COLUMNS} from commune where commune.search in ?"),
        binds![names],
    )
    .all(db)
    .await?;
    let meant = |(postal_code, name): &(String, String)| {
        let name = called(name);
        let mut meant = communes.iter().filter(|commune| {
            fold(&commune.name) == name
                && commune.postal_codes.split('|').any(|known| known == postal_code)
        });
        meant.next().filter(|_| meant.next().is_none()).cloned()
    };
    let found = told.into_iter().filter_map(|address| {
        let commune = meant(&address)?;
        Some((address, commune))
    });
    Ok(found.collect())
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

/// Whether this is a district's code, given for the whole town.
pub(crate) fn is_district(code: &str) -> bool {
    code.parse().is_ok_and(|code| DISTRICTS.iter().any(|codes| codes.contains(&code)))
}
