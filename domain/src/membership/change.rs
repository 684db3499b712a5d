//! Another role, or another local role: one period ends and the next begins, on the same day.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    Begin, Ending, LocalRole, Membership, Origin, Role, Until, begin_until, hold,
    hold::begin_holding, told,
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Halt, Outcome},
    id::MembershipId,
    patch::Patch,
    policy::Ask,
    refusals,
};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// What they may do.
    pub role: Option<Role>,
    /// What they are for the public.
    pub local_role: Patch<LocalRole>,
}

refusals! {
    /// Why a role may not change.
    MembershipUpdate: pub enum ChangeRefusal {
        /// Of many, this one is not known.
        Unknown => "MEMBERSHIP_UNKNOWN" on "membershipId",
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The membership is over.
        AlreadyEnded => "ALREADY_ENDED" on "membershipId",
        /// The network would have no lead; an administrator or a lead above may do this.
        LastLead => "LAST_LEAD" on "role",
    }
}

/// Gives a member another role or local role from today on.
pub async fn change(
    ctx: &Context,
    id: MembershipId,
    asked: Change,
) -> Outcome<Membership, ChangeRefusal> {
    ctx.standing().is_somebody()?;
    let tx = begin_holding(ctx, &[id]).await?;
    let next = within(&tx, ctx, id, &asked).await?;
    tx.commit().await?;
    Ok(next)
}

/// The same, as part of a change.
pub(super) async fn within(
    tx: &Transaction,
    ctx: &Context,
    id: MembershipId,
    asked: &Change,
) -> Outcome<Membership, ChangeRefusal> {
    let row = hold(tx, ctx, id).await?;

    let role = asked.role.unwrap_or(row.role);
    ctx.may(&Ask::ChangeMembership { network: row.network_id, role })?;

    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(ChangeRefusal::Stale { revision: row.revision }.into());
    }
    // Who announced that they leave is here until then.
    if row.ended_on.is_some_and(|ended_on| ended_on <= ctx.today()) {
        return Err(ChangeRefusal::AlreadyEnded.into());
    }
    let local_role = asked.local_role.clone().over(row.local_role);
    if role == row.role && local_role == row.local_role {
        return Ok(row.into());
    }
    let is_demoted = row.role == Role::Lead && role != Role::Lead;
    if is_demoted
        && super::leaves_without_lead(tx, ctx, row.network_id, row.member_id, ctx.today()).await?
    {
        return Err(ChangeRefusal::LastLead.into());
    }

    Ok(replace(tx, ctx, row, role, local_role).await?)
}

/// Ends a period and begins the next with these roles, until the day on which the first would have
/// ended.
pub(crate) async fn replace(
    tx: &Transaction,
    ctx: &Context,
    row: entities::membership::Model,
    role: Role,
    local_role: Option<LocalRole>,
) -> Result<Membership, Halt> {
    // A membership that begins later changes as a whole.
    let on = ctx.today().max(row.started_on);
    let (network, member) = (row.network_id.into(), row.member_id.into());
    let words = |role: &Role, local_role: Option<LocalRole>| {
        json!({
            "role": in_words(role), "local_role": local_role.map(|role| in_words(&role)),
        })
    };
    let mut changes =
        audit::difference(&words(&row.role, row.local_role), &words(&role, local_role));
    // A transfer that is announced goes on being one.
    let origin = if row.started_on > ctx.today() { row.origin } else { Origin::Change };
    close(tx, row.clone(), on, Ending::Changed, None).await?;
    let next = Begin { network, member, role, local_role, started_on: on, origin };
    let id = begin_until(tx, ctx, next, Until::of(&row)).await?;
    changes["next"] = json!(id);
    let line = Line::new("membership.change", MembershipId::of(row.id))
        .within(network)
        .on_behalf_of(member)
        .changing(changes);
    tx.audit(ctx, line).await?;
    Ok(Membership {
        id: id.uuid(),
        network_id: row.network_id,
        member_id: row.member_id,
        role,
        local_role,
        started_on: on,
        ended_on: row.ended_on,
        origin,
        ending: row.ending,
        ending_reason: row.ending_reason,
        revision: 1,
    })
}

/// Writes the end of a period.
pub(crate) async fn close(
    tx: &Transaction,
    row: entities::membership::Model,
    on: NaiveDate,
    ending: Ending,
    reason: Option<String>,
) -> Result<Membership, Halt> {
    let revision = row.revision + 1;
    let mut model: entities::membership::ActiveModel = row.into();
    model.ended_on = Set(Some(on));
    model.ending = Set(Some(ending));
    model.ending_reason = Set(reason);
    model.revision = Set(revision);
    Ok(model.update(&**tx).await?.into())
}

/// Writes the end of many periods in one statement, as [`close_for_good`] does. The lines tell what
/// was to be: by it, what ended can be given back.
pub(crate) async fn close_all(
    tx: &Transaction,
    ctx: &Context,
    rows: &[entities::membership::Model],
    ending: Ending,
) -> Result<Vec<Line>, Halt> {
    close_for_good(tx, ctx, rows, ending).await?;
    let today = ctx.today();
    let ended = rows.iter().map(|row| {
        let on = today.max(row.started_on);
        let is = Until { on, ending: Some(ending), reason: None };
        Line::new("membership.end", MembershipId::of(row.id))
            .within(row.network_id)
            .on_behalf_of(row.member_id)
            .changing(audit::difference(&told(Until::of(row).as_ref()), &told(Some(&is))))
    });
    Ok(ended.collect())
}

/// Writes the end of many periods in one statement, today or on the first day of what lies ahead, and
/// leaves what the trail tells of it to whoever asks.
pub(crate) async fn close_for_good(
    tx: &Transaction,
    ctx: &Context,
    rows: &[entities::membership::Model],
    ending: Ending,
) -> Result<(), Halt> {
    let today = ctx.today();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    Sql::new(
        "update membership set revision = revision + 1, ending = ?, ending_reason = null, \
         ended_on = case when started_on > ? then started_on else ? end where id in ?",
        binds![in_words(&ending), today, today, ids],
    )
    .run(&**tx)
    .await?;
    Ok(())
}
