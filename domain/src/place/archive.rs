//! Closing a place, and opening it again.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::Place;
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Transaction},
    error::{Denied, Halt, Outcome},
    id::PlaceId,
    policy::Ask,
    refusals,
};

refusals! {
    /// Why a place may not be closed.
    PlaceArchive: pub enum ArchiveRefusal {
        /// It is closed already.
        AlreadyArchived => "ALREADY_ARCHIVED" on "placeId",
    }
}

refusals! {
    /// Why a place may not be opened again.
    PlaceReopen: pub enum ReopenRefusal {
        /// It is open.
        NotArchived => "NOT_ARCHIVED" on "placeId",
    }
}

/// Closes a place: it leaves the lists and the network's file.
pub async fn archive(ctx: &Context, id: PlaceId) -> Outcome<Place, ArchiveRefusal> {
    let tx = ctx.begin().await?;
    let row = editable(ctx, &tx, id).await?;
    if row.archived_at.is_some() {
        return Err(ArchiveRefusal::AlreadyArchived.into());
    }
    Ok(set(ctx, tx, row, true).await?)
}

/// Opens a place again.
pub async fn reopen(ctx: &Context, id: PlaceId) -> Outcome<Place, ReopenRefusal> {
    let tx = ctx.begin().await?;
    let row = editable(ctx, &tx, id).await?;
    if row.archived_at.is_none() {
        return Err(ReopenRefusal::NotArchived.into());
    }
    Ok(set(ctx, tx, row, false).await?)
}

async fn editable(ctx: &Context, tx: &Transaction, id: PlaceId) -> Result<Place, Halt> {
    let row = entities::place::Entity::find_by_id(id.uuid())
        .hold()
        .one(&**tx)
        .await?
        .ok_or(Denied::Hidden)?;
    ctx.may(&Ask::EditPlace { network: row.network_id, employer: row.employer_id })?;
    Ok(row)
}

async fn set(ctx: &Context, tx: Transaction, row: Place, is_archived: bool) -> Result<Place, Halt> {
    let (id, network, revision) = (PlaceId::of(row.id), row.network_id, row.revision);
    let mut model: entities::place::ActiveModel = row.into();
    model.archived_at = Set(is_archived.then(|| ctx.now()));
    model.revision = Set(revision + 1);
    let row = model.update(&*tx).await?;
    let action = if is_archived { "place.archive" } else { "place.reopen" };
    tx.audit(ctx, Line::new(action, id).within(network)).await?;
    tx.commit().await?;
    Ok(row)
}
