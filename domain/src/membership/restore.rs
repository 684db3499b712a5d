//! Taking back what a lead did to a membership: an end, another role, or a transfer that lies ahead.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use entities::membership::Model;
use sea_orm::{
    ActiveModelTrait as _, EntityTrait as _, FromQueryResult, IntoActiveModel as _, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Ending, Membership, Origin, Role, Until,
    change::replace,
    hold, leaves_without_lead,
    planned::Ends,
    running, told,
    transfer::{announced, give_way, leave_without_lead},
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Halt, Outcome},
    id::MembershipId,
    policy::Ask,
    refusals,
};

/// What is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restore {
    /// Which membership is to be what it was.
    pub id: MembershipId,
    /// The revision that the person looked at: nothing that was done to it since is taken back. Nothing
    /// when it is to be what it was whatever was done since.
    pub expected_revision: Option<i32>,
}

/// For how long after its last day a membership comes back as if it had not ended.
const LASTS: Days = Days::new(30);

refusals! {
    /// Why a membership may not be as it was.
    MembershipRestore: pub enum RestoreRefusal {
        /// Of many, this one is not known.
        Unknown => "MEMBERSHIP_UNKNOWN",
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "seen",
        /// The role changed once more after the change that is to be taken back.
        ChangedSince => "CHANGED_SINCE",
        /// Nothing was done to it.
        NotEnded => "NOT_ENDED",
        /// The person left by themselves: invite them.
        HasLeft => "HAS_LEFT",
        /// The person has moved to another network: move them back.
        HasMoved => "HAS_MOVED",
        /// The announced transfer leads to a network that you do not lead: its team takes it back first.
        OfOthers => "TRANSFER_OF_OTHERS",
        /// It was to begin by a transfer, which was taken back: transfer the person anew.
        TransferTakenBack => "TRANSFER_TAKEN_BACK",
        /// It ended more than thirty days ago: invite the person.
        TooLate => "TOO_LATE",
        /// They are a member again already.
        AlreadyMember => "ALREADY_MEMBER",
        /// The role was given back, and the membership ended since.
        AlreadyEnded => "ALREADY_ENDED",
        /// The network would have no lead; an administrator or a lead above may do this.
        LastLead => "LAST_LEAD",
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED",
    }
}

impl Membership {
    /// Whether it holds on this day or will: not what ended before it held a day.
    pub fn goes_on(&self, today: NaiveDate) -> bool {
        self.ended_on.is_none_or(|ended_on| ended_on > today && ended_on > self.started_on)
    }

    /// Whether it was taken back before it held a day: only what a transfer begins lies ahead, and a
    /// role that changed on the first day is no end.
    pub fn never_held(&self) -> bool {
        self.origin == Origin::Transfer
            && self.ending != Some(Ending::Changed)
            && self.ended_on.is_some_and(|ended_on| ended_on <= self.started_on)
    }

    /// Whether what a lead did to it can be taken back on this day: it was ended, or its role changed,
    /// not too long ago, or it is to end by a transfer. Whether the person entered or left since is
    /// known only when one tries.
    pub fn may_be_restored(&self, today: NaiveDate) -> bool {
        if self.ending == Some(Ending::Transferred) {
            return self.ended_on.is_some_and(|day| is_to_move(self.started_on, day, today));
        }
        let is_undone = never_begins(self.started_on, self.ended_on, today);
        if is_undone && self.origin == Origin::Transfer && self.ending == Some(Ending::Removed) {
            return false;
        }
        let is_a_leads = matches!(self.ending, Some(Ending::Removed | Ending::Changed));
        is_a_leads && self.ended_on.is_some_and(|ended_on| is_recent(ended_on, today))
    }
}

/// Whether a transfer on this day lies ahead: the person is still here, or will be until then.
fn is_to_move(started_on: NaiveDate, day: NaiveDate, today: NaiveDate) -> bool {
    today < day && started_on < day
}

/// Whether this was ended before it begins: the transfer that announced it did not come about, and
/// what it would have ended goes on.
fn never_begins(started_on: NaiveDate, ended_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    today < started_on && ended_on.is_some_and(|day| day <= started_on)
}

fn is_recent(ended_on: NaiveDate, today: NaiveDate) -> bool {
    ended_on.checked_add_days(LASTS).is_none_or(|last| last >= today)
}

