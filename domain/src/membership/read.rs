//! Who is, or was, in a network; where someone is, or was.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{LocalRole, Membership, Role};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::{Denied, Halt},
    member::known,
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

/// Which memberships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
}

/// By the name of the member.
const BY_NAME: Order =
    Order { name: "membership.name", columns: &["sort", "id"], is_descending: false };
/// The newest first.
const BY_START: Order =
    Order { name: "membership.start", columns: &["started_on", "id"], is_descending: true };

struct Row {
    sort: String,
    membership: Membership,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            sort: row.try_get(prefix, "sort")?,
            membership: Membership::from_query_result(row, prefix)?,
        })
    }
}

impl Keyed for Row {
    fn key(&self, order: &Order) -> Vec<Key> {
        let first = if order.columns[0] == "sort" {
            Key::Text(self.sort.clone())
        } else {
            Key::Day(self.membership.started_on)
        };
        vec![first, Key::Id(self.membership.id)]
    }
}

/// What of a row this asker may see.
fn seen(ctx: &Context, row: Row) -> Membership {
    let mut membership = row.membership;
    let runs = ctx.may(&Ask::SeeHistory { network: membership.network_id }).is_ok();
    if !runs && !ctx.standing().is(membership.member_id) {
        membership.ending_reason = None;
    }
    membership
}

fn filtered(mut select: Sql, ctx: &Context, filter: Filter) -> Sql {
    if !filter.with_ended {
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

/// Whether the question is about the past, which is for those who run the network and for oneself.
fn is_history(ctx: &Context, filter: Filter) -> bool {
    filter.with_ended || filter.as_of.is_some_and(|day| day != ctx.today())
}

/// Whether this asker may list a network's memberships so.
pub fn may_list(ctx: &Context, network: Uuid, filter: &Filter) -> Result<(), Denied> {
    ctx.may(&Ask::ListMembers { network })?;
    if is_history(ctx, *filter) {
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
    let below = match filter.scope {
        Scope::Itself => "reached.depth = 0",
        Scope::Subtree => "true",
    };
    let select = Sql::new(
        &format!(
            "select {COLUMNS}, member.search as sort, reached.ancestor_id as asked_id \
             from membership join member on member.id = membership.member_id \
             join network_ancestor reached on reached.descendant_id = membership.network_id \
             and {below} where"
        ),
        vec![],
    )
    .append(known(ctx, "membership.member_id", true));
    let pages = List::new(filtered(select, ctx, *filter), BY_NAME, filter)
        .fetch_for_each(ctx.db(), "asked_id", &listed, page)
        .await?;
    Ok(pages
        .into_iter()
        .map(|(network, rows)| (network, rows.map(|row: Row| seen(ctx, row))))
        .collect())
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
    let select = Sql::new(&format!("select {COLUMNS}, '' as sort from membership where"), vec![])
        .append(known(ctx, "membership.member_id", true));
    let mut select = filtered(select, ctx, *filter);
    if is_history(ctx, *filter) && !ctx.standing().is_administrator {
        let today = ctx.today();
        select = select.and(
            "and (membership.member_id = ? or membership.network_id in ? \
             or (membership.started_on <= ? \
             and (membership.ended_on is null or membership.ended_on > ?)))",
            binds![ctx.standing().member, ctx.standing().run(Role::Organiser), today, today],
        );
    }
    let pages = List::new(select, BY_START, filter)
        .fetch_for_each(ctx.db(), "member_id", members, page)
        .await?;
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
        &format!("select {COLUMNS}, '' as sort from membership where membership.id in ? and"),
        binds![ids],
    )
    .append(known(ctx, "membership.member_id", true));
    if !ctx.standing().is_administrator {
        select = select.and(
            "and (membership.member_id = ? or membership.network_id in ? \
             or (membership.started_on <= ? \
             and (membership.ended_on is null or membership.ended_on > ?)))",
            binds![ctx.standing().member, ctx.standing().run(Role::Organiser), today, today],
        );
    }
    let rows: Vec<Row> = select.all(ctx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.membership.id, seen(ctx, row))).collect())
}
