//! A membership begins, whatever brought it about.

use chrono::NaiveDate;
use entities::membership::{ActiveModel, Entity};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{LocalRole, Origin, Role, Until};
use crate::{
    audit::Line,
    context::Context,
    database::{Transaction, in_words},
    error::Halt,
    id::{MemberId, MembershipId, NetworkId},
};

/// How many begin in one statement.
const CHUNK: usize = 500;

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
    let (row, line) = written(ctx, begin, until);
    let row = row.insert(&**tx).await?;
    tx.audit(ctx, line).await?;
    Ok(MembershipId::of(row.id))
}

/// Many begin, in few statements; their lines are for the caller to write, with its own.
pub(crate) async fn begin_all(
    tx: &Transaction,
    ctx: &Context,
    begun: Vec<(Begin, Option<Until>)>,
) -> Result<Vec<Line>, Halt> {
    let (rows, lines): (Vec<_>, Vec<_>) =
        begun.into_iter().map(|(begin, until)| written(ctx, begin, until)).unzip();
    for chunk in rows.chunks(CHUNK) {
        Entity::insert_many(chunk.iter().cloned()).exec_without_returning(&**tx).await?;
    }
    Ok(lines)
}

/// The row of what begins, and the line that tells of it.
fn written(ctx: &Context, begin: Begin, until: Option<Until>) -> (ActiveModel, Line) {
    let id = MembershipId::new();
    let (on, ending, reason) =
        until.map_or((None, None, None), |until| (Some(until.on), until.ending, until.reason));
    let line = Line::new("membership.begin", id)
        .within(begin.network)
        .on_behalf_of(begin.member)
        .changing(json!({
            "member": begin.member,
            "role": in_words(&begin.role),
            "local_role": begin.local_role.as_ref().map(in_words),
            "origin": in_words(&begin.origin),
            "ended_on": on,
            "ending": ending.as_ref().map(in_words),
            "reason": &reason,
        }));
    let row = ActiveModel {
        id: Set(id.uuid()),
        network_id: Set(begin.network.uuid()),
        member_id: Set(begin.member.uuid()),
        role: Set(begin.role),
        local_role: Set(begin.local_role),
        started_on: Set(begin.started_on),
        ended_on: Set(on),
        origin: Set(begin.origin),
        ending: Set(ending),
        ending_reason: Set(reason),
        revision: Set(1),
        created_at: Set(ctx.now()),
    };
    (row, line)
}
