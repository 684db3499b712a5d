//! Closing an employer's record, and opening it again.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::{Employer, linked, read};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Transaction},
    error::{Denied, Halt, Outcome},
    id::EmployerId,
    policy::Ask,
    refusals,
};

refusals! {
    /// Why an employer's record may not be closed.
    EmployerArchive: pub enum ArchiveRefusal {
        /// It is closed already.
        AlreadyArchived => "ALREADY_ARCHIVED" on "employerId",
    }
}

refusals! {
    /// Why an employer's record may not be opened again.
    EmployerReopen: pub enum ReopenRefusal {
        /// It is open.
        NotArchived => "NOT_ARCHIVED" on "employerId",
    }
}

/// Closes an employer's record; its history stays.
pub async fn archive(ctx: &Context, id: EmployerId) -> Outcome<Employer, ArchiveRefusal> {
    let tx = ctx.begin().await?;
    let row = editable(ctx, &tx, id).await?;
    if row.archived_at.is_some() {
        return Err(ArchiveRefusal::AlreadyArchived.into());
    }
    Ok(set(ctx, tx, row, true).await?)
}

/// Opens an employer's record again.
pub async fn reopen(ctx: &Context, id: EmployerId) -> Outcome<Employer, ReopenRefusal> {
    let tx = ctx.begin().await?;
    let row = editable(ctx, &tx, id).await?;
    if row.archived_at.is_none() {
        return Err(ReopenRefusal::NotArchived.into());
    }
    Ok(set(ctx, tx, row, false).await?)
}

async fn editable(
    ctx: &Context,
    tx: &Transaction,
    id: EmployerId,
) -> Result<entities::employer::Model, Halt> {
    let row = entities::employer::Entity::find_by_id(id.uuid())
        .hold()
        .one(&**tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let networks = linked::networks(ctx, &**tx, row.id).await?.unwrap_or_default();
    ctx.may(&Ask::EditEmployer { employer: row.id, networks: &networks })?;
    Ok(row)
}

async fn set(
    ctx: &Context,
    tx: Transaction,
    row: entities::employer::Model,
    is_archived: bool,
) -> Result<Employer, Halt> {
    let (id, revision) = (row.id, row.revision);
    let mut model: entities::employer::ActiveModel = row.into();
    model.archived_at = Set(is_archived.then(|| ctx.now()));
    model.revision = Set(revision + 1);
    model.update(&*tx).await?;
    let action = if is_archived { "employer.archive" } else { "employer.reopen" };
    tx.audit(ctx, Line::new(action, EmployerId::of(id))).await?;
    let employer = read::among(ctx, &*tx, &[id]).await?.remove(&id);
    tx.commit().await?;
    Ok(employer.ok_or(Denied::Hidden)?)
}
