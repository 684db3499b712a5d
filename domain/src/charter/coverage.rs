//! Who is covered by a charter on a day: in a network or its branch, or one person by all charters.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::signature::{Answers, COVERS, Standing, employers_of, end_of};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    member,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Resource, Role},
};

/// Over which networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The network alone.
    Network,
    /// The network and all below it.
    Subtree,
}

/// Over whom, and on which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Over {
    /// The day.
    pub on: NaiveDate,
    /// Over which networks.
    pub scope: Scope,
    /// From which network down; none is the charter's own.
    pub network: Option<Uuid>,
}

/// Which of the members whom a charter asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Over whom, and on which day.
    pub over: Over,
    /// Those whose name has words that begin so.
    pub search: Option<String>,
    /// Only those who are covered, or only those who are not.
    pub is_covered: Option<bool>,
}

impl From<Over> for Filter {
    fn from(over: Over) -> Self {
        Self { over, search: None, is_covered: None }
    }
}

impl Over {
    const fn depth(self) -> i32 {
        match self.scope {
            Scope::Network => 0,
            Scope::Subtree => i32::MAX,
        }
    }
}

/// How one person stands to one charter on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The charter.
    pub charter_id: Uuid,
    /// The person.
    pub member_id: Uuid,
    /// The day.
    pub on: NaiveDate,
    /// Whether every asked side stands.
    pub is_covered: bool,
    /// The volunteer's side; none when it was not asked.
    pub volunteer: Option<Side>,
    /// The host structure's side; none when it was not asked.
    pub structure: Option<Side>,
}

/// How one side stands.
pub type Side = Standing;

#[derive(FromQueryResult)]
struct Row {
    charter_id: Uuid,
    member_id: Uuid,
    search: String,
}

const BY_NAME: Order =
    Order { name: "charter.coverage", columns: &["search", "member_id"], is_descending: false };

const BY_TITLE: Order =
    Order { name: "member.charter", columns: &["search", "charter_id"], is_descending: false };

impl Keyed for Row {
    fn key(&self, order: &Order) -> Vec<Key> {
        let id = if order.name == BY_NAME.name { self.member_id } else { self.charter_id };
        vec![Key::Text(self.search.clone()), Key::Id(id)]
    }
}

/// The members whom each charter asks on that day.
fn asked(charters: &[Uuid], over: Over) -> Sql {
    Sql::new(
        "select charter.id as charter_id, member.id as member_id, member.search from charter \
         join network_ancestor inside on inside.ancestor_id = charter.network_id \
         and inside.descendant_id = coalesce(?, charter.network_id) \
         join network_ancestor below on below.ancestor_id = inside.descendant_id \
         and below.depth <= ? \
         join membership on membership.network_id = below.descendant_id \
         and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?) \
         join member on member.id = membership.member_id \
         where charter.id in ? group by charter.id, member.id, member.search",
        binds![over.network, over.depth(), over.on, over.on, charters],
    )
}

/// How the members of each of these charters stand, by name. The caller may see its signatures.
pub async fn list_of_charters(
    ctx: &Context,
    charters: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Coverage>>, Halt> {
    let over = filter.over;
    let charters = seen(ctx, charters, over).await?;
    let mut select = match filter.is_covered {
        Some(is_covered) => covering(&charters, over, is_covered),
        None => Sql::new("select * from (", vec![])
            .append(asked(&charters, over))
            .and(") asked where true", vec![]),
    };
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(member::named("asked", search));
    }
    let pages = List::new(select, BY_NAME, filter)
        .fetch_for_each::<Row>(ctx, "charter_id", &charters, page)
        .await?;
    judged(ctx, pages, over.on).await
}

/// Those of the asked who are covered at the end of the day, or those who are not.
fn covering(charters: &[Uuid], over: Over, is_covered: bool) -> Sql {
    let end = end_of(over.on);
    Sql::new("with asked as (", vec![])
        .append(asked(charters, over))
        .and(
            "), standing as (select signature.charter_id, signature.member_id, \
             signature.employer_id from signature \
             join charter_version version on version.id = signature.charter_version_id \
             where signature.charter_id in ? and",
            binds![charters],
        )
        .and(COVERS, binds![end, end, over.on, end])
        .and(
            ") select asked.charter_id, asked.member_id, asked.search from asked \
             left join charter_version rule on rule.charter_id = asked.charter_id \
             and rule.number = (select max(number) from charter_version \
             where charter_id = asked.charter_id and published_at < ?) \
             where (rule.id is not null and (not rule.asks_volunteer or exists \
             (select 1 from standing where standing.charter_id = asked.charter_id \
             and standing.member_id = asked.member_id)) \
             and (not rule.asks_structure or exists (select 1 from employment \
             join standing on standing.employer_id = employment.employer_id \
             where standing.charter_id = asked.charter_id \
             and employment.member_id = asked.member_id and employment.status = 'confirmed' \
             and employment.started_on <= ? \
             and (employment.ended_on is null or employment.ended_on > ?)))) = ?",
            binds![end, over.on, over.on, is_covered],
        )
}

#[derive(FromQueryResult)]
struct Owned {
    id: Uuid,
    network_id: Uuid,
}

