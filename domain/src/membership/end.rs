//! Leaving a network, or being removed from it, with a date and a reason.

use chrono::NaiveDate;
use serde_json::json;

use super::{
    Ending, Membership, Role,
    change::close,
    hold, restore,
    transfer::{announced, give_way, left_for},
};
use crate::{
    audit::Line,
    context::Context,
    database::{Transaction, in_words},
    error::Outcome,
    id::MembershipId,
    policy::Ask,
    refusals,
};

/// How it ends.
#[derive(Clone, Debug, Default)]
pub struct End {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// The first day on which it no longer holds; today when not named.
    pub on: Option<NaiveDate>,
    /// Why, in words.
    pub reason: Option<String>,
}

refusals! {
    /// Why a membership may not end.
    MembershipEnd: pub enum EndRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// It is over.
        AlreadyEnded => "ALREADY_ENDED" on "membershipId",
        /// It had not begun on that day.
        BeforeStart => "DATE_BEFORE_START" on "on",
        /// The network would have no lead; an administrator or a lead above may do this.
        LastLead => "LAST_LEAD" on "membershipId",
    }
}

/// Ends a membership: the person leaves, or a lead removes them. A transfer that was announced and has
/// not come about gives way to this; when this is what it would have begun, the person stays where
/// they are.
pub async fn end(ctx: &Context, id: MembershipId, asked: End) -> Outcome<Membership, EndRefusal> {
    let tx = ctx.begin().await?;
    let ended = within(&tx, ctx, id, &asked).await?;
    tx.commit().await?;
    Ok(ended)
}

/// The same, as part of a change.
pub(super) async fn within(
    tx: &Transaction,
    ctx: &Context,
    id: MembershipId,
    asked: &End,
) -> Outcome<Membership, EndRefusal> {
    let row = hold(tx, ctx, id).await?;

    ctx.may(&Ask::EndMembership { network: row.network_id, member: row.member_id })?;
    let announced = announced(tx, ctx, &row).await?;

    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(EndRefusal::Stale { revision: row.revision }.into());
    }
    // A leave that is announced may still be brought forward or put off.
    if row.ended_on.is_some_and(|ended_on| ended_on <= ctx.today()) {
        return Err(EndRefusal::AlreadyEnded.into());
    }
    let on = asked.on.unwrap_or_else(|| ctx.today().max(row.started_on));
    if on < row.started_on {
        return Err(EndRefusal::BeforeStart.into());
    }
    if row.role == Role::Lead
        && super::leaves_without_lead(tx, ctx, row.network_id, row.member_id, on).await?
    {
        return Err(EndRefusal::LastLead.into());
    }

    let ending = if ctx.standing().is(row.member_id) { Ending::Left } else { Ending::Removed };
    let (network, member) = (row.network_id, row.member_id);
    if let Some(announced) = announced {
        give_way(tx, ctx, announced, asked.reason.clone()).await?;
    }
    if let Some(left) = left_for(tx, ctx, &row, on).await? {
        restore::reopen(tx, ctx, left).await?;
    }
    let ended = close(tx, row, on, ending, asked.reason.clone()).await?;
    let line = Line::new("membership.end", id)
        .within(network)
        .on_behalf_of(member)
        .changing(json!({ "ended_on": on, "ending": in_words(&ending), "reason": asked.reason }));
    tx.audit(ctx, line).await?;
    Ok(ended)
}
