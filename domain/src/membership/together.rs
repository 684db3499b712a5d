//! Many memberships at once: each has a result of its own, and one may look before one does it.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Change, ChangeRefusal, End, EndRefusal, Membership, Restore, RestoreRefusal, change, end,
    hold::begin_holding, planned, restore,
};
use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Error, Halt, Outcome},
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
    /// The revision in which this left the one that was named: by it just this is taken back, and nothing
    /// that others did since. None where it was refused, and before a role has changed.
    pub revision: Option<i32>,
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

/// Whether the asker may not know of it, or it is not there.
fn is_hidden<R>(outcome: &Outcome<Membership, R>) -> bool {
    matches!(outcome, Err(Error::Halted(Halt::Denied(Denied::Hidden))))
}

/// What came of one, kept apart from what ends the whole. One that the asker may not know of, or that is
/// not there, is told as `unknown`.
fn one<R>(id: MembershipId, outcome: Outcome<Membership, R>, unknown: R) -> Result<One<R>, Halt> {
    match outcome {
        Ok(membership) => {
            let revision = (membership.id == id.uuid()).then_some(membership.revision);
            Ok(One { id, outcome: Ok(membership), revision, may_restore: true })
        }
        Err(Error::Refused(reasons)) => {
            Ok(One { id, outcome: Err(reasons), revision: None, may_restore: false })
        }
        Err(Error::Halted(Halt::Denied(Denied::Hidden))) => {
            Ok(One { id, outcome: Err(vec![unknown]), revision: None, may_restore: false })
        }
        Err(Error::Halted(halt)) => Err(halt),
    }
}

/// Who may know of none of them hears no more than of one.
fn nothing_but<R>(hidden: usize, all: &[One<R>]) -> Result<(), Denied> {
    if hidden == all.len() { Err(Denied::Hidden) } else { Ok(()) }
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

/// The revisions of those whose role has changed: what holds then is another membership. They are held
/// until the change is certain.
async fn read_revisions<R>(tx: &Transaction, done: &mut [One<R>]) -> Result<(), Halt> {
    #[derive(FromQueryResult)]
    struct Left {
        id: Uuid,
        revision: i32,
    }
    let is_changed = |one: &&One<R>| one.outcome.is_ok() && one.revision.is_none();
    let changed: Vec<Uuid> = done.iter().filter(is_changed).map(|one| one.id.uuid()).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let left: Vec<Left> =
        Sql::new("select id, revision from membership where id in ?", binds![changed])
            .all(&**tx)
            .await?;
    let left: HashMap<_, _> = left.into_iter().map(|left| (left.id, left.revision)).collect();
    for one in done.iter_mut().filter(|one| one.outcome.is_ok() && one.revision.is_none()) {
        one.revision = left.get(&one.id.uuid()).copied();
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
    let (mut done, mut hidden) = (Vec::with_capacity(ids.len()), 0);
    for id in ids {
        let outcome = change::within(&tx, ctx, *id, asked).await;
        hidden += usize::from(is_hidden(&outcome));
        done.push(one(*id, outcome, ChangeRefusal::Unknown)?);
    }
    nothing_but(hidden, &done)?;
    // Said only to those who may change them.
    if asked.role.is_none() && asked.local_role == Patch::Keep {
        return Err(ChangeAllRefusal::NothingChanges.into());
    }
    weigh(&tx, ctx, &mut done).await?;
    if !is_dry_run {
        read_revisions(&tx, &mut done).await?;
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
    let (mut done, mut hidden) = (Vec::with_capacity(ids.len()), 0);
    for id in ids {
        let outcome = end::within(&tx, ctx, *id, asked).await;
        hidden += usize::from(is_hidden(&outcome));
        done.push(one(*id, outcome, EndRefusal::Unknown)?);
    }
    nothing_but(hidden, &done)?;
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
    let (mut done, mut hidden) = (Vec::with_capacity(ids.len()), 0);
    let mut ends = planned::ends(&tx, &ids).await?;
    let later = restore::later(&tx, &ids, ctx.today()).await?;
    for asked in asked {
        let id = asked.id.uuid();
        let outcome = restore::within(&tx, ctx, *asked, ends.get(&id), later.get(&id)).await;
        hidden += usize::from(is_hidden(&outcome));
        // Another line now tells of what was just taken back.
        if let (Ok(membership), Some(ends)) = (&outcome, ends.get_mut(&id)) {
            ends.take_back(membership);
        }
        done.push(one(asked.id, outcome, RestoreRefusal::Unknown)?);
    }
    nothing_but(hidden, &done)?;
    if !is_dry_run {
        tx.commit().await?;
    }
    Ok(done)
}
