//! The events of a network as a table that we read back.

use sea_orm::QueryOrder as _;

use super::{content::zone, import::hosted_by, sheet::COLUMNS, word::Words as _};
use crate::{
    context::Context,
    error::Halt,
    exchange::{self, Export, cell, local, truth},
    id::EventId,
};
use entities::event::{Column, Model};

/// Writes the events that the network hosts, drafts among them.
pub async fn export(ctx: &Context, network: &str) -> Result<Export, Halt> {
    let network = exchange::network(ctx, ctx.db(), network).await?;
    let events = hosted_by(network.id)
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(ctx.db())
        .await?;
    let count = events.len();
    let bytes =
        exchange::table(COLUMNS.map(super::sheet::Column::name), events.into_iter().map(cells))?;
    let file_name = format!("{}_evenements_{}.csv", ctx.today(), network.slug);
    Ok(Export { file_name, bytes, count })
}

fn cells(event: Model) -> [String; 20] {
    let zone = zone(&event);
    [
        EventId::of(event.id).to_string(),
        event.title,
        event.kind.word().to_owned(),
        local(event.starts_at, zone),
        local(event.ends_at, zone),
        zone.name().to_owned(),
        truth(event.is_date_tentative),
        event.mode.word().to_owned(),
        cell(event.venue),
        cell(event.venue_address),
        truth(event.is_venue_tentative),
        cell(event.online_url),
        event.description,
        event.visibility.word().to_owned(),
        event.audience.word().to_owned(),
        cell(event.capacity_on_site),
        cell(event.capacity_online),
        event.registration_opens_at.map(|at| local(at, zone)).unwrap_or_default(),
        event.registration_closes_at.map(|at| local(at, zone)).unwrap_or_default(),
        truth(event.needs_approval),
    ]
}