/// Those of the charters whose signatures this asker may see, over these networks.
async fn seen(ctx: &Context, charters: &[Uuid], over: Over) -> Result<Vec<Uuid>, Halt> {
    let rows: Vec<Owned> =
        Sql::new("select id, network_id from charter where id in ?", binds![charters])
            .all(ctx.db())
            .await?;
    let sees = |row: &Owned| {
        let network = over.network.unwrap_or(row.network_id);
        ctx.may(&Ask::SeeSignatures { network }).is_ok() && ctx.standing().covers(&[row.network_id])
    };
    Ok(rows.into_iter().filter(sees).map(|row| row.id).collect())
}

#[derive(FromQueryResult)]
struct Count {
    charter_id: Uuid,
    count: i64,
}

/// How many of the members whom each of these charters asks are covered on that day.
pub async fn covered_counts(
    ctx: &Context,
    charters: &[Uuid],
    over: Over,
) -> Result<HashMap<Uuid, i64>, Halt> {
    let charters = seen(ctx, charters, over).await?;
    let rows: Vec<Count> = Sql::new("select charter_id, count(*) as count from (", vec![])
        .append(covering(&charters, over, true))
        .and(") covered group by charter_id", vec![])
        .all(ctx.db())
        .await?;
    let mut counts: HashMap<Uuid, i64> = charters.into_iter().map(|id| (id, 0)).collect();
    counts.extend(rows.into_iter().map(|row| (row.charter_id, row.count)));
    Ok(counts)
}

/// How each of these people stands to the charters that ask them, by title: their own, or those of
/// networks in which this asker organises and they are members. A tool limited to a branch sees the
/// charters of the branch.
pub async fn list_of_members(
    ctx: &Context,
    members: &[Uuid],
    on: NaiveDate,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Coverage>>, Halt> {
    let standing = ctx.standing();
    standing.has_scope(Resource::Charter, false)?;
    let facts = member::facts(ctx, ctx.db(), members).await?;
    let seen: Vec<Uuid> = facts
        .values()
        .filter(|facts| ctx.may(&Ask::SeeSignaturesOf { member: facts }).is_ok())
        .map(|facts| facts.id)
        .collect();
    let sees_all = standing.is_administrator || standing.is_house;
    let branch: Vec<Uuid> = standing.branch().into_iter().flatten().copied().collect();
    let end = end_of(on);
    let select = Sql::new(
        "select charter.id as charter_id, membership.member_id, charter.title as search \
         from membership join network_ancestor below \
         on below.descendant_id = membership.network_id \
         join charter on charter.network_id = below.ancestor_id \
         where membership.member_id in ? and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?) \
         and (charter.archived_at is null or charter.archived_at >= ?) \
         and (? or membership.member_id = ? or membership.network_id in ?) \
         and (? or charter.network_id in ?) \
         and exists (select 1 from charter_version version \
         where version.charter_id = charter.id and version.published_at < ?) \
         group by charter.id, membership.member_id, charter.title",
        binds![
            seen.clone(),
            on,
            on,
            end,
            sees_all,
            standing.own(),
            standing.run(Role::Organiser),
            standing.branch().is_none(),
            branch,
            end
        ],
    );
    let pages = List::new(select, BY_TITLE, &on)
        .fetch_for_each::<Row>(ctx, "member_id", &seen, page)
        .await?;
    judged(ctx, pages, on).await
}

/// The pages' rows with how they stand: three statements for all of them.
async fn judged(
    ctx: &Context,
    pages: HashMap<Uuid, Page<Row>>,
    on: NaiveDate,
) -> Result<HashMap<Uuid, Page<Coverage>>, Halt> {
    let mut charters = Vec::new();
    let mut members = Vec::new();
    for (_, row) in pages.values().flat_map(|page| &page.items) {
        charters.push(row.charter_id);
        members.push(row.member_id);
    }
    for ids in [&mut charters, &mut members] {
        ids.sort_unstable();
        ids.dedup();
    }
    let works_for = employers_of(ctx.db(), &members, on).await?;
    let mut employers: Vec<Uuid> = works_for.values().flatten().copied().collect();
    employers.sort_unstable();
    employers.dedup();
    let answers = Answers::read(ctx.db(), &charters, &members, &employers, on).await?;

    let judge = |row: Row| -> Result<Coverage, Halt> {
        let employers = works_for.get(&row.member_id).map(Vec::as_slice).unwrap_or_default();
        let rule = answers.rule(row.charter_id);
        let side = |is_asked: bool, holders: &[Uuid]| {
            is_asked.then(|| answers.standing(row.charter_id, holders)).transpose()
        };
        let volunteer = side(rule.is_some_and(|rule| rule.asks_volunteer), &[row.member_id])?;
        let structure = side(rule.is_some_and(|rule| rule.asks_structure), employers)?;
        let stands = |side: &Option<Side>| side.as_ref().is_none_or(|side| side.is_signed);
        Ok(Coverage {
            charter_id: row.charter_id,
            member_id: row.member_id,
            on,
            is_covered: rule.is_some() && stands(&volunteer) && stands(&structure),
            volunteer,
            structure,
        })
    };
    pages
        .into_iter()
        .map(|(parent, Page { items, has_next, has_previous, total })| {
            let items = items
                .into_iter()
                .map(|(cursor, row)| Ok((cursor, judge(row)?)))
                .collect::<Result<_, Halt>>()?;
            Ok((parent, Page { items, has_next, has_previous, total }))
        })
        .collect()
}
