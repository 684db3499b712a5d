//! Entering a network now in which a membership lies ahead: it begins sooner.

use entities::membership::Model;
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, Set};
use serde_json::{Value, json};

use super::{Begin, hold::first_ahead, present};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Transaction, in_words},
    error::Halt,
    id::MembershipId,
    policy::Ask,
};

/// Who enters a network in which a membership of theirs lies ahead is a member from today on: the first
/// that lies ahead begins now, with the role of entering, or the announced one where that is greater and
/// the asker may give it, and with the local role of entering where it names one. What a transfer was to end elsewhere on the later day still ends on that: to
/// enter here is not to leave there. Whether one begins sooner: none does for who is a member already.
pub(crate) async fn enter_sooner(
    tx: &Transaction,
    ctx: &Context,
    entering: Begin,
) -> Result<bool, Halt> {
    let (network, member) = (entering.network.uuid(), entering.member.uuid());
    if present(tx, ctx, network, member).await?.is_some() {
        return Ok(false);
    }
    let Some(ahead) = first_ahead(tx, ctx, network, member).await? else {
        return Ok(false);
    };
    let (was, revision) = (words(&ahead), ahead.revision + 1);
    // The greater role was decided upon for later: sooner only by who may give it.
    let ask = Ask::ChangeMembership { network, role: ahead.role };
    let is_given = ahead.role < entering.role && ctx.may(&ask).is_ok();
    let role = if is_given { ahead.role } else { entering.role };
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
    Ok(true)
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
