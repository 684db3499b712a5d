//! Who is, or was, in a network; where someone is, or was.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{LocalRole, Membership, Role, since::FIRST_DAY};
use crate::{
    context::Context,
    count::Unseen,
    database::{Sql, binds, in_words},
    error::{Denied, Halt},
    member::{self, fellow, private, run},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Resource},
};

pub(super) const COLUMNS: &str = "membership.id, membership.network_id, membership.member_id, \
    membership.role, membership.local_role, membership.started_on, membership.ended_on, \
    membership.origin, membership.ending, membership.ending_reason, membership.revision";

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

impl Sorting {
    const fn order(self) -> Order {
        match self {
            Self::ByName => BY_NAME,
            Self::Newest => BY_SINCE,
            Self::LeastSeen => BY_SIGHT,
        }
    }
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
    fn is_for_organisers(&self) -> bool {
        self.is_over
            || self.employer.is_some()
            || self.epci.is_some()
            || self.never_seen_since.is_some()
            || self.is_absent
            || self.sorting == Sorting::LeastSeen
    }
}

/// By the name of the member.
const BY_NAME: Order =
    Order { name: "membership.name", columns: &["sort", "id"], is_descending: false };
/// The newest first.
const BY_START: Order =
    Order { name: "membership.start", columns: &["started_on", "id"], is_descending: true };
/// The last to come first.
const BY_SINCE: Order =
    Order { name: "membership.newest", columns: &["since", "id"], is_descending: true };
/// The longest unseen first.
const BY_SIGHT: Order =
    Order { name: "membership.latest", columns: &["seen_at", "id"], is_descending: false };

pub(super) struct Row {
    pub(super) sort: String,
    pub(super) seen_at: DateTime<Utc>,
    since: NaiveDate,
    pub(super) membership: Membership,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            sort: row.try_get(prefix, "sort")?,
            seen_at: row.try_get(prefix, "seen_at")?,
            since: row.try_get(prefix, "since")?,
            membership: Membership::from_query_result(row, prefix)?,
        })
    }
}

impl Keyed for Row {
    fn key(&self, order: &Order) -> Vec<Key> {
        let first = match order.columns[0] {
            "sort" => Key::Text(self.sort.clone()),
            "seen_at" => Key::Instant(self.seen_at),
            "since" => Key::Day(self.since),
            _ => Key::Day(self.membership.started_on),
        };
        vec![first, Key::Id(self.membership.id)]
    }
}

/// What of a row this asker may see.
pub(super) fn seen(ctx: &Context, row: Row) -> Membership {
    let mut membership = row.membership;
    let runs = ctx.may(&Ask::SeeHistory { network: membership.network_id }).is_ok();
    if !runs && !ctx.standing().is(membership.member_id) {
        membership.ending_reason = None;
    }
    membership
}

fn filtered(mut select: Sql, ctx: &Context, filter: &Filter) -> Sql {
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
fn sought(mut select: Sql, ctx: &Context, filter: &Filter) -> Sql {
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

/// Whether the question is about the past, which is for those who run the network and for oneself.
fn is_history(ctx: &Context, filter: &Filter) -> bool {
    filter.with_ended || filter.as_of.is_some_and(|day| day != ctx.today())
}

/// Whether this asker may list a network's memberships so.
pub fn may_list(ctx: &Context, network: Uuid, filter: &Filter) -> Result<(), Denied> {
    ctx.may(&Ask::ListMembers { network })?;
    if is_history(ctx, filter) || filter.is_for_organisers() {
        ctx.may(&Ask::SeeHistory { network })?;
    }
    Ok(())
}

/// The memberships of each of these networks, by name; a network whose members this asker may not
/// list is not in the answer.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Membership>>, Halt> {
    let listed: Vec<Uuid> = networks
        .iter()
        .copied()
        .filter(|network| may_list(ctx, *network, filter).is_ok())
        .collect();
    let pages = List::new(of_networks(ctx, filter), filter.sorting.order(), filter)
        .fetch_for_each(ctx, "asked_id", &listed, page)
        .await?;
    Ok(pages
        .into_iter()
        .map(|(network, rows)| (network, rows.map(|row: Row| seen(ctx, row))))
        .collect())
}

/// All of a network's memberships at once, for a file to take away.
pub async fn roll(ctx: &Context, network: Uuid, filter: &Filter) -> Result<Vec<Membership>, Halt> {
    may_list(ctx, network, filter)?;
    let order = filter.sorting.order();
    let way = if order.is_descending { "desc" } else { "asc" };
    let rows: Vec<Row> = Sql::new("select * from (", vec![])
        .append(of_networks(ctx, filter))
        .and(
            &format!(") listed where asked_id = ? order by {} {way}, id {way}", order.columns[0]),
            binds![network],
        )
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| seen(ctx, row)).collect())
}

