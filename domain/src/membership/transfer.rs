//! From one network to another, on one day.

use chrono::NaiveDate;
use entities::membership::{Column, Entity, Model};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use super::{
    Begin, Ending, LocalRole, Membership, Origin, Role, Until, begin_until, change::close, hold,
    hold::begin_holding, planned::planned_before, told,
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Hold as _, Transaction, in_words},
    error::{Denied, Halt, Outcome},
    id::{MembershipId, NetworkId},
    patch::Patch,
    policy::Ask,
    refusals,
};

/// Where to, and as what.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// The new network.
    pub to: NetworkId,
    /// The role there; a plain member when not named.
    pub role: Option<Role>,
    /// The local role there; the same when not named.
    pub local_role: Patch<LocalRole>,
    /// The first day there; today when not named.
    pub on: Option<NaiveDate>,
    /// Why, in words.
    pub reason: Option<String>,
}

refusals! {
    /// Why a member may not be transferred.
    MembershipTransfer: pub enum TransferRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The membership is over.
        AlreadyEnded => "ALREADY_ENDED" on "membershipId",
        /// It had not begun on that day.
        BeforeStart => "DATE_BEFORE_START" on "on",
        /// It ends by then: the person is to leave on that day, or before.
        AfterEnd => "DATE_AFTER_END" on "on",
        /// The announced transfer leads to a network that you do not lead: its team takes it back first.
        OfOthers => "TRANSFER_OF_OTHERS" on "membershipId",
        /// The network would have no lead; an administrator or a lead above may do this.
        LastLead => "LAST_LEAD" on "membershipId",
        /// They are a member of the other network already.
        AlreadyMember => "ALREADY_MEMBER" on "toNetworkId",
        /// The other network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "toNetworkId",
    }
}

/// Moves a member to another network; the answer is the membership there. A transfer that was
/// announced and has not come about gives way to this one, with those that were announced of what it was
/// to begin. Who is to leave on a later day leaves the other network on that day.
pub async fn transfer(
    ctx: &Context,
    id: MembershipId,
    asked: Transfer,
) -> Outcome<Membership, TransferRefusal> {
    ctx.standing().is_somebody()?;
    let tx = begin_holding(ctx, &[id]).await?;
    let row = hold(&tx, ctx, id).await?;
    let to = entities::network::Entity::find_by_id(asked.to.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    let role = asked.role.unwrap_or(Role::Member);
    ctx.may(&Ask::EndMembership { network: row.network_id, member: row.member_id })?;
    ctx.may(&Ask::ChangeMembership { network: to.id, role })?;

    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(TransferRefusal::Stale { revision: row.revision }.into());
    }
    if row.ended_on.is_some_and(|ended_on| ended_on <= ctx.today()) {
        return Err(TransferRefusal::AlreadyEnded.into());
    }
    let on = asked.on.unwrap_or_else(|| ctx.today().max(row.started_on));
    if on < row.started_on {
        return Err(TransferRefusal::BeforeStart.into());
    }
    let planned = planned(&tx, &row).await?;
    let until = planned.clone().filter(Until::is_leave);
    if until.as_ref().is_some_and(|until| until.on <= on) {
        return Err(TransferRefusal::AfterEnd.into());
    }
    if to.archived_at.is_some() {
        return Err(TransferRefusal::NetworkArchived.into());
    }
    let announced = announced(&tx, ctx, &row).await?.ok_or(TransferRefusal::OfOthers)?;
    // A transfer dated ahead has begun a membership that does not hold yet.
    let there = super::running(&tx, ctx, to.id, row.member_id.into()).await?;
    if there.is_some_and(|there| announced.iter().all(|gives_way| gives_way.id != there.id)) {
        return Err(TransferRefusal::AlreadyMember.into());
    }
    if row.role == Role::Lead
        && super::leaves_without_lead(&tx, ctx, row.network_id, row.member_id, on).await?
    {
        return Err(TransferRefusal::LastLead.into());
    }
    let is_kept = |gives_way: &&Model| gives_way.network_id == to.id && role == Role::Lead;
    if leave_without_lead(&tx, ctx, announced.iter().filter(|one| !is_kept(one))).await? {
        return Err(TransferRefusal::LastLead.into());
    }

    let (from, member) = (row.network_id, row.member_id);
    let local_role = asked.local_role.over(row.local_role);
    give_way(&tx, ctx, announced, asked.reason.clone()).await?;
    close(&tx, row, on, Ending::Transferred, asked.reason.clone()).await?;
    let there = Begin {
        network: to.id.into(),
        member: member.into(),
        role,
        local_role,
        started_on: on,
        origin: Origin::Transfer,
    };
    let next = begin_until(&tx, ctx, there, until.clone()).await?;
    // By what was planned the way back gives it back.
    let is = Until { on, ending: Some(Ending::Transferred), reason: asked.reason };
    let mut changes = audit::difference(&told(planned.as_ref()), &told(Some(&is)));
    changes["to"] = json!(asked.to);
    changes["next"] = json!(next);
    let line =
        Line::new("membership.transfer", id).within(from).on_behalf_of(member).changing(changes);
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(Membership {
        id: next.uuid(),
        network_id: to.id,
        member_id: member,
        role,
        local_role,
        started_on: on,
        ended_on: until.as_ref().map(|until| until.on),
        origin: Origin::Transfer,
        ending: until.as_ref().and_then(|until| until.ending),
        ending_reason: until.and_then(|until| until.reason),
        revision: 1,
    })
}

