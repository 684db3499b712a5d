//! The counts that a lead reports to funders: one statement for each request, whatever the size of the
//! branch and the number of periods.

mod period;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeZone as _, Utc};
use sea_orm::{ActiveEnum as _, FromQueryResult};
use uuid::Uuid;

pub use period::{Granularity, MOST_PERIODS, periods};

use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    membership::LocalRole,
    policy::{Ask, Resource},
};

/// Over which networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The network alone.
    Network,
    /// The network and all below it.
    Subtree,
}

/// What is counted over: both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl Period {
    /// From one day to another; none when the last comes before the first.
    pub fn between(from: NaiveDate, until: NaiveDate) -> Option<Self> {
        (from <= until).then_some(Self { from, until })
    }

    /// The instants at which it begins and ends, as the federation counts its days.
    fn instants(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let midnight = |day: NaiveDate| {
            let local = day.and_time(NaiveTime::MIN);
            FEDERATION_ZONE
                .from_local_datetime(&local)
                .earliest()
                .map_or_else(|| Utc.from_utc_datetime(&local), |at| at.with_timezone(&Utc))
        };
        (
            midnight(self.from),
            midnight(self.until.checked_add_days(Days::new(1)).unwrap_or(self.until)),
        )
    }
}

/// After how many months without presence a member counts as not seen.
const UNSEEN_MONTHS: u32 = 12;

/// When somebody counts as not seen on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unseen {
    /// Since this day at least they are members.
    pub(crate) member_on: NaiveDate,
    /// Present at nothing that ended from this instant on.
    pub(crate) since: DateTime<Utc>,
    /// And before this one.
    pub(crate) until: DateTime<Utc>,
}

impl Unseen {
    /// On this day, as the federation counts its days.
    pub(crate) fn on(day: NaiveDate) -> Self {
        let (from, until) = Period { from: day, until: day }.instants();
        let year = Months::new(UNSEEN_MONTHS);
        Self {
            member_on: day.checked_sub_months(year).unwrap_or(day),
            since: until.checked_sub_months(year).unwrap_or(from),
            until,
        }
    }
}

/// A network's counts over a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events that took place.
    pub meetings: i64,
    /// Different people who were present at one of them at least.
    pub participants: i64,
    /// Registrations for them that held a place.
    pub registrations: i64,
    /// Presences recorded, of the event as a whole.
    pub presences: i64,
    /// Absences recorded, excused or not.
    pub absences: i64,
    /// Employers that have a member among their staff for the first time in the period.
    pub new_employers: i64,
    /// Members on the last day.
    pub members: i64,
    /// The same by local role.
    pub by_local_role: BTreeMap<LocalRole, i64>,
    /// Members on the last day and already twelve months before, who were present nowhere since.
    pub unseen_members: i64,
}

impl Counts {
    /// Presences among what was recorded, excused absences included, from 0 to 1; none when nothing was.
    pub fn presence_rate(&self) -> Option<f64> {
        let recorded = self.presences + self.absences;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52 people")]
        (recorded > 0).then(|| self.presences as f64 / recorded as f64)
    }
}

#[derive(FromQueryResult)]
struct Row {
    number: i32,
    top_id: Uuid,
    kind: String,
    word: Option<String>,
    count: i64,
}

/// Which networks each asked one stands for, what was held there in each period, who belonged there on
/// its last day and twelve months before. Each is read once, whatever the number of periods; a cross
/// join tells SQLite, which cannot know, that what was gathered before is the smaller side.
const SETS: &str = "), scope as materialized (
    select ancestor_id as top_id, descendant_id as network_id from network_ancestor
    where ancestor_id in ? and depth <= ?
), held as materialized (
    select distinct period.number, scope.top_id, event.id as event_id from period
    join event on event.ends_at >= period.from_at and event.ends_at < period.until_at
        and event.ends_at <= ? and event.state in ('published', 'done')
    join event_host host on host.event_id = event.id
    join scope on scope.network_id = host.network_id
), person as materialized (
    select scope.top_id, membership.member_id, membership.local_role, membership.started_on,
        membership.ended_on from scope
    cross join membership where membership.network_id = scope.network_id
), inside as materialized (
    select period.number, person.top_id, person.member_id,
        max(case when person.ended_on is null or person.ended_on > period.last_on
            then 1 else 0 end) as is_now,
        max(case when person.started_on <= period.year_before_on
            and (person.ended_on is null or person.ended_on > period.year_before_on)
            then 1 else 0 end) as was_before
    from person join period on person.started_on <= period.last_on
    group by period.number, person.top_id, person.member_id
)";

const COUNTS: &str =
    "select number, top_id, 'meetings' as kind, cast(null as text) as word, count(*) as count
    from held group by number, top_id
union all
select held.number, held.top_id, 'participants', null, count(distinct attendance.member_id)
    from held
    cross join attendance
    where attendance.event_id = held.event_id and attendance.state = 'present'
    group by held.number, held.top_id
union all
select held.number, held.top_id, 'registrations', null, count(*) from held
    cross join registration
    where registration.event_id = held.event_id and registration.state = 'confirmed'
    group by held.number, held.top_id
