//! Who is, or was, in a network; where someone is, or was.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Filter, Membership, Role, Scope, Sorting,
    filter::{filtered, sought},
    since::FIRST_DAY,
};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    member::{fellow, private},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Resource},
};

pub(super) const COLUMNS: &str = "membership.id, membership.network_id, membership.member_id, \
    membership.role, membership.local_role, membership.started_on, membership.ended_on, \
    membership.origin, membership.ending, membership.ending_reason, membership.revision";

impl Sorting {
    const fn order(self) -> Order {
        match self {
            Self::ByName => BY_NAME,
            Self::Newest => BY_SINCE,
            Self::LeastSeen => BY_SIGHT,
        }
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
