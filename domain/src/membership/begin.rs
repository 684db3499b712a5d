//! A membership begins, whatever brought it about.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, Set};

use super::{LocalRole, Origin, Role, Until, told};
use crate::{
    audit::Line,
    context::Context,
    database::Transaction,
    error::Halt,
    id::{MemberId, MembershipId, NetworkId},
};

/// What begins.
#[derive(Clone, Copy, Debug)]
pub struct Begin {
    /// Where.
    pub network: NetworkId,
    /// Who.
    pub member: MemberId,
    /// As what.
    pub role: Role,
    /// For the public.
    pub local_role: Option<LocalRole>,
    /// The first day.
    pub started_on: NaiveDate,
    /// How it came about.
    pub origin: Origin,
}

/// Writes the first line of a membership; the caller has asked the policy, and made sure that none runs already.
pub async fn begin(tx: &Transaction, ctx: &Context, begin: Begin) -> Result<MembershipId, Halt> {
    begin_until(tx, ctx, begin, None).await
}

/// The same, for one whose end is known already: the line tells it.
pub(crate) async fn begin_until(
    tx: &Transaction,
    ctx: &Context,
    begin: Begin,
    until: Option<Until>,
) -> Result<MembershipId, Halt> {
    let id = MembershipId::new();
    let mut changes = serde_json::json!({
        "member": begin.member, "role": crate::database::in_words(&begin.role),
        "local_role": begin.local_role.map(|role| crate::database::in_words(&role)),
        "origin": crate::database::in_words(&begin.origin),
    });
    if until.is_some() {
        for (name, value) in told(until.as_ref()).as_object().into_iter().flatten() {
            changes[name] = value.clone();
        }
    }
    entities::membership::ActiveModel {
        id: Set(id.uuid()),
        network_id: Set(begin.network.uuid()),
        member_id: Set(begin.member.uuid()),
        role: Set(begin.role),
        local_role: Set(begin.local_role),
        started_on: Set(begin.started_on),
        ended_on: Set(until.as_ref().map(|until| until.on)),
        origin: Set(begin.origin),
        ending: Set(until.as_ref().and_then(|until| until.ending)),
        ending_reason: Set(until.and_then(|until| until.reason)),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&**tx)
    .await?;
    let line = Line::new("membership.begin", id)
        .within(begin.network)
        .on_behalf_of(begin.member)
        .changing(changes);
    tx.audit(ctx, line).await?;
    Ok(id)
}
