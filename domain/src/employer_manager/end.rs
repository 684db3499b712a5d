//! Stopping to act for an employer, or taking a claim back.

use sea_orm::{ActiveModelTrait as _, Set};

use super::{
    EmployerManager, State,
    lock::{lock, unless_hidden},
    read,
};
use crate::{
    audit::Line,
    context::Context,
    error::Outcome,
    id::{EmployerManagerId, MemberId},
    policy::Ask,
    refusals,
};

refusals! {
    /// Why it cannot end.
    EmployerManagerEnd: pub enum EndRefusal {
        /// It is over already.
        Over => "MANAGER_ENDED" on "employerManagerId",
    }
}

/// Ends it: by the person, or by a lead.
pub async fn end(ctx: &Context, id: EmployerManagerId) -> Outcome<EmployerManager, EndRefusal> {
    let tx = ctx.begin().await?;
    let (row, networks) = lock(ctx, &tx, id).await?;

    let answer = ctx.may(&Ask::EndManager { member: row.member_id, networks: &networks });
    unless_hidden(ctx, &tx, &row, answer).await?;

    if !matches!(row.state, State::Claimed | State::Confirmed) {
        return Err(EndRefusal::Over.into());
    }
    let (member, employer) = (MemberId::of(row.member_id), row.employer_id);
    let mut model: entities::employer_manager::ActiveModel = row.into();
    model.state = Set(State::Ended);
    model.ended_at = Set(Some(ctx.now()));
    model.update(&*tx).await?;

    tx.audit(ctx, Line::new("employer_manager.end", id).about(employer).on_behalf_of(member))
        .await?;
    let ended = read::among(&*tx, id.uuid()).await?;
    tx.commit().await?;
    Ok(ended)
}