/// The end that was planned for this membership, whatever transfer is announced.
pub(super) async fn planned(tx: &Transaction, row: &Model) -> Result<Option<Until>, Halt> {
    if row.ending == Some(Ending::Transferred) {
        return planned_before(tx, row).await;
    }
    Ok(Until::of(row))
}

/// What transfers have begun elsewhere on the day that lies ahead and on which this membership ends
/// by one.
pub(super) async fn begun_elsewhere(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
) -> Result<Vec<Model>, Halt> {
    let day = row.ended_on.filter(|day| *day > ctx.today());
    let Some(day) = day.filter(|_| row.ending == Some(Ending::Transferred)) else {
        return Ok(Vec::new());
    };
    Ok(Entity::find()
        .filter(Column::MemberId.eq(row.member_id))
        .filter(Column::NetworkId.ne(row.network_id))
        .filter(Column::Origin.eq(Origin::Transfer))
        .filter(Column::StartedOn.eq(day))
        .filter(Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gt(day)))
        .hold()
        .all(&**tx)
        .await?)
}

/// How many transfers that are announced one after the other give way together.
const LONGEST: usize = 100;

/// What a transfer of this membership, announced for a day that lies ahead, has begun elsewhere, what a
/// transfer of that, announced in turn, has begun, and so on: none comes about without the one before.
/// Nothing for someone who may not end all of them.
pub(super) async fn announced(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
) -> Result<Option<Vec<Model>>, Halt> {
    let (mut all, mut next) = (Vec::new(), begun_by(tx, ctx, row).await?);
    while let Some(row) = next {
        let (network, member) = (row.network_id, row.member_id);
        if ctx.may(&Ask::EndMembership { network, member }).is_err() {
            return Ok(None);
        }
        next = if all.len() < LONGEST { begun_by(tx, ctx, &row).await? } else { None };
        all.push(row);
    }
    Ok(Some(all))
}

/// The one membership that a transfer of this one has begun elsewhere: of two that begin on one day,
/// nothing tells which is of this one.
async fn begun_by(tx: &Transaction, ctx: &Context, row: &Model) -> Result<Option<Model>, Halt> {
    let mut begun = begun_elsewhere(tx, ctx, row).await?;
    Ok(begun.pop().filter(|_| begun.is_empty()))
}

