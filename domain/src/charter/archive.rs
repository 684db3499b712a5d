//! Closing a charter: nobody is asked any more, and what was signed stays on record.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::{Charter, read};
use crate::{
    audit::Line,
    context::Context,
    database::Hold as _,
    error::{Denied, Outcome},
    id::CharterId,
    refusals,
};

refusals! {
    /// Why a charter may not be closed.
    CharterArchive: pub enum ArchiveRefusal {
        /// It is closed already.
        AlreadyArchived => "ALREADY_ARCHIVED" on "charterId",
    }
}

/// Closes a charter.
pub async fn archive(ctx: &Context, id: CharterId) -> Outcome<Charter, ArchiveRefusal> {
    let tx = ctx.begin().await?;
    let row = entities::charter::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    read::may_edit(ctx, &tx, &row).await?;

    if row.archived_at.is_some() {
        return Err(ArchiveRefusal::AlreadyArchived.into());
    }

    let (network, revision) = (row.network_id, row.revision);
    let mut model: entities::charter::ActiveModel = row.into();
    model.archived_at = Set(Some(ctx.now()));
    model.revision = Set(revision + 1);
    model.update(&*tx).await?;

    tx.audit(ctx, Line::new("charter.archive", id).within(network)).await?;
    tx.commit().await?;
    Ok(read::load(ctx, id).await?)
}
