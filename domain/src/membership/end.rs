//! Leaving a network, or being removed from it, with a date and a reason.

use chrono::NaiveDate;
use entities::membership::Model;

use super::{
    Ending, Membership, Role, Until,
    change::close,
    hold,
    hold::begin_holding,
    planned, restore, told,
    transfer::{begun_elsewhere, left_for},
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::Transaction,
    error::{Halt, Outcome},
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
        /// Of many, this one is not known.
        Unknown => "MEMBERSHIP_UNKNOWN" on "membershipId",
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// It is over.
        AlreadyEnded => "ALREADY_ENDED" on "membershipId",
        /// It ends by a transfer that is announced: restore it, or end what the transfer is to begin.
        TransferAnnounced => "TRANSFER_ANNOUNCED" on "membershipId",
        /// It had not begun on that day.
        BeforeStart => "DATE_BEFORE_START" on "on",
        /// A lead decided that it ends earlier: the person may leave before, and a lead may put it off.
        EndsEarlier { ends_on: NaiveDate } => "ENDS_EARLIER" on "on",
        /// The network would have no lead; an administrator or a lead above may do this.
        LastLead => "LAST_LEAD" on "membershipId",
    }
}

/// Ends a membership: the person leaves, or a lead removes them. While a transfer of it is announced,
/// that is taken back first; when this is what a transfer would have begun, the person stays where
/// they are, until the end that was planned there. An end that was planned may come earlier or later;
/// one that others decided the person may bring forward, not put off.
pub async fn end(ctx: &Context, id: MembershipId, asked: End) -> Outcome<Membership, EndRefusal> {
    ctx.standing().is_somebody()?;
    let tx = begin_holding(ctx, &[id]).await?;
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

    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(EndRefusal::Stale { revision: row.revision }.into());
    }
    // A leave that is announced may still be brought forward or put off.
    if !Membership::from(row.clone()).goes_on(ctx.today()) {
        return Err(EndRefusal::AlreadyEnded.into());
    }
    if !begun_elsewhere(tx, ctx, &row).await?.is_empty() {
        return Err(EndRefusal::TransferAnnounced.into());
    }
    let on = asked.on.unwrap_or_else(|| ctx.today().max(row.started_on));
    if on < row.started_on {
        return Err(EndRefusal::BeforeStart.into());
    }
    if let Some(ends_on) = not_beyond(tx, ctx, &row).await?
        && on > ends_on
    {
        return Err(EndRefusal::EndsEarlier { ends_on }.into());
    }
    if row.role == Role::Lead
        && super::leaves_without_lead(tx, ctx, row.network_id, row.member_id, on).await?
    {
        return Err(EndRefusal::LastLead.into());
    }

    let ending = if ctx.standing().is(row.member_id) { Ending::Left } else { Ending::Removed };
    let (network, member) = (row.network_id, row.member_id);
    if let Some(left) = left_for(tx, ctx, &row, on).await? {
        let until = planned::planned_before(tx, &left).await?;
        restore::reopen(tx, ctx, left, until).await?;
    }
    // By what it was the way back gives it back.
    let was = told(Until::of(&row).as_ref());
    let is = Until { on, ending: Some(ending), reason: asked.reason.clone() };
    let ended = close(tx, row, on, ending, asked.reason.clone()).await?;
    let line = Line::new("membership.end", id)
        .within(network)
        .on_behalf_of(member)
        .changing(audit::difference(&was, &told(Some(&is))));
    tx.audit(ctx, line).await?;
    Ok(ended)
}

/// The last day on which this asker may have it end: the person who was removed for a later day may not
/// put that off, unless they could take it back as well.
async fn not_beyond(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
) -> Result<Option<NaiveDate>, Halt> {
    let (network, role) = (row.network_id, row.role);
    let is_free = !ctx.standing().is(row.member_id)
        || ctx.may(&Ask::ChangeMembership { network, role }).is_ok();
    if is_free {
        return Ok(None);
    }
    planned::decided_by_others(tx, row).await
}
