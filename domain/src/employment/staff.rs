//! Who works for an employer, and how much they took part.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{
    Employment, Named, Status,
    read::COLUMNS,
    visible::{known_part, visible},
};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::Halt,
    member::named,
    page::{Key, Keyed, List, MOST_COUNTED, Order, Page, Request},
    policy::Role,
};

/// Which staff.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// How sure the employment is.
    pub status: Status,
    /// Those who left, too.
    pub with_past: bool,
    /// Only those whose job the asker may confirm or refuse.
    pub may_decide: bool,
    /// Only what they took part in on this day and later.
    pub from: Option<NaiveDate>,
    /// Only what they took part in on this day and before.
    pub until: Option<NaiveDate>,
    /// Those whose name has words that begin so.
    pub search: Option<String>,
    /// In which order.
    pub sorting: Sorting,
}

impl Filter {
    /// Who is there now, of this status, with all that they ever took part in.
    pub const fn of(status: Status) -> Self {
        Self {
            status,
            with_past: false,
            may_decide: false,
            from: None,
            until: None,
            search: None,
            sorting: Sorting::ByName,
        }
    }
}

/// In which order staff is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sorting {
    /// By name.
    #[default]
    ByName,
    /// Who came most often first.
    MostPresent,
    /// The last who began first.
    Newest,
}

impl Sorting {
    const fn order(self) -> Order {
        match self {
            Self::ByName => {
                Order { name: "staff.name", columns: &["search", "id"], is_descending: false }
            }
            Self::MostPresent => {
                Order { name: "staff.present", columns: &["present", "id"], is_descending: true }
            }
            Self::Newest => {
                Order { name: "staff.newest", columns: &["started_on", "id"], is_descending: true }
            }
        }
    }
}

/// Someone who works for an employer: their name, their employment, how much they took part.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub member: Named,
    /// The employment.
    pub employment: Employment,
    /// At how many coming or past events they have a place.
    pub registered: i64,
    /// At how many they were present.
    pub present: i64,
    /// From how many they were excused.
    pub excused: i64,
    /// From how many they were absent.
    pub absent: i64,
    /// To how many they are about to come.
    pub upcoming: i64,
    search: String,
}

impl FromQueryResult for Staff {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let employment = Employment::from_query_result(row, prefix)?;
        Ok(Self {
            member: Named {
                id: employment.member_id,
                first_name: row.try_get(prefix, "first_name")?,
                last_name: row.try_get(prefix, "last_name")?,
            },
            employment,
            registered: row.try_get(prefix, "registered")?,
            present: row.try_get(prefix, "present")?,
            excused: row.try_get(prefix, "excused")?,
            absent: row.try_get(prefix, "absent")?,
            upcoming: row.try_get(prefix, "upcoming")?,
            search: row.try_get(prefix, "search")?,
        })
    }
}

impl Keyed for Staff {
    fn key(&self, order: &Order) -> Vec<Key> {
        let first = match order.name {
            "staff.present" => Key::Number(self.present),
            "staff.newest" => Key::Day(self.employment.started_on),
            _ => Key::Text(self.search.clone()),
        };
        vec![first, Key::Id(self.employment.id)]
    }
}

/// What someone took part in counts for an employer while a confirmed employment there covers the day.
pub(crate) const COVERED: &str = "employment.status = 'confirmed' \
    and event.starts_on >= employment.started_on \
    and (employment.ended_on is null or event.starts_on < employment.ended_on)";

/// What the staff of some employers has to do with events. One by one for each employment: a database
/// that first gathered the parts of everybody would read the whole federation.
const PARTS: &str = "select staff.id as employment_id, staff.member_id, registration.event_id, \
    registration.state as registered, null as came from employment staff \
    join registration on registration.member_id = staff.member_id where staff.employer_id in ? \
    union all select staff.id, staff.member_id, attendance.event_id, null, attendance.state from employment staff \
    join attendance on attendance.member_id = staff.member_id and attendance.session_id is null \
    where staff.employer_id in ?";

/// Who works for each of these employers, by name, with how much they took part: one statement.
pub async fn list_of_employers(
    ctx: &Context,
    employers: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Staff>>, Halt> {
    List::new(select(ctx, employers, filter)?, filter.sorting.order(), filter)
        .fetch_for_each(ctx, "employer_id", employers, page)
        .await
}

/// The same whole list for one employer, to be taken away as a file.
pub async fn roll(ctx: &Context, employer: Uuid, filter: &Filter) -> Result<Vec<Staff>, Halt> {
    let order = filter.sorting.order();
    let listed = Sql::new("select * from (", vec![])
        .append(select(ctx, &[employer], filter)?)
        .and(&format!(") listed order by {} limit {MOST_COUNTED}", order.text()), vec![]);
    Ok(listed.all(ctx.db()).await?)
}

/// The condition under which the asker may say whether somebody works there, as the policy has it: as
/// who acts for the employer, or as a lead of the person's network who is not that person.
fn decided(ctx: &Context) -> Result<Sql, Halt> {
    let standing = ctx.standing();
    if standing.is_administrator {
        return Ok(Sql::new("(true)", vec![]));
    }
    let (me, today) = (standing.someone()?, ctx.today());
    let mut manages: Vec<Uuid> = standing.manages.iter().copied().collect();
    manages.sort_unstable();
    Ok(Sql::new(
        "(employment.employer_id in ? or (employment.member_id <> ? and exists (select 1 \
         from membership held where held.member_id = employment.member_id \
         and held.network_id in ? and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?))))",
        binds![manages, me, standing.run(Role::Lead), today, today],
    ))
}

fn select(ctx: &Context, employers: &[Uuid], filter: &Filter) -> Result<Sql, Halt> {
    let mut select = Sql::new(
        &format!(
            "select {COLUMNS}, member.first_name, member.last_name, member.search, \
             count(case when part.registered = 'confirmed' then event.id end) as registered, \
             count(case when part.came = 'present' then event.id end) as present, \
             count(case when part.came = 'excused' then event.id end) as excused, \
             count(case when part.came = 'absent' then event.id end) as absent, \
             count(case when part.registered = 'confirmed' and event.starts_at > ? \
             and not exists (select 1 from attendance said where said.event_id = event.id \
             and said.member_id = employment.member_id and said.session_id is null \
             and said.state = 'excused') then event.id end) as upcoming \
             from employment join member on member.id = employment.member_id \
             left join ({PARTS}) part on part.employment_id = employment.id \
             left join event on event.id = part.event_id \
             and event.state not in ('draft', 'cancelled') and {COVERED} and"
        ),
        binds![ctx.now(), employers, employers],
    )
    .append(known_part(ctx));
    if let Some(from) = filter.from {
        select = select.and("and event.starts_on >= ?", binds![from]);
    }
    if let Some(until) = filter.until {
        select = select.and("and event.starts_on <= ?", binds![until]);
    }
    let mut select = select
        .and(
            "where employment.employer_id in ? and employment.status = ? and",
            binds![employers, in_words(&filter.status)],
        )
        .append(visible(ctx)?);
    if !filter.with_past {
        // What was taken back before it began never does.
        select = select.and(
            "and (employment.ended_on is null or (employment.ended_on > ? \
             and employment.ended_on > employment.started_on))",
            binds![ctx.today()],
        );
    }
    if filter.may_decide {
        select = select.and("and", vec![]).append(decided(ctx)?);
    }
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(named("member", search));
    }
    Ok(select.and("group by employment.id, member.id", vec![]))
}
