//! Which memberships a question is about, and the conditions that it comes to.

use chrono::{NaiveDate, NaiveTime};
use uuid::Uuid;

use super::{LocalRole, Role};
use crate::{
    context::Context,
    count::Unseen,
    database::{Sql, binds, in_words},
    member::{self, private, run},
};

/// How far a question about a network reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The network itself.
    #[default]
    Itself,
    /// The network and all below it.
    Subtree,
}

/// In which order a network's memberships are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sorting {
    /// By the name of the member.
    #[default]
    ByName,
    /// The last to come first.
    Newest,
    /// Those whom nobody saw for the longest time first; for those who run the network.
    LeastSeen,
}

/// Which memberships.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Those that held on this day; today when not named.
    pub as_of: Option<NaiveDate>,
    /// With this role.
    pub role: Option<Role>,
    /// With this local role.
    pub local_role: Option<LocalRole>,
    /// How far below the network.
    pub scope: Scope,
    /// Those that are over, too, whatever the day.
    pub with_ended: bool,
    /// Only those of people who left and did not come back.
    pub is_over: bool,
    /// Each word begins one of the person's names; accents and case are forgiven.
    pub search: Option<String>,
    /// Of people who work there today.
    pub employer: Option<Uuid>,
    /// Of people who work today in this intercommunal body, by its SIREN.
    pub epci: Option<String>,
    /// Of people who did not sign in since this day.
    pub never_seen_since: Option<NaiveDate>,
    /// Only of people who were members twelve months before that day, too, and were present nowhere
    /// since: those whom the counts call unseen.
    pub is_absent: bool,
    /// In which order; for the memberships of a network.
    pub sorting: Sorting,
}

impl Filter {
    /// Whether it asks for what only those know who run the network.
    pub(super) fn is_for_organisers(&self) -> bool {
        self.is_over
            || self.employer.is_some()
            || self.epci.is_some()
            || self.never_seen_since.is_some()
            || self.is_absent
            || self.sorting == Sorting::LeastSeen
    }
}

/// Those that held on the day, with the roles that are asked for.
pub(super) fn filtered(mut select: Sql, ctx: &Context, filter: &Filter) -> Sql {
    if !filter.with_ended && !filter.is_over {
        let day = filter.as_of.unwrap_or_else(|| ctx.today());
        select = select.and(
            "and membership.started_on <= ? \
             and (membership.ended_on is null or membership.ended_on > ?)",
            binds![day, day],
        );
    }
    if let Some(role) = &filter.role {
        select = select.and("and membership.role = ?", binds![in_words(role)]);
    }
    if let Some(role) = &filter.local_role {
        select = select.and("and membership.local_role = ?", binds![in_words(role)]);
    }
    select
}

/// Those of whom more is asked than what stands on the membership itself.
pub(super) fn sought(mut select: Sql, ctx: &Context, filter: &Filter) -> Sql {
    let today = ctx.today();
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(member::sought(ctx, search));
    }
    if filter.is_over {
        select = select.and(
            "and membership.ended_on <= ? and coalesce(membership.ending, '') <> 'changed' \
             and not exists (select 1 from membership later \
             where later.network_id = membership.network_id \
             and later.member_id = membership.member_id and later.id <> membership.id \
             and (later.started_on > membership.started_on \
             or (later.started_on = membership.started_on and later.id > membership.id)))",
            binds![today],
        );
    }
    if filter.employer.is_some() || filter.epci.is_some() {
        select = select.and(
            "and membership.member_id in (select job.member_id from employment job \
             join employer on employer.id = job.employer_id where job.status = 'confirmed' \
             and job.started_on <= ? and (job.ended_on is null or job.ended_on > ?)",
            binds![today, today],
        );
        if let Some(employer) = filter.employer {
            select = select.and("and employer.id = ?", binds![employer]);
        }
        if let Some(epci) = &filter.epci {
            select = select.and(
                "and employer.insee_code in (select insee_code from commune where epci_code = ?)",
                binds![epci],
            );
        }
        select = select.and(") and", vec![]).append(run(ctx, "membership.member_id"));
    }
    if let Some(day) = filter.never_seen_since {
        let since = day.and_time(NaiveTime::MIN).and_utc();
        select = select
            .and("and (member.last_seen_at is null or member.last_seen_at < ?) and", binds![since])
            .append(private(ctx, "membership.member_id"));
    }
    if filter.is_absent {
        let unseen = Unseen::on(filter.as_of.unwrap_or(today));
        let below = match filter.scope {
            Scope::Itself => "past.depth = 0",
            Scope::Subtree => "true",
        };
        // Whoever runs a network reads the number of them: the list is the same people.
        select = select.and(
            &format!(
                "and exists (select 1 from membership earlier \
                 join network_ancestor past on past.descendant_id = earlier.network_id \
                 where earlier.member_id = membership.member_id \
                 and past.ancestor_id = reached.ancestor_id and {below} \
                 and earlier.started_on <= ? \
                 and (earlier.ended_on is null or earlier.ended_on > ?)) \
                 and not exists (select 1 from attendance came \
                 join event held on held.id = came.event_id \
                 where came.member_id = membership.member_id and came.state = 'present' \
                 and held.ends_at >= ? and held.ends_at < ?)"
            ),
            binds![unseen.member_on, unseen.member_on, unseen.since, unseen.until],
        );
    }
    select
}
