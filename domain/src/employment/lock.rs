//! An employment under its lock, with what the policy decides upon.

use sea_orm::EntityTrait as _;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    error::{Denied, Halt},
    id::EmploymentId,
    member,
    policy::{Ask, Because, MemberFacts, Resource},
};
use entities::employment::Model;

/// The row, locked until the transaction ends, and the facts about whose it is.
pub(super) async fn lock(
    ctx: &Context,
    tx: &Transaction,
    id: EmploymentId,
) -> Result<(Model, MemberFacts), Halt> {
    // Said before anything is looked for: whether there is such a row makes no difference.
    ctx.standing().is_somebody()?;
    ctx.standing().has_scope(Resource::Employer, true)?;
    let row = entities::employment::Entity::find_by_id(id.uuid())
        .hold()
        .one(&**tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let facts = member::facts(ctx, &**tx, &[row.member_id])
        .await?
        .remove(&row.member_id)
        .ok_or(Denied::Hidden)?;
    Ok((row, facts))
}

/// The policy's answer about this row; who may not know of it hears that it is not there.
pub(super) fn unless_hidden(
    ctx: &Context,
    row: &Model,
    member: &MemberFacts,
    answer: Result<Because, Denied>,
) -> Result<(), Denied> {
    let Err(denied) = answer else { return Ok(()) };
    let see = Ask::SeeEmployment { employer: row.employer_id, member };
    Err(if ctx.may(&see).is_ok() { denied } else { Denied::Hidden })
}

/// Whether this person's record is closed: it takes no further days of work. To be called once the
/// employment is locked, which the closing of the record waits for.
pub(super) async fn is_of_closed(tx: &Transaction, member: Uuid) -> Result<bool, Halt> {
    let closed =
        Sql::new("select 1 from member where id = ? and archived_at is not null", binds![member]);
    Ok(closed.exists(&**tx).await?)
}
