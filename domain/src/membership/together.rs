//! Many memberships at once: each has a result of its own, and one may look before one does it.

use super::{
    Change, ChangeRefusal, End, EndRefusal, Membership, Restore, RestoreRefusal, change, end,
    hold::begin_holding, planned, restore,
};
use crate::{
    context::Context,
    database::Transaction,
    error::{Error, Halt, Outcome},
    id::MembershipId,
    patch::Patch,
    policy::{self, Ask},
    refusals,
};

/// How many at once.
const MOST: usize = 100;

/// What came of one of many, or would come of it.
#[derive(Clone, Debug)]
pub struct One<R> {
    /// Which one was named.
    pub id: MembershipId,
    /// The membership as it is then, or why not.
    pub outcome: Result<Membership, Vec<R>>,
    /// Whether the asker may still change it then: whoever gives up their own role may not.
    pub may_restore: bool,
}

refusals! {
    /// Why no role may change at all.
    MembershipsUpdate: pub enum ChangeAllRefusal {
        /// Nobody is chosen.
        NobodyChosen => "NOBODY_CHOSEN" on "membershipIds",
        /// More than a hundred at once.
        TooMany { count: usize } => "TOO_MANY_MEMBERSHIPS" on "membershipIds",
        /// Neither a role nor a local role is named.
        NothingChanges => "NOTHING_CHANGES" on "role",
    }
}

refusals! {
    /// Why no membership may end at all.
    MembershipsEnd: pub enum EndAllRefusal {
        /// Nobody is chosen.
        NobodyChosen => "NOBODY_CHOSEN" on "membershipIds",
        /// More than a hundred at once.
        TooMany { count: usize } => "TOO_MANY_MEMBERSHIPS" on "membershipIds",
    }
}

refusals! {
    /// Why nothing may be taken back at all.
    MembershipsRestore: pub enum RestoreAllRefusal {
        /// Nobody is chosen.
        NobodyChosen => "NOBODY_CHOSEN" on "membershipIds",
        /// More than a hundred at once.
        TooMany { count: usize } => "TOO_MANY_MEMBERSHIPS" on "membershipIds",
    }
}

/// What came of one, kept apart from what ends the whole.
fn one<R>(id: MembershipId, outcome: Outcome<Membership, R>) -> Result<One<R>, Halt> {
    match outcome {
        Ok(membership) => Ok(One { id, outcome: Ok(membership), may_restore: true }),
        Err(Error::Refused(reasons)) => Ok(One { id, outcome: Err(reasons), may_restore: false }),
        Err(Error::Halted(halt)) => Err(halt),
    }
}

/// Where the asker did it to themselves too: which of them they may still change, by what they are
/// then.
async fn weigh<R>(tx: &Transaction, ctx: &Context, done: &mut [One<R>]) -> Result<(), Halt> {
    let is_own =
        |one: &One<R>| one.outcome.as_ref().is_ok_and(|next| ctx.standing().is(next.member_id));
    if !done.iter().any(is_own) {
        return Ok(());
    }
    let then = policy::reload(&**tx, &ctx.house().clock, ctx.standing()).await?;
    for one in done {
        if let Ok(next) = &one.outcome {
            let ask = Ask::ChangeMembership { network: next.network_id, role: next.role };
            one.may_restore = then.may(&ask).is_ok();
        }
    }
    Ok(())
}

/// Gives many members another role or local role from today on. A look does it and takes all of it
/// back: what it says is what would be.
pub async fn change_all(
    ctx: &Context,
    ids: &[MembershipId],
    asked: &Change,
    is_dry_run: bool,
) -> Outcome<Vec<One<ChangeRefusal>>, ChangeAllRefusal> {
    ctx.standing().is_somebody()?;
    match ids.len() {
        0 => return Err(ChangeAllRefusal::NobodyChosen.into()),
        count if count > MOST => return Err(ChangeAllRefusal::TooMany { count }.into()),
        _ => {}
    }
    let tx = begin_holding(ctx, ids).await?;
    let mut done = Vec::with_capacity(ids.len());
    for id in ids {
        done.push(one(*id, change::within(&tx, ctx, *id, asked).await)?);
    }
    // Said only to those who may change them.
    if asked.role.is_none() && asked.local_role == Patch::Keep {
        return Err(ChangeAllRefusal::NothingChanges.into());
    }
    weigh(&tx, ctx, &mut done).await?;
    if !is_dry_run {
        tx.commit().await?;
    }
    Ok(done)
}

/// Ends many memberships on the same day, for the same reason.
pub async fn end_all(
    ctx: &Context,
    ids: &[MembershipId],
    asked: &End,
    is_dry_run: bool,
) -> Outcome<Vec<One<EndRefusal>>, EndAllRefusal> {
    ctx.standing().is_somebody()?;
    match ids.len() {
        0 => return Err(EndAllRefusal::NobodyChosen.into()),
        count if count > MOST => return Err(EndAllRefusal::TooMany { count }.into()),
        _ => {}
    }
    let tx = begin_holding(ctx, ids).await?;
    let mut done = Vec::with_capacity(ids.len());
    for id in ids {
        done.push(one(*id, end::within(&tx, ctx, *id, asked).await)?);
    }
    weigh(&tx, ctx, &mut done).await?;
    if !is_dry_run {
        tx.commit().await?;
    }
    Ok(done)
}

/// Takes back what was done to many memberships.
pub async fn restore_all(
    ctx: &Context,
    asked: &[Restore],
    is_dry_run: bool,
) -> Outcome<Vec<One<RestoreRefusal>>, RestoreAllRefusal> {
    ctx.standing().is_somebody()?;
    match asked.len() {
        0 => return Err(RestoreAllRefusal::NobodyChosen.into()),
        count if count > MOST => return Err(RestoreAllRefusal::TooMany { count }.into()),
        _ => {}
    }
    let ids: Vec<_> = asked.iter().map(|asked| asked.id).collect();
    let tx = begin_holding(ctx, &ids).await?;
    let mut done = Vec::with_capacity(ids.len());
    let mut ends = planned::ends(&tx, &ids).await?;
    let later = restore::later(&tx, &ids, ctx.today()).await?;
    for asked in asked {
        let id = asked.id.uuid();
        let outcome = restore::within(&tx, ctx, *asked, ends.get(&id), later.get(&id)).await;
        // Another line now tells of what was just taken back.
        if let (Ok(membership), Some(ends)) = (&outcome, ends.get_mut(&id)) {
            ends.take_back(membership);
        }
        done.push(one(asked.id, outcome)?);
    }
    if !is_dry_run {
        tx.commit().await?;
    }
    Ok(done)
}
