//! Of two periods of joined records at one place, one goes on; both may have an end that lies ahead.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::run;
use crate::{
    context::Context,
    database::{Transaction, binds, in_words},
    error::Halt,
    membership::{self, Begin, Ending, Origin, not_over},
};
use entities::{employment, membership::Model};

/// Where both are in one network, the stronger role goes on and the other ends; of two alike, the
/// one that lasts longer goes on. A weaker role that lasts longer follows the stronger.
pub(super) async fn memberships(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), Halt> {
    use entities::membership::{Column, Entity};
    let running = Entity::find()
        .filter(Column::MemberId.is_in([kept, gone]))
        .filter(not_over(ctx.today()))
        .order_by_asc(Column::StartedOn)
        .order_by_asc(Column::Id)
        .all(&**tx)
        .await?;
    let (all_theirs, mut all_own): (Vec<_>, Vec<_>) =
        running.iter().partition(|row| row.member_id == gone);
    for theirs in all_theirs {
        let both = |own: &&Model| {
            own.network_id == theirs.network_id
                && is_shared((own.started_on, own.ended_on), (theirs.started_on, theirs.ended_on))
        };
        while let Some(own) = all_own.iter().copied().find(both) {
            let rank = |row: &Model| (row.role, std::cmp::Reverse(end(row.ended_on)));
            let is_own_weaker = rank(theirs) < rank(own);
            let (stronger, weaker) = if is_own_weaker { (theirs, own) } else { (own, theirs) };
            let on = ctx.today().max(weaker.started_on).max(stronger.started_on);
            membership::close(tx, weaker.clone(), on, Ending::Merged, None).await?;
            follow(tx, ctx, kept, (stronger, weaker), &running).await?;
            if !is_own_weaker {
                break;
            }
            all_own.retain(|row| row.id != own.id);
        }
    }
    run(
        tx,
        "update membership set member_id = ?, revision = revision + 1 where member_id = ?",
        binds![kept, gone],
    )
    .await
}

/// Begins what is left of a weaker role when the stronger ends, until the next that is known.
async fn follow(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    (stronger, weaker): (&Model, &Model),
    running: &[Model],
) -> Result<(), Halt> {
    let Some(from) = stronger.ended_on.filter(|from| *from < end(weaker.ended_on)) else {
        return Ok(());
    };
    let others = running.iter().filter(|row| row.id != stronger.id && row.id != weaker.id);
    let after = others.filter(|row| row.network_id == weaker.network_id && row.started_on >= from);
    let next = after.map(|row| row.started_on).min();
    let until = next.into_iter().chain(weaker.ended_on).min();
    if until.is_some_and(|until| until <= from) {
        return Ok(());
    }
    membership::close(tx, stronger.clone(), from, Ending::Changed, None).await?;
    let begun = Begin {
        network: weaker.network_id.into(),
        member: kept.into(),
        role: weaker.role,
        local_role: weaker.local_role,
        started_on: from,
        origin: Origin::Merge,
    };
    let id = membership::begin(tx, ctx, begun).await?;
    let ending = match next {
        Some(_) if until == next => Some(&Ending::Merged),
        _ => weaker.ending.as_ref(),
    };
    run(
        tx,
        "update membership set ended_on = ?, ending = ?, ending_reason = ? where id = ?",
        binds![
            until,
            ending.filter(|_| until.is_some()).map(in_words),
            weaker.ending_reason.clone(),
            id.uuid()
        ],
    )
    .await
}

/// Where both work for one employer, the confirmed job goes on and the other ends; of two alike,
/// the one that lasts longer goes on.
pub(super) async fn employments(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), Halt> {
    use employment::{Column, Entity, Model, Status};
    let running = Entity::find()
        .filter(Column::MemberId.is_in([kept, gone]))
        .filter(
            Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gt(ctx.today())),
        )
        .filter(Column::Status.ne(Status::Refused))
        .order_by_asc(Column::StartedOn)
        .order_by_asc(Column::Id)
        .all(&**tx)
        .await?;
    let (all_theirs, mut all_own): (Vec<_>, Vec<_>) =
        running.iter().partition(|row| row.member_id == gone);
    for theirs in all_theirs {
        let both = |own: &&Model| {
            own.employer_id == theirs.employer_id
                && is_shared((own.started_on, own.ended_on), (theirs.started_on, theirs.ended_on))
        };
        while let Some(own) = all_own.iter().copied().find(both) {
            let rank = |row: &Model| (row.status == Status::Confirmed, end(row.ended_on));
            let is_own_lesser = rank(theirs) > rank(own);
            let (better, lesser) = if is_own_lesser { (theirs, own) } else { (own, theirs) };
            let on = ctx.today().max(lesser.started_on).max(better.started_on);
            run(
                tx,
                "update employment set ended_on = ?, revision = revision + 1 where id = ?",
                binds![on, lesser.id],
            )
            .await?;
            if !is_own_lesser {
                break;
            }
            all_own.retain(|row| row.id != own.id);
        }
    }
    run(
        tx,
        "update employment set member_id = ?, revision = revision + 1 where member_id = ?",
        binds![kept, gone],
    )
    .await
}

/// Whether two periods that are not over hold on one day.
fn is_shared(one: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>)) -> bool {
    one.0.max(other.0) < end(one.1).min(end(other.1))
}

fn end(ended_on: Option<NaiveDate>) -> NaiveDate {
    ended_on.unwrap_or(NaiveDate::MAX)
}
