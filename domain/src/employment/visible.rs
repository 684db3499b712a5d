//! Whose employments someone may list: the twin, in SQL, of the policy's answer to `Ask::SeeEmployment`.

use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Denied,
    policy::{Resource, Role},
};

/// The condition on `employment` under which this asker may know of it: at an employer that they
/// manage, or of a person whose network they run. A lead of one network does not see the staff that
/// the employer has elsewhere.
pub(super) fn visible(ctx: &Context) -> Result<Sql, Denied> {
    let standing = ctx.standing();
    standing.has_scope(Resource::Employer, false)?;
    if standing.is_administrator {
        return Ok(Sql::new("(true)", vec![]));
    }
    let today = ctx.today();
    let mut manages: Vec<Uuid> = standing.manages.iter().copied().collect();
    manages.sort_unstable();
    Ok(Sql::new(
        "(employment.member_id = ? or employment.employer_id in ? or exists ( \
         select 1 from membership held where held.member_id = employment.member_id \
         and held.network_id in ? and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?)))",
        binds![standing.own(), manages, standing.run(Role::Organiser), today, today],
    ))
}
