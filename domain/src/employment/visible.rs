//! Whose employments someone may list: the twin, in SQL, of the policy's answer to `Ask::SeeEmployment`.

use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Denied,
    policy::{Ask, Resource, Role},
    registration::is_private_to,
};

/// Whether this asker may know at all what staff took part in: a tool needs what it needs to read events
/// and registrations.
pub fn may_count(ctx: &Context) -> Result<(), Denied> {
    let standing = ctx.standing();
    standing.has_scope(Resource::Event, false)?;
    standing.has_scope(Resource::Registration, false)
}

/// Whether this asker knows of everything in which the staff of an employer took part; others know of the
/// events that they organise.
pub fn knows_every_part(ctx: &Context, employer: Uuid) -> bool {
    ctx.may(&Ask::SeeStaff { employer, networks: &[] }).is_ok()
}

/// The condition on `employment` and `part` (a person and an event) under which this asker may know of
/// the part: for who manages the employer all of it, for others what they know of the registration itself.
pub(super) fn known_part(ctx: &Context) -> Sql {
    if may_count(ctx).is_err() {
        return Sql::new("(false)", vec![]);
    }
    let mut manages: Vec<Uuid> = ctx.standing().manages.iter().copied().collect();
    manages.sort_unstable();
    Sql::new("(employment.employer_id in ? or", binds![manages])
        .append(is_private_to(ctx.standing(), "part"))
        .and(")", vec![])
}

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
