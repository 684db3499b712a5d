//! Saying whether someone works there.

use sea_orm::{ActiveModelTrait as _, Set};
use serde_json::json;

use super::{
    Employment, Status,
    lock::{is_of_closed, lock, unless_hidden},
    tell,
};
use crate::{
    audit::Line,
    context::Context,
    database::Transaction,
    error::{Halt, Outcome},
    id::{EmploymentId, MemberId},
    policy::{Ask, MemberFacts},
    refusals,
    text::is_blank,
};

refusals! {
    /// Why an employment may not be confirmed.
    EmploymentConfirm: pub enum ConfirmRefusal {
        /// It has its answer.
        Decided => "ALREADY_DECIDED" on "employmentId",
        /// The person's record is closed.
        MemberArchived => "MEMBER_ARCHIVED" on "employmentId",
    }
}

refusals! {
    /// Why an employment may not be refused.
    EmploymentRefuse: pub enum RefuseRefusal {
        /// It has its answer.
        Decided => "ALREADY_DECIDED" on "employmentId",
        /// The person is told why.
        ReasonMissing => "REASON_MISSING" on "reason",
    }
}

/// Says that it is so.
pub async fn confirm(ctx: &Context, id: EmploymentId) -> Outcome<Employment, ConfirmRefusal> {
    let tx = ctx.begin().await?;
    let (row, person) = decidable(ctx, &tx, id).await?;
    if row.status != Status::Declared {
        return Err(ConfirmRefusal::Decided.into());
    }
    if is_of_closed(&tx, row.member_id).await? {
        return Err(ConfirmRefusal::MemberArchived.into());
    }
    Ok(decide(ctx, tx, (row, &person), Status::Confirmed, None).await?)
}

/// Says that it is not so, and why.
pub async fn refuse(
    ctx: &Context,
    id: EmploymentId,
    reason: &str,
) -> Outcome<Employment, RefuseRefusal> {
    let tx = ctx.begin().await?;
    let (row, person) = decidable(ctx, &tx, id).await?;
    if row.status != Status::Declared {
        return Err(RefuseRefusal::Decided.into());
    }
    let reason = reason.trim();
    if is_blank(reason) {
        return Err(RefuseRefusal::ReasonMissing.into());
    }
    Ok(decide(ctx, tx, (row, &person), Status::Refused, Some(reason.to_owned())).await?)
}

async fn decidable(
    ctx: &Context,
    tx: &Transaction,
    id: EmploymentId,
) -> Result<(entities::employment::Model, MemberFacts), Halt> {
    let (row, facts) = lock(ctx, tx, id).await?;
    let answer = ctx.may(&Ask::DecideEmployment { employer: row.employer_id, member: &facts });
    unless_hidden(ctx, &row, &facts, answer)?;
    Ok((row, facts))
}

async fn decide(
    ctx: &Context,
    tx: Transaction,
    (row, person): (entities::employment::Model, &MemberFacts),
    status: Status,
    reason: Option<String>,
) -> Result<Employment, Halt> {
    let revision = row.revision + 1;
    let mut model: entities::employment::ActiveModel = row.into();
    model.status = Set(status);
    model.refusal_reason = Set(reason.clone());
    model.decided_by_id = Set(ctx.standing().member);
    model.decided_at = Set(Some(ctx.now()));
    model.revision = Set(revision);
    let row = model.update(&*tx).await?;

    let action = match status {
        Status::Confirmed => "employment.confirm",
        _ => "employment.refuse",
    };
    let line = Line::new(action, EmploymentId::of(row.id))
        .about(row.employer_id)
        .on_behalf_of(MemberId::of(row.member_id))
        .changing(json!({ "reason": reason }));
    tx.audit(ctx, line).await?;
    tell::answer(&tx, ctx, &row, person).await?;
    tx.commit().await?;
    Ok(row.into())
}
