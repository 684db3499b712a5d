//! Who may be listed: the same people that the policy lets one see, as a condition on rows.

use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    policy::Role,
};

/// The condition that `column` names someone whom the asker may know. With the past, what it lists
/// agrees with what [`crate::policy::Ask::SeeMember`] answers, by test; without, those who left
/// the asker's networks and those who only ask to enter are not in it.
pub(crate) fn known(ctx: &Context, column: &str, with_past: bool) -> Sql {
    let standing = ctx.standing();
    if standing.is_administrator || standing.manages.is_empty() {
        return fellow(ctx, column, with_past);
    }
    let today = ctx.today();
    let manages: Vec<_> = standing.manages.iter().copied().collect();
    Sql::new("(", vec![]).append(fellow(ctx, column, with_past)).and(
        &format!(
            "or {column} in (select job.member_id from employment job where job.employer_id in ? \
             and job.status = 'confirmed' and job.started_on <= ? \
             and (job.ended_on is null or job.ended_on > ?)))"
        ),
        binds![manages, today, today],
    )
}

/// The same without those of whom the asker only manages the employer: of them they see the name.
pub(crate) fn fellow(ctx: &Context, column: &str, with_past: bool) -> Sql {
    let standing = ctx.standing();
    if standing.is_administrator {
        return Sql::new("true", vec![]);
    }
    let today = ctx.today();
    let run = standing.run(Role::Organiser);
    let above: Vec<_> = standing.above.iter().copied().collect();
    let belongs: Vec<_> = standing.belongs.iter().copied().collect();
    let mut sql = Sql::new(
        &format!(
            "({column} = ? or {column} in (select tie.member_id from membership tie where \
             tie.started_on <= ? and (tie.ended_on is null or tie.ended_on > ?) \
             and (tie.network_id in ? or tie.network_id in ? or tie.network_id in \
             (select descendant_id from network_ancestor where ancestor_id in ?)))"
        ),
        binds![standing.own(), today, today, run.clone(), above, belongs],
    );
    if with_past {
        sql = sql.and(
            &format!(
                "or {column} in (select tie.member_id from membership tie where tie.network_id in ?) \
                 or {column} in (select wish.member_id from join_request wish \
                 where wish.network_id in ? and wish.state = 'pending')"
            ),
            binds![run.clone(), run],
        );
    }
    sql.and(")", vec![])
}

/// The condition that `column` names someone of whom the asker sees what other members do not: by a
/// role in a network of the person itself, as [`crate::policy::Ask::SeeMemberPrivate`] has it.
pub(crate) fn private(ctx: &Context, column: &str) -> Sql {
    of_team(ctx, column, ctx.standing().hold(Role::Organiser))
}

/// The condition that `column` names someone of a network that the asker runs, by a role in it or in
/// one above: what they may be written to about, and where they work.
pub(crate) fn run(ctx: &Context, column: &str) -> Sql {
    of_team(ctx, column, ctx.standing().run(Role::Organiser))
}

fn of_team(ctx: &Context, column: &str, networks: Vec<Uuid>) -> Sql {
    let standing = ctx.standing();
    if standing.is_administrator {
        return Sql::new("true", vec![]);
    }
    let today = ctx.today();
    Sql::new(
        &format!(
            "({column} = ? or {column} in (select tie.member_id from membership tie where \
             tie.network_id in ? and tie.started_on <= ? \
             and (tie.ended_on is null or tie.ended_on > ?)))"
        ),
        binds![standing.own(), networks, today, today],
    )
}
