//! What the staff of an employer took part in: the event, the state and the presence, and only that;
//! for others than who manages the employer, where they know of the registration.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{
    Attendance, Named,
    staff::COVERED,
    visible::{known_part, may_count, visible},
};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    event::State as EventState,
    member::named,
    page::{Key, Keyed, List, MOST_COUNTED, Order, Page, Request},
    registration::State,
};

/// One person at one event.
#[derive(Clone, Debug)]
pub struct Participation {
    /// Who.
    pub member: Named,
    /// At which event.
    pub event_id: Uuid,
    /// Its title.
    pub event_title: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// How far the event is: it may be put off or cancelled.
    pub event_state: EventState,
    /// How far the registration is; nothing for who came without one.
    pub state: Option<State>,
    /// Whether they came, once it is recorded.
    pub attendance: Option<Attendance>,
    search: String,
    standing: i64,
}

impl FromQueryResult for Participation {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            member: Named {
                id: row.try_get(prefix, "member_id")?,
                first_name: row.try_get(prefix, "first_name")?,
                last_name: row.try_get(prefix, "last_name")?,
            },
            event_id: row.try_get(prefix, "event_id")?,
            event_title: row.try_get(prefix, "event_title")?,
            starts_at: row.try_get(prefix, "starts_at")?,
            event_state: row.try_get(prefix, "event_state")?,
            state: row.try_get(prefix, "registration_state")?,
            attendance: row.try_get(prefix, "attendance_state")?,
            search: row.try_get(prefix, "search")?,
            standing: row.try_get(prefix, "standing")?,
        })
    }
}

/// In which order they are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sorting {
    /// What began last first.
    #[default]
    Latest,
    /// What began first first.
    Earliest,
    /// By the person's name, then what began first first.
    ByPerson,
    /// What waits for an answer, then who has a place, came, was excused, was absent, and the others.
    ByState,
}

impl Sorting {
    const fn order(self) -> Order {
        match self {
            Self::Latest => Order {
                name: "participation.latest",
                columns: &["starts_at", "event_id", "member_id"],
                is_descending: true,
            },
            Self::Earliest => Order {
                name: "participation.earliest",
                columns: &["starts_at", "event_id", "member_id"],
                is_descending: false,
            },
            Self::ByPerson => Order {
                name: "participation.person",
                columns: &["search", "starts_at", "event_id", "member_id"],
                is_descending: false,
            },
            Self::ByState => Order {
                name: "participation.state",
                columns: &["standing", "starts_at", "event_id", "member_id"],
                is_descending: false,
            },
        }
    }
}

/// Where each stands in the order of states; nobody waits for an answer about what is cancelled.
const STANDING: &str = "cast(case attendance.state when 'present' then 2 when 'excused' then 3 \
    when 'absent' then 4 else case when event.state = 'cancelled' then 5 \
    when registration.state in ('pending', 'waitlisted', 'offered') then 0 \
    when registration.state = 'confirmed' then 1 else 5 end end as bigint)";

impl Keyed for Participation {
    fn key(&self, order: &Order) -> Vec<Key> {
        let first = match order.name {
            "participation.person" => Some(Key::Text(self.search.clone())),
            "participation.state" => Some(Key::Number(self.standing)),
            _ => None,
        };
        let when = [Key::Instant(self.starts_at), Key::Id(self.event_id), Key::Id(self.member.id)];
        first.into_iter().chain(when).collect()
    }
}

/// Which of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// At events of this day and later.
    pub from: Option<NaiveDate>,
    /// At events of this day and before.
    pub until: Option<NaiveDate>,
    /// Of this person.
    pub member: Option<Uuid>,
    /// Of those whose name has words that begin so.
    pub search: Option<String>,
    /// At one of these events.
    pub events: Option<Vec<Uuid>>,
    /// In which order.
    pub sorting: Sorting,
}

/// What the staff of each of these employers took part in.
pub async fn list_of_employers(
    ctx: &Context,
    employers: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Participation>>, Halt> {
    List::new(select(ctx, employers, filter)?, filter.sorting.order(), filter)
        .fetch_for_each(ctx, "employer_id", employers, page)
        .await
}

/// The same whole list for one employer, to be taken away as a file.
pub async fn roll(
    ctx: &Context,
    employer: Uuid,
    filter: &Filter,
) -> Result<Vec<Participation>, Halt> {
    let order = filter.sorting.order();
    let listed = Sql::new("select * from (", vec![])
        .append(select(ctx, &[employer], filter)?)
        .and(&format!(") listed order by {} limit {MOST_COUNTED}", order.text()), vec![]);
    Ok(listed.all(ctx.db()).await?)
}

fn select(ctx: &Context, employers: &[Uuid], filter: &Filter) -> Result<Sql, Halt> {
    may_count(ctx)?;
    let mut select = Sql::new(
        &format!(
            "select employment.employer_id, employment.member_id, member.first_name, \
             member.last_name, member.search, {STANDING} as standing, event.id as event_id, event.title as event_title, \
             event.starts_at, event.state as event_state, \
             registration.state as registration_state, \
             attendance.state as attendance_state from employment \
             join member on member.id = employment.member_id \
             join (select registration.event_id, registration.member_id from registration \
             join employment staff on staff.member_id = registration.member_id \
             where staff.employer_id in ? union select attendance.event_id, attendance.member_id \
             from attendance join employment staff on staff.member_id = attendance.member_id \
             where staff.employer_id in ? and attendance.session_id is null) part \
             on part.member_id = employment.member_id \
             join event on event.id = part.event_id and event.state <> 'draft' and {COVERED} \
             left join registration on registration.event_id = event.id \
             and registration.member_id = employment.member_id \
             left join attendance on attendance.event_id = event.id \
             and attendance.member_id = employment.member_id and attendance.session_id is null \
             where employment.employer_id in ? and"
        ),
        binds![employers, employers, employers],
    )
    .append(visible(ctx)?)
    .and("and", vec![])
    .append(known_part(ctx));
    if let Some(from) = filter.from {
        select = select.and("and event.starts_on >= ?", binds![from]);
    }
    if let Some(until) = filter.until {
        select = select.and("and event.starts_on <= ?", binds![until]);
    }
    if let Some(member) = filter.member {
        select = select.and("and employment.member_id = ?", binds![member]);
    }
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(named("member", search));
    }
    if let Some(events) = &filter.events {
        select = select.and("and event.id in ?", binds![events.as_slice()]);
    }
    Ok(select)
}