/// Whether a network that one of these was to lead would have no lead without it, as
/// [`super::leaves_without_lead`] says.
pub(super) async fn leave_without_lead(
    tx: &Transaction,
    ctx: &Context,
    announced: impl Iterator<Item = &Model>,
) -> Result<bool, Halt> {
    for one in announced.filter(|one| one.role == Role::Lead) {
        let (network, member, on) = (one.network_id, one.member_id, one.started_on);
        if super::leaves_without_lead(tx, ctx, network, member, on).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What an announced transfer was to end on the day on which it begins this membership, when that is this
/// day: what ends on it, or begins sooner, never comes about by that transfer.
pub(super) async fn left_for(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
    on: NaiveDate,
) -> Result<Option<Model>, Halt> {
    let is_ahead = row.origin == Origin::Transfer && row.started_on > ctx.today();
    if !is_ahead || row.started_on != on {
        return Ok(None);
    }
    let mut left = Entity::find()
        .filter(Column::MemberId.eq(row.member_id))
        .filter(Column::NetworkId.ne(row.network_id))
        .filter(Column::Ending.eq(Ending::Transferred))
        .filter(Column::EndedOn.eq(row.started_on))
        .filter(Column::StartedOn.lt(on))
        .hold()
        .all(&**tx)
        .await?;
    // Of two that end on one day, nothing tells which was left for this one.
    Ok(left.pop().filter(|_| left.is_empty()))
}

/// An announced transfer of this person to this network comes about on the earlier of two days: what it
/// was to end on the later ends on that. When several end on the later day, or another transfer begins
/// on it, nothing tells which is of this one.
pub(crate) async fn bring_forward(
    tx: &Transaction,
    ctx: &Context,
    (member, to): (Uuid, Uuid),
    (earlier, later): (NaiveDate, NaiveDate),
) -> Result<(), Halt> {
    let of_others = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::NetworkId.ne(to))
        .filter(Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gt(later)))
        .filter(Column::Origin.eq(Origin::Transfer))
        .filter(Column::StartedOn.eq(later))
        .one(&**tx)
        .await?;
    let mut left = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::NetworkId.ne(to))
        .filter(Column::Ending.eq(Ending::Transferred))
        .filter(Column::EndedOn.eq(later))
        .filter(Column::StartedOn.lt(earlier))
        .hold()
        .all(&**tx)
        .await?;
    let Some(left) = left.pop().filter(|_| left.is_empty() && of_others.is_none()) else {
        return Ok(());
    };
    // By what was planned before the way back gives it back.
    let planned = planned(tx, &left).await?;
    let is = Until {
        on: earlier,
        ending: Some(Ending::Transferred),
        reason: left.ending_reason.clone(),
    };
    let line = Line::new("membership.end", MembershipId::of(left.id))
        .within(left.network_id)
        .on_behalf_of(member)
        .changing(audit::difference(&told(planned.as_ref()), &told(Some(&is))));
    close(tx, left, earlier, Ending::Transferred, is.reason).await?;
    tx.audit(ctx, line).await
}

/// Ends what was [`announced`] before it begins, because the transfer does not come about.
pub(super) async fn give_way(
    tx: &Transaction,
    ctx: &Context,
    announced: Vec<Model>,
    reason: Option<String>,
) -> Result<(), Halt> {
    for one in announced {
        never_begin(tx, ctx, one, reason.clone()).await?;
    }
    Ok(())
}

/// Ends one on its first day, which lies ahead.
async fn never_begin(
    tx: &Transaction,
    ctx: &Context,
    announced: Model,
    reason: Option<String>,
) -> Result<(), Halt> {
    let (id, day) = (MembershipId::of(announced.id), announced.started_on);
    let line = Line::new("membership.end", id)
        .within(announced.network_id)
        .on_behalf_of(announced.member_id)
        .changing(json!({
            "ended_on": day, "ending": in_words(&Ending::Transferred), "reason": reason,
        }));
    close(tx, announced, day, Ending::Transferred, reason).await?;
    tx.audit(ctx, line).await
}
