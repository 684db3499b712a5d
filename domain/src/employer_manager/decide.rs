//! Answering who asks to act for an employer.

use sea_orm::{ActiveModelTrait as _, Set};
use serde_json::json;

use super::{
    EmployerManager, State,
    lock::{lock, unless_hidden},
    read,
};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Halt, Outcome},
    id::{EmployerManagerId, MemberId},
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
    text::is_blank,
};

refusals! {
    /// Why a claim may not be confirmed.
    EmployerManagerConfirm: pub enum ConfirmRefusal {
        /// It has its answer, or was taken back.
        Decided => "ALREADY_DECIDED" on "employerManagerId",
    }
}

refusals! {
    /// Why a claim may not be refused.
    EmployerManagerRefuse: pub enum RefuseRefusal {
        /// It has its answer, or was taken back.
        Decided => "ALREADY_DECIDED" on "employerManagerId",
        /// The person is told why.
        ReasonMissing => "REASON_MISSING" on "reason",
    }
}

/// Says yes: from now on the person acts for the employer.
pub async fn confirm(
    ctx: &Context,
    id: EmployerManagerId,
) -> Outcome<EmployerManager, ConfirmRefusal> {
    let tx = ctx.begin().await?;
    let row = decidable(ctx, &tx, id).await?;
    if row.state != State::Claimed {
        return Err(ConfirmRefusal::Decided.into());
    }
    Ok(decide(ctx, tx, row, State::Confirmed, None).await?)
}

/// Says no, and why.
pub async fn refuse(
    ctx: &Context,
    id: EmployerManagerId,
    reason: &str,
) -> Outcome<EmployerManager, RefuseRefusal> {
    let tx = ctx.begin().await?;
    let row = decidable(ctx, &tx, id).await?;
    if row.state != State::Claimed {
        return Err(RefuseRefusal::Decided.into());
    }
    let reason = reason.trim();
    if is_blank(reason) {
        return Err(RefuseRefusal::ReasonMissing.into());
    }
    Ok(decide(ctx, tx, row, State::Refused, Some(reason.to_owned())).await?)
}

async fn decidable(
    ctx: &Context,
    tx: &Transaction,
    id: EmployerManagerId,
) -> Result<entities::employer_manager::Model, Halt> {
    let (row, networks) = lock(ctx, tx, id).await?;
    let answer = ctx.may(&Ask::DecideManager {
        employer: row.employer_id,
        member: Some(row.member_id),
        networks: &networks,
    });
    unless_hidden(ctx, tx, &row, answer).await?;
    Ok(row)
}

#[derive(sea_orm::FromQueryResult)]
struct Address {
    email: String,
}

async fn decide(
    ctx: &Context,
    tx: Transaction,
    row: entities::employer_manager::Model,
    state: State,
    reason: Option<String>,
) -> Result<EmployerManager, Halt> {
    let (id, member) = (EmployerManagerId::of(row.id), MemberId::of(row.member_id));
    let employer = row.employer_id;
    let mut model: entities::employer_manager::ActiveModel = row.into();
    model.state = Set(state);
    model.reason = Set(reason.clone());
    model.decided_by_id = Set(ctx.standing().member);
    model.decided_at = Set(Some(ctx.now()));
    model.update(&*tx).await?;

    let action = match state {
        State::Confirmed => "employer_manager.confirm",
        _ => "employer_manager.refuse",
    };
    let line = Line::new(action, id).about(employer).on_behalf_of(member);
    tx.audit(ctx, line.changing(json!({ "reason": reason }))).await?;
    let address: Option<Address> =
        Sql::new("select email from member where id = ? and email <> ''", binds![member])
            .one(&*tx)
            .await?;
    if let Some(Address { email }) = address {
        let to = Recipient { member_id: Some(member.uuid()), email };
        let told = Told::ManagerDecided { manager: id };
        tx.tell(ctx, Letter::new(told, to, &id.to_string())).await?;
    }
    let decided = read::among(&*tx, id.uuid()).await?;
    tx.commit().await?;
    Ok(decided)
}
