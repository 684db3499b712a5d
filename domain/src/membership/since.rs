//! Since when somebody is in a network without a break, whatever their roles were.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Role;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
};

/// The first day of the unbroken row of periods that a membership goes on: a change of role ends one
/// and begins the next on the same day.
pub(crate) const FIRST_DAY: &str = "(select max(began.started_on) from membership began \
    where began.network_id = membership.network_id and began.member_id = membership.member_id \
    and began.started_on <= membership.started_on and not exists (\
    select 1 from membership prior where prior.network_id = began.network_id \
    and prior.member_id = began.member_id and prior.ending = 'changed' \
    and prior.started_on < prior.ended_on and prior.ended_on = began.started_on))";

#[derive(FromQueryResult)]
struct First {
    id: Uuid,
    since: NaiveDate,
}

/// Since when the person of each of these memberships is in the network without a break; others than
/// the person and those who run the network know the present period only.
pub async fn since(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, NaiveDate>, Halt> {
    let standing = ctx.standing();
    let mut select = Sql::new("select membership.id,", vec![]);
    select = if standing.is_administrator {
        select.and(FIRST_DAY, vec![])
    } else {
        select.and(
            &format!(
                "case when membership.member_id = ? or membership.network_id in ? \
                 then {FIRST_DAY} else membership.started_on end"
            ),
            binds![standing.own(), standing.run(Role::Organiser)],
        )
    };
    select = select.and("as since from membership where membership.id in ?", binds![ids]);
    let known: Vec<First> = select.all(ctx.db()).await?;
    Ok(known.into_iter().map(|row| (row.id, row.since)).collect())
}