union all
select held.number, held.top_id, 'recorded', attendance.state, count(*) from held
    cross join attendance
    where attendance.event_id = held.event_id and attendance.session_id is null
    group by held.number, held.top_id, attendance.state
union all
select number, top_id, 'members', null, sum(is_now) from inside group by number, top_id
union all
select period.number, person.top_id, 'local_role', person.local_role,
    count(distinct person.member_id) from person
    join period on person.started_on <= period.last_on
    and (person.ended_on is null or person.ended_on > period.last_on)
    where person.local_role is not null
    group by period.number, person.top_id, person.local_role
union all
select lasting.number, lasting.top_id, 'unseen', null, count(*) from inside lasting
    join period on period.number = lasting.number
    where lasting.is_now = 1 and lasting.was_before = 1 and not exists (select 1 from attendance
        join event on event.id = attendance.event_id
        where attendance.member_id = lasting.member_id and attendance.state = 'present'
        and event.ends_at >= period.unseen_since and event.ends_at < period.until_at)
    group by lasting.number, lasting.top_id
union all
select period.number, joined.top_id, 'employers', null, count(*) from (
    select person.top_id, employment.employer_id, min(case
        when employment.started_on > person.started_on then employment.started_on
        else person.started_on end) as joined_on from person
    cross join employment
    where employment.member_id = person.member_id and employment.status = 'confirmed'
    and (person.ended_on is null or person.ended_on > employment.started_on)
    and (employment.ended_on is null or employment.ended_on > person.started_on)
    group by person.top_id, employment.employer_id) joined
    join period on joined.joined_on >= period.from_on and joined.joined_on <= period.last_on
    group by period.number, joined.top_id";

/// The counts of each of these networks, as far as this asker may see them.
pub async fn of_networks(
    ctx: &Context,
    networks: &[Uuid],
    scope: Scope,
    period: Period,
) -> Result<HashMap<Uuid, Counts>, Halt> {
    let series = in_periods(ctx, networks, scope, &[period]).await?;
    let first = |counts: Vec<Counts>| counts.into_iter().next().unwrap_or_default();
    Ok(series.into_iter().map(|(id, counts)| (id, first(counts))).collect())
}

/// The counts of each of these networks in each of these periods, in their order, as far as this
/// asker may see them.
pub async fn in_periods(
    ctx: &Context,
    networks: &[Uuid],
    scope: Scope,
    periods: &[Period],
) -> Result<HashMap<Uuid, Vec<Counts>>, Halt> {
    ctx.standing().has_scope(Resource::Network, false)?;
    let seen = seen_networks(ctx, networks);
    let mut series: HashMap<Uuid, Vec<Counts>> =
        seen.iter().map(|id| (*id, vec![Counts::default(); periods.len()])).collect();
    if seen.is_empty() || periods.is_empty() {
        return Ok(series);
    }
    let depth = match scope {
        Scope::Network => 0,
        Scope::Subtree => i32::MAX,
    };
    let rows: Vec<Row> = numbered(periods)
        .and(SETS, binds![seen, depth, ctx.now()])
        .and(COUNTS, vec![])
        .all(ctx.db())
        .await?;
    for row in rows {
        let counts = series.get_mut(&row.top_id).zip(usize::try_from(row.number).ok());
        if let Some(counts) = counts.and_then(|(counts, number)| counts.get_mut(number)) {
            counts.add(&row)?;
        }
    }
    Ok(series)
}

/// Those of these networks whose counts the asker may see.
fn seen_networks(ctx: &Context, networks: &[Uuid]) -> Vec<Uuid> {
    networks
        .iter()
        .copied()
        .filter(|network| ctx.may(&Ask::SeeCounts { network: *network }).is_ok())
        .collect()
}

/// The periods as a table, where the statement begins.
fn numbered(periods: &[Period]) -> Sql {
    let columns = "number, from_on, last_on, from_at, until_at, year_before_on, unseen_since";
    let mut table = Sql::new(&format!("with period({columns}) as (values"), vec![]);
    for (number, period) in periods.iter().enumerate() {
        let (from_at, until_at) = period.instants();
        let unseen = Unseen::on(period.until);
        let comma = if number == 0 { "" } else { "," };
        table = table.and(
            &format!("{comma} ({number}, ?, ?, ?, ?, ?, ?)"),
            binds![period.from, period.until, from_at, until_at, unseen.member_on, unseen.since],
        );
    }
    table
}

impl Counts {
    fn add(&mut self, row: &Row) -> Result<(), Halt> {
        match (row.kind.as_str(), row.word.as_deref()) {
            ("meetings", _) => self.meetings = row.count,
            ("participants", _) => self.participants = row.count,
            ("registrations", _) => self.registrations = row.count,
            ("recorded", Some("present")) => self.presences = row.count,
            ("recorded", _) => self.absences += row.count,
            ("members", _) => self.members = row.count,
            ("local_role", Some(word)) => {
                let role = LocalRole::try_from_value(&word.to_owned())?;
                self.by_local_role.insert(role, row.count);
            }
            ("unseen", _) => self.unseen_members = row.count,
            ("employers", _) => self.new_employers = row.count,
            _ => {}
        }
        Ok(())
    }
}
