//! Writing the communes down where networks can name them.

use sea_orm::{EntityTrait as _, Set, sea_query::OnConflict};

use super::communes;
use crate::{database::Db, error::Halt, text::fold};
use entities::commune::{ActiveModel, Column, Entity};

/// Writes the communes that are known without asking anyone. Run at each start: it adds what is
/// missing, renews what changed, and touches no commune that an operator added.
pub async fn settle(db: &Db) -> Result<(), Halt> {
    let rows = communes().iter().map(|commune| ActiveModel {
        insee_code: Set(commune.code.to_string()),
        name: Set(commune.name.clone()),
        search: Set(fold(&commune.name)),
        postal_codes: Set(commune
            .postal_codes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("|")),
        epci_code: Set(commune.epci_code.clone()),
        epci_name: Set(commune.epci_name.clone()),
        population: Set(i32::try_from(commune.population).unwrap_or(i32::MAX)),
    });
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(Column::InseeCode)
                .update_columns([
                    Column::Name,
                    Column::Search,
                    Column::PostalCodes,
                    Column::EpciCode,
                    Column::EpciName,
                    Column::Population,
                ])
                .to_owned(),
        )
        .exec_without_returning(db.write())
        .await?;
    Ok(())
}
