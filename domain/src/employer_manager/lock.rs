//! The row of who acts for an employer, under its lock, and what is said to whoever may not touch it.

use sea_orm::EntityTrait as _;
use uuid::Uuid;

use super::read;
use crate::{
    context::Context,
    database::{Hold as _, Transaction},
    employer::linked,
    error::{Denied, Halt},
    id::EmployerManagerId,
    policy::{Because, Resource},
};
use entities::employer_manager::{Entity, Model};

/// The row, locked until the transaction ends, and the networks of its employer.
pub(super) async fn lock(
    ctx: &Context,
    tx: &Transaction,
    id: EmployerManagerId,
) -> Result<(Model, Vec<Uuid>), Halt> {
    // Said before anything is looked for: whether there is such a row makes no difference.
    ctx.standing().is_somebody()?;
    ctx.standing().has_scope(Resource::Employer, true)?;
    let row = Entity::find_by_id(id.uuid()).hold().one(&**tx).await?.ok_or(Denied::Hidden)?;
    let networks = linked::networks(ctx, &**tx, row.employer_id).await?.unwrap_or_default();
    Ok((row, networks))
}

/// The policy's answer about this row; who may not know of it hears that it is not there.
pub(super) async fn unless_hidden(
    ctx: &Context,
    tx: &Transaction,
    row: &Model,
    answer: Result<Because, Denied>,
) -> Result<(), Halt> {
    let Err(denied) = answer else { return Ok(()) };
    let told = if read::is_seen(ctx, &**tx, row.id).await? { denied } else { Denied::Hidden };
    Err(told.into())
}