/// Of how many people a network's memberships are: below it, somebody may be in several.
pub async fn count_people(ctx: &Context, network: Uuid, filter: &Filter) -> Result<i64, Halt> {
    may_list(ctx, network, filter)?;
    let count = Sql::new("select count(distinct member_id) from (", vec![])
        .append(of_networks(ctx, filter))
        .and(") listed where asked_id = ?", binds![network]);
    Ok(count.number(ctx.db()).await?)
}

/// The memberships of networks, each with the network that is asked about.
pub(super) fn of_networks(ctx: &Context, filter: &Filter) -> Sql {
    let below = match filter.scope {
        Scope::Itself => "reached.depth = 0",
        Scope::Subtree => "true",
    };
    // What was before the present period is for those who run the network.
    let runs = ctx.standing().run(Role::Organiser);
    let (since, since_of) = match filter.sorting {
        Sorting::Newest if ctx.standing().is_administrator => {
            (format!("{FIRST_DAY} as since"), vec![])
        }
        Sorting::Newest => {
            let day = format!(
                "case when membership.network_id in ? then {FIRST_DAY} \
                 else membership.started_on end as since"
            );
            (day, binds![runs])
        }
        Sorting::ByName | Sorting::LeastSeen => {
            ("membership.started_on as since".to_owned(), vec![])
        }
    };
    let select = Sql::new(
        &format!(
            "select {COLUMNS}, member.search as sort, reached.ancestor_id as asked_id, \
             {since}, coalesce(case when"
        ),
        since_of,
    )
    // Nor does the order tell when somebody was seen.
    .append(private(ctx, "membership.member_id"))
    .and(
        &format!(
            "then member.last_seen_at end, ?) as seen_at \
             from membership join member on member.id = membership.member_id \
             join network_ancestor reached on reached.descendant_id = membership.network_id \
             and {below} where"
        ),
        binds![DateTime::<Utc>::UNIX_EPOCH],
    )
    .append(fellow(ctx, "membership.member_id", true));
    sought(filtered(select, ctx, filter), ctx, filter)
}

/// The memberships of each of these people, the newest first. Others than the person and those who
/// run the network see only what holds today.
pub async fn list_of_members(
    ctx: &Context,
    members: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Membership>>, Halt> {
    ctx.standing().is_somebody()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    let select = Sql::new(
        &format!(
            "select {COLUMNS}, '' as sort, membership.created_at as seen_at, \
             membership.started_on as since from membership where"
        ),
        vec![],
    )
    .append(fellow(ctx, "membership.member_id", true));
    let mut select = filtered(select, ctx, filter);
    if is_history(ctx, filter) && !ctx.standing().is_administrator {
        let today = ctx.today();
        select = select.and(
            "and (membership.member_id = ? or membership.network_id in ? \
             or (membership.started_on <= ? \
             and (membership.ended_on is null or membership.ended_on > ?)))",
            binds![
                ctx.standing().everywhere().ok(),
                ctx.standing().run(Role::Organiser),
                today,
                today
            ],
        );
    }
    let pages =
        List::new(select, BY_START, filter).fetch_for_each(ctx, "member_id", members, page).await?;
    Ok(pages
        .into_iter()
        .map(|(member, rows)| (member, rows.map(|row: Row| seen(ctx, row))))
        .collect())
}

/// The memberships of these identifiers that the asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Membership>, Halt> {
    if ctx.standing().has_scope(Resource::Member, false).is_err() {
        return Ok(HashMap::new());
    }
    let today = ctx.today();
    let mut select = Sql::new(
        &format!(
            "select {COLUMNS}, '' as sort, membership.created_at as seen_at, \
             membership.started_on as since from membership \
             where membership.id in ? and"
        ),
        binds![ids],
    )
    .append(fellow(ctx, "membership.member_id", true));
    if !ctx.standing().is_administrator {
        select = select.and(
            "and (membership.member_id = ? or membership.network_id in ? \
             or (membership.started_on <= ? \
             and (membership.ended_on is null or membership.ended_on > ?)))",
            binds![
                ctx.standing().everywhere().ok(),
                ctx.standing().run(Role::Organiser),
                today,
                today
            ],
        );
    }
    let rows: Vec<Row> = select.all(ctx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.membership.id, seen(ctx, row))).collect())
}
