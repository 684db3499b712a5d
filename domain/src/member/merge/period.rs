//! Of two periods of joined records at one place, one goes on; both may have an end that lies ahead,
//! and the trail tells what was planned for the one that yields.

use std::cmp::Reverse;

use chrono::NaiveDate;
use uuid::Uuid;

use super::run;
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Transaction, binds},
    employment,
    error::Halt,
    id::MembershipId,
    membership::{self, Begin, Ending, Origin, Until, told},
};
use entities::membership::Model;

/// Where both are in one network, the stronger role goes on and the other ends; of two alike, the
/// one that lasts longer goes on. A weaker role that lasts longer follows the stronger, except when
/// both go over to one network: then they do on the earlier day.
pub(super) async fn memberships(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), Halt> {
    let running = membership::all_running(tx, ctx, &[kept, gone]).await?;
    let period = |row: &Model| Period::of(row.network_id, row.started_on, row.ended_on);
    let rank = |row: &Model| (row.role, Reverse(end(row.ended_on)));
    let yielding = yielding(&running, |row| row.member_id == gone, period, rank);
    for &(stronger, weaker) in &yielding {
        if let Some(day) = earlier(ctx, stronger, weaker) {
            give_way(tx, ctx, kept, (weaker, weaker.started_on)).await?;
            run(
                tx,
                "update membership set started_on = ?, revision = revision + 1 where id = ?",
                binds![day, stronger.id],
            )
            .await?;
        } else {
            let on = ctx.today().max(weaker.started_on).max(stronger.started_on);
            give_way(tx, ctx, kept, (weaker, on)).await?;
        }
        follow(tx, ctx, kept, (stronger, weaker), &running).await?;
    }
    run(
        tx,
        "update membership set member_id = ?, revision = revision + 1 where member_id = ?",
        binds![kept, gone],
    )
    .await?;
    agree(tx, ctx, kept, &yielding).await
}

/// Ends the one that yields; a line tells what was planned for it, for that may not come about.
async fn give_way(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    (weaker, on): (&Model, NaiveDate),
) -> Result<(), Halt> {
    membership::close(tx, weaker.clone(), on, Ending::Merged, None).await?;
    let Some(was) = Until::of(weaker) else { return Ok(()) };
    let is = Until { on, ending: Some(Ending::Merged), reason: None };
    let line = Line::new("membership.end", MembershipId::of(weaker.id))
        .within(weaker.network_id)
        .on_behalf_of(kept)
        .changing(audit::difference(&told(Some(&was)), &told(Some(&is))));
    tx.audit(ctx, line).await
}

/// Whether transfers to one network are announced of both.
fn go_over_together(stronger: &Model, weaker: &Model, running: &[Model]) -> bool {
    let begun = |left: &Model| -> Vec<Uuid> {
        let begun = running.iter().filter(|begun| {
            left.ending == Some(Ending::Transferred)
                && begun.member_id == left.member_id
                && begun.network_id != left.network_id
                && begun.origin == Origin::Transfer
                && Some(begun.started_on) == left.ended_on
        });
        begun.map(|begun| begun.network_id).collect()
    };
    let of_weaker = begun(weaker);
    begun(stronger).iter().any(|network| of_weaker.contains(network))
}

/// Whether a transfer begins it on a day that lies ahead.
fn is_announced(ctx: &Context, row: &Model) -> bool {
    row.origin == Origin::Transfer && row.started_on > ctx.today()
}

/// Whether a transfer to this network was announced of both, and of the one that goes on for the
/// later day: it then begins on the earlier.
fn earlier(ctx: &Context, stronger: &Model, weaker: &Model) -> Option<NaiveDate> {
    let is_later = weaker.started_on < stronger.started_on;
    (is_announced(ctx, stronger) && is_announced(ctx, weaker) && is_later)
        .then_some(weaker.started_on)
}

/// Where transfers to one network were announced of both for two days, what they end ends on the day
/// on which the one that goes on begins: whoever takes the transfer back finds it by that day.
async fn agree(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    yielding: &[(&Model, &Model)],
) -> Result<(), Halt> {
    for &(one, other) in yielding {
        let days = (one.started_on.min(other.started_on), one.started_on.max(other.started_on));
        if is_announced(ctx, one) && is_announced(ctx, other) && days.0 < days.1 {
            membership::bring_forward(tx, ctx, (kept, one.network_id), days).await?;
        }
    }
    Ok(())
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
    if go_over_together(stronger, weaker, running) {
        return Ok(());
    }
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
    let ending = match next {
        Some(_) if until == next => Some(Ending::Merged),
        _ => weaker.ending,
    };
    let until = until.map(|on| Until { on, ending, reason: weaker.ending_reason.clone() });
    membership::begin_until(tx, ctx, begun, until).await?;
    Ok(())
}

/// Where both work for one employer, the confirmed job goes on and the other ends; of two alike,
/// the one that lasts longer goes on.
pub(super) async fn employments(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), Halt> {
    use entities::employment::{Model, Status};
    let running = employment::all_running(tx, ctx, &[kept, gone]).await?;
    let period = |row: &Model| Period::of(row.employer_id, row.started_on, row.ended_on);
    let rank = |row: &Model| (row.status != Status::Confirmed, Reverse(end(row.ended_on)));
    for (better, lesser) in yielding(&running, |row| row.member_id == gone, period, rank) {
        let on = ctx.today().max(lesser.started_on).max(better.started_on);
        run(
            tx,
            "update employment set ended_on = ?, revision = revision + 1 where id = ?",
            binds![on, lesser.id],
        )
        .await?;
    }
    run(
        tx,
        "update employment set member_id = ?, revision = revision + 1 where member_id = ?",
        binds![kept, gone],
    )
    .await
}

/// From a day to a day, at one place.
struct Period {
    place: Uuid,
    from: NaiveDate,
    until: NaiveDate,
}

impl Period {
    fn of(place: Uuid, started_on: NaiveDate, ended_on: Option<NaiveDate>) -> Self {
        Self { place, from: started_on, until: end(ended_on) }
    }

    /// Whether both hold on one day, at one place.
    fn meets(&self, other: &Self) -> bool {
        self.place == other.place && self.from.max(other.from) < self.until.min(other.until)
    }
}

/// Of two records' periods that meet, which goes on and which yields to it: the one of the lower rank
/// goes on, and of two alike the one of the record that is kept.
fn yielding<Row, Rank: Ord>(
    rows: &[Row],
    is_gone: impl Fn(&Row) -> bool,
    period: impl Fn(&Row) -> Period,
    rank: impl Fn(&Row) -> Rank,
) -> Vec<(&Row, &Row)> {
    let (all_theirs, mut all_own): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| is_gone(row));
    let mut yielding = Vec::new();
    for theirs in all_theirs {
        let meets = |own: &&Row| period(own).meets(&period(theirs));
        while let Some(place) = all_own.iter().position(meets) {
            let own = all_own[place];
            if rank(theirs) >= rank(own) {
                yielding.push((own, theirs));
                break;
            }
            yielding.push((theirs, own));
            all_own.remove(place);
        }
    }
    yielding
}

fn end(ended_on: Option<NaiveDate>) -> NaiveDate {
    ended_on.unwrap_or(NaiveDate::MAX)
}