/// Makes a membership what it was: one that a lead ended goes on, until the end that was planned
/// before if that still lies ahead; where the role changed, the person has the former one from today
/// on; a transfer that lies ahead does not come about, and the end that was planned before it holds
/// again. What the trail tells of the ends, and what came after a role that changed, is read for many at
/// once.
pub(super) async fn within(
    tx: &Transaction,
    ctx: &Context,
    asked: Restore,
    ends: Option<&Ends>,
    later: Option<&Later>,
) -> Outcome<Membership, RestoreRefusal> {
    let row = hold(tx, ctx, asked.id).await?;

    ctx.may(&Ask::ChangeMembership { network: row.network_id, role: row.role })?;

    let Some(ended_on) = row.ended_on else { return Err(RestoreRefusal::NotEnded.into()) };
    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(RestoreRefusal::Stale { revision: row.revision }.into());
    }
    let network = entities::network::Entity::find_by_id(row.network_id).one(&**tx).await?;
    if network.is_none_or(|network| network.archived_at.is_some()) {
        return Err(RestoreRefusal::NetworkArchived.into());
    }
    if !is_recent(ended_on, ctx.today()) {
        return Err(RestoreRefusal::TooLate.into());
    }
    let now = running(tx, ctx, row.network_id, row.member_id.into()).await?;
    let now = now.filter(|now| now.id != row.id);
    let until;
    match row.ending {
        Some(Ending::Changed) => {
            let now = now.ok_or(RestoreRefusal::AlreadyEnded)?;
            if later.is_some_and(|later| later.ends > 0) {
                return Err(RestoreRefusal::AlreadyEnded.into());
            }
            if now.role == row.role && now.local_role == row.local_role {
                return Ok(now.into());
            }
            let is_changed = later.is_some_and(|later| later.changes > 0);
            if is_changed && asked.expected_revision.is_some() {
                return Err(RestoreRefusal::ChangedSince.into());
            }
            let is_demoted = now.role == Role::Lead && row.role != Role::Lead;
            if is_demoted
                && leaves_without_lead(tx, ctx, row.network_id, row.member_id, ctx.today()).await?
            {
                return Err(RestoreRefusal::LastLead.into());
            }
            return Ok(replace(tx, ctx, now, row.role, row.local_role).await?);
        }
        Some(Ending::Removed)
            if row.origin == Origin::Transfer
                && never_begins(row.started_on, row.ended_on, ctx.today()) =>
        {
            return Err(RestoreRefusal::TransferTakenBack.into());
        }
        Some(Ending::Removed) => until = still_planned(ctx, &row, ends)?,
        Some(Ending::Transferred) if is_to_move(row.started_on, ended_on, ctx.today()) => {
            until = still_planned(ctx, &row, ends)?;
            let announced = announced(tx, ctx, &row).await?.ok_or(RestoreRefusal::OfOthers)?;
            if leave_without_lead(tx, ctx, announced.iter()).await? {
                return Err(RestoreRefusal::LastLead.into());
            }
            give_way(tx, ctx, announced, None).await?;
        }
        Some(Ending::Transferred) => return Err(RestoreRefusal::HasMoved.into()),
        _ => return Err(RestoreRefusal::HasLeft.into()),
    }
    if now.is_some() {
        return Err(RestoreRefusal::AlreadyMember.into());
    }

    Ok(reopen(tx, ctx, row, until).await?.into())
}

/// What came after a period that ended because the role changed.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Later {
    id: Uuid,
    /// How many later ones ended because the role changed once more.
    changes: i64,
    /// How many later ones ended otherwise: whoever is back has begun anew.
    ends: i64,
}

/// What came after those of these periods that ended because the role changed.
pub(super) async fn later(
    tx: &Transaction,
    ids: &[MembershipId],
    today: NaiveDate,
) -> Result<HashMap<Uuid, Later>, Halt> {
    // Identifiers grow with time.
    let later: Vec<Later> = Sql::new(
        "select changed.id, count(case when later.ending = 'changed' then 1 end) as changes, \
         count(case when later.ending <> 'changed' and later.ended_on <= ? then 1 end) as ends \
         from membership changed join membership later on later.member_id = changed.member_id \
         and later.network_id = changed.network_id and later.id > changed.id \
         where changed.id in ? and changed.ending = 'changed' group by changed.id",
        binds![today, ids],
    )
    .all(&**tx)
    .await?;
    Ok(later.into_iter().map(|later| (later.id, later)).collect())
}

/// The last of the ends that were planned before and still lie ahead, when this has begun by then.
fn still_planned(
    ctx: &Context,
    row: &Model,
    ends: Option<&Ends>,
) -> Result<Option<Until>, RestoreRefusal> {
    let planned = ends.map(|ends| ends.before(row)).unwrap_or_default();
    for until in planned.into_iter().rev() {
        if until.on > ctx.today().max(row.started_on) {
            return Ok(Some(until));
        }
        // Who was to leave by themselves in the meantime has left; so has, by then, who was to leave
        // before a transfer that begins this.
        if until.ending == Some(Ending::Left) {
            return Err(RestoreRefusal::HasLeft);
        }
    }
    Ok(None)
}

/// A membership that was to end goes on, or until another day.
pub(super) async fn reopen(
    tx: &Transaction,
    ctx: &Context,
    row: Model,
    until: Option<Until>,
) -> Result<Model, Halt> {
    let (network, member, revision) = (row.network_id, row.member_id, row.revision + 1);
    let changes = if until.is_some() {
        audit::difference(&told(Until::of(&row).as_ref()), &told(until.as_ref()))
    } else {
        json!({ "ended_on": row.ended_on })
    };
    let line = Line::new("membership.restore", MembershipId::of(row.id))
        .within(network)
        .on_behalf_of(member)
        .changing(changes);
    let mut model = row.into_active_model();
    model.ended_on = Set(until.as_ref().map(|until| until.on));
    model.ending = Set(until.as_ref().and_then(|until| until.ending));
    model.ending_reason = Set(until.and_then(|until| until.reason));
    model.revision = Set(revision);
    let row = model.update(&**tx).await?;
    tx.audit(ctx, line).await?;
    Ok(row)
}
