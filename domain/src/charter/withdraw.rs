//! Taking a signature back; the leads are told, and the past stays covered.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{
    Side, Signature, State,
    refuse::{said, tell_leads},
    sign::may_answer,
};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, in_words},
    error::{Denied, Outcome},
    id::SignatureId,
    refusals,
};

refusals! {
    /// Why a signature may not be taken back.
    SignatureWithdraw: pub enum WithdrawRefusal {
        /// It does not stand: refused, taken back or run out.
        NotStanding => "NOT_STANDING" on "signatureId",
    }
}

/// Takes a signature back: one's own, or that of an employer for whom one acts.
pub async fn withdraw(
    ctx: &Context,
    id: SignatureId,
    reason: Option<String>,
) -> Outcome<Signature, WithdrawRefusal> {
    let tx = ctx.begin().await?;
    ctx.member()?;
    let row = entities::signature::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let charter = entities::charter::Entity::find_by_id(row.charter_id)
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    let holder = match row.side {
        Side::Volunteer => row.member_id,
        Side::Structure => row.employer_id,
    };
    // Who may not see a signature does not learn from this that it exists.
    if let Err(denied) = may_answer(ctx, row.side, holder.unwrap_or_default()) {
        let seen = super::signature::signatures_by_ids(ctx, &[row.id]).await?;
        return Err(if seen.is_empty() { Denied::Hidden } else { denied }.into());
    }

    let has_expired = row.expires_on.is_some_and(|on| on <= ctx.today());
    if row.state != State::Signed || has_expired {
        return Err(WithdrawRefusal::NotStanding.into());
    }

    let mut model: entities::signature::ActiveModel = row.into();
    model.state = Set(State::Withdrawn);
    model.reason = Set(said(reason));
    model.ended_at = Set(Some(ctx.now()));
    let row = model.update(&*tx).await?;

    tx.audit(
        ctx,
        Line::new("signature.withdraw", id)
            .within(charter.network_id)
            .about(charter.id)
            .on_behalf_of(row.signed_by_id)
            .changing(json!({ "side": in_words(&row.side), "state": in_words(&row.state) })),
    )
    .await?;
    tell_leads(ctx, &tx, charter.network_id, id).await?;
    tx.commit().await?;
    Ok(row.into())
}
