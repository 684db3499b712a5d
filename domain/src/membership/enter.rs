//! Entering a network now in which a membership lies ahead: it begins sooner.

use chrono::NaiveDate;
use entities::membership::Model;
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, Set};
use serde_json::{Value, json};

use super::{
    Begin, Ending, Until,
    change::close,
    hold::first_ahead,
    present, told,
    transfer::{left_for, planned},
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Transaction, in_words},
    error::Halt,
    id::MembershipId,
    policy::Ask,
};

/// Whether what lies ahead begins sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sooner {
    /// Nothing lies ahead, or the person is a member already.
    Nothing,
    /// It holds from today on.
    Begun,
    /// It waits for its day: a greater role than the one of entering is announced for it, which the
    /// asker may not give.
    Waits(NaiveDate),
}

/// Who enters a network in which a membership of theirs lies ahead is a member from today on: the first
/// that lies ahead begins now, with the role of entering, or the announced one where that is greater and
/// the asker may give it, and with the local role of entering where it names one. Nobody loses an
/// announced role by it. What a transfer was to end elsewhere on the later day still ends on that, and
/// no transfer is announced any more: to enter here is not to leave there.
pub(crate) async fn enter_sooner(
    tx: &Transaction,
    ctx: &Context,
    entering: Begin,
) -> Result<Sooner, Halt> {
    let (network, member) = (entering.network.uuid(), entering.member.uuid());
    if present(tx, ctx, network, member).await?.is_some() {
        return Ok(Sooner::Nothing);
    }
    let Some(ahead) = first_ahead(tx, ctx, network, member).await? else {
        return Ok(Sooner::Nothing);
    };
    if ahead.role < entering.role
        && ctx.may(&Ask::ChangeMembership { network, role: ahead.role }).is_err()
    {
        return Ok(Sooner::Waits(ahead.started_on));
    }
    if let Some(left) = left_for(tx, ctx, &ahead, ahead.started_on).await? {
        leave_all_the_same(tx, ctx, left, ahead.started_on).await?;
    }
    let (was, revision) = (words(&ahead), ahead.revision + 1);
    let role = entering.role.min(ahead.role);
    let local_role = entering.local_role.or(ahead.local_role);
    // It has not held a day: nothing of the past is overwritten.
    let mut model = ahead.into_active_model();
    model.started_on = Set(entering.started_on);
    model.role = Set(role);
    model.local_role = Set(local_role);
    model.origin = Set(entering.origin);
    model.revision = Set(revision);
    let row = model.update(&**tx).await?;
    let line = Line::new("membership.change", MembershipId::of(row.id))
        .within(row.network_id)
        .on_behalf_of(row.member_id)
        .changing(audit::difference(&was, &words(&row)));
    tx.audit(ctx, line).await?;
    Ok(Sooner::Begun)
}

/// What a transfer was to end ends on the same day without it, so that a lead may keep it as any other
/// that is to end.
async fn leave_all_the_same(
    tx: &Transaction,
    ctx: &Context,
    left: Model,
    on: NaiveDate,
) -> Result<(), Halt> {
    // By what was planned before the transfer the way back gives it back.
    let planned = planned(tx, &left).await?;
    let reason = left.ending_reason.clone();
    let is = Until { on, ending: Some(Ending::Removed), reason: reason.clone() };
    let line = Line::new("membership.end", MembershipId::of(left.id))
        .within(left.network_id)
        .on_behalf_of(left.member_id)
        .changing(audit::difference(&told(planned.as_ref()), &told(Some(&is))));
    close(tx, left, on, Ending::Removed, reason).await?;
    tx.audit(ctx, line).await
}

/// What entering sooner changes, in the words of the trail.
fn words(row: &Model) -> Value {
    json!({
        "started_on": row.started_on,
        "role": in_words(&row.role),
        "local_role": row.local_role.as_ref().map(in_words),
        "origin": in_words(&row.origin),
    })
}
