//! A network's places as a file of the national standard.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::{row, standard};
use crate::{
    context::Context,
    error::Halt,
    exchange::{self, Export},
    identifier::{Pivot, Slug},
};
use entities::place::{Column, Entity};

/// Writes the network's own places. The file bears the publisher's number when one is given, as the
/// standard asks.
pub async fn export(
    ctx: &Context,
    network: &str,
    publisher: Option<&Pivot>,
) -> Result<Export, Halt> {
    let network = exchange::network(ctx, ctx.db(), network).await?;
    let rows = Entity::find()
        .filter(Column::NetworkId.eq(network.id))
        .filter(Column::ArchivedAt.is_null())
        .order_by_asc(Column::StandardId)
        .all(ctx.db())
        .await?;
    let places: Vec<_> = rows.iter().filter_map(row::to_place).collect();
    let bytes = standard::write(&places, ctx.today()).map_err(anyhow::Error::new)?;
    let file_name = match (publisher, network.slug.parse::<Slug>()) {
        (Some(publisher), Ok(slug)) => standard::file_name(ctx.today(), publisher, &slug),
        _ => format!("{}_lieux-de-mediation-numerique_{}.csv", ctx.today(), network.slug),
    };
    Ok(Export { file_name, bytes, count: places.len() })
}
