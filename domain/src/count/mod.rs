//! The counts that a lead reports to funders: one statement for each request, whatever the size of the branch.

mod series;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeZone as _, Utc};
use sea_orm::{ActiveEnum as _, FromQueryResult};
use uuid::Uuid;

pub use series::{Granularity, MOST_PERIODS, in_periods, periods};

use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Bind, Sql, binds},
    error::Halt,
    membership::LocalRole,
    policy::Ask,
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
    /// Employers whose first employment of a member falls in the period.
    pub new_employers: i64,
    /// Members on the last day.
    pub members: i64,
    /// The same by local role.
    pub by_local_role: BTreeMap<LocalRole, i64>,
    /// Members on the last day and already twelve months before, who were present nowhere since.
    pub unseen_members: i64,
}

impl Counts {
    /// Presences among what was recorded, from 0 to 1; none when nothing was.
    pub fn presence_rate(&self) -> Option<f64> {
        let recorded = self.presences + self.absences;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52 people")]
        (recorded > 0).then(|| self.presences as f64 / recorded as f64)
    }
}

#[derive(FromQueryResult)]
struct Row {
    top_id: Uuid,
    kind: String,
    word: Option<String>,
    count: i64,
}

/// Which networks each asked one stands for, the events held there, and its members on the last day.
const SETS: &str = "with scope as (
    select ancestor_id as top_id, descendant_id as network_id from network_ancestor
    where ancestor_id in ? and depth <= ?
), held as (
    select distinct scope.top_id, event.id as event_id from scope
    join event_host host on host.network_id = scope.network_id
    join event on event.id = host.event_id
    where event.state in ('published', 'done')
    and event.ends_at >= ? and event.ends_at < ? and event.ends_at <= ?
), inside as (
    select distinct scope.top_id, membership.member_id, membership.local_role from scope
    join membership on membership.network_id = scope.network_id
    where membership.started_on <= ? and (membership.ended_on is null or membership.ended_on > ?)
)";

const COUNTS: &str =
    "select top_id, 'meetings' as kind, cast(null as text) as word, count(*) as count
    from held group by top_id
union all
select held.top_id, 'participants', null, count(distinct attendance.member_id) from held
    join attendance on attendance.event_id = held.event_id and attendance.state = 'present'
    group by held.top_id
union all
select held.top_id, 'registrations', null, count(*) from held
    join registration on registration.event_id = held.event_id and registration.state = 'confirmed'
    group by held.top_id
union all
select held.top_id, 'recorded', attendance.state, count(*) from held
    join attendance on attendance.event_id = held.event_id and attendance.session_id is null
    group by held.top_id, attendance.state
union all
select top_id, 'members', null, count(distinct member_id) from inside group by top_id
union all
select top_id, 'local_role', local_role, count(distinct member_id) from inside
    where local_role is not null group by top_id, local_role
union all
select inside.top_id, 'unseen', null, count(distinct inside.member_id) from inside
    where exists (select 1 from scope join membership earlier
        on earlier.network_id = scope.network_id and earlier.member_id = inside.member_id
        where scope.top_id = inside.top_id and earlier.started_on <= ?
        and (earlier.ended_on is null or earlier.ended_on > ?))
    and not exists (select 1 from attendance
        join event on event.id = attendance.event_id
        where attendance.member_id = inside.member_id and attendance.state = 'present'
        and event.ends_at >= ? and event.ends_at < ?)
    group by inside.top_id
union all
select joined.top_id, 'employers', null, count(*) from (
    select scope.top_id, employment.employer_id, min(case
        when employment.started_on > membership.started_on then employment.started_on
        else membership.started_on end) as joined_on from scope
    join membership on membership.network_id = scope.network_id
    join employment on employment.member_id = membership.member_id
        and employment.status = 'confirmed'
    where (membership.ended_on is null or membership.ended_on > employment.started_on)
    and (employment.ended_on is null or employment.ended_on > membership.started_on)
    group by scope.top_id, employment.employer_id) joined
    where joined.joined_on >= ? and joined.joined_on <= ? group by joined.top_id";

/// The counts of each of these networks, as far as this asker may see them.
pub async fn of_networks(
    ctx: &Context,
    networks: &[Uuid],
    scope: Scope,
    period: Period,
) -> Result<HashMap<Uuid, Counts>, Halt> {
    let seen = seen_networks(ctx, networks);
    let (sets, rest) = binds_of(ctx, &seen, scope, period);
    let rows: Vec<Row> = Sql::new(SETS, sets).and(COUNTS, rest).all(ctx.db()).await?;
    let mut counts: HashMap<Uuid, Counts> =
        seen.into_iter().map(|id| (id, Counts::default())).collect();
    for row in rows {
        counts.entry(row.top_id).or_default().add(&row)?;
    }
    Ok(counts)
}

/// Those of these networks whose counts the asker may see.
fn seen_networks(ctx: &Context, networks: &[Uuid]) -> Vec<Uuid> {
    networks
        .iter()
        .copied()
        .filter(|network| ctx.may(&Ask::SeeCounts { network: *network }).is_ok())
        .collect()
}

/// The values of [`SETS`] and of [`COUNTS`].
fn binds_of(
    ctx: &Context,
    networks: &[Uuid],
    scope: Scope,
    period: Period,
) -> (Vec<Bind>, Vec<Bind>) {
    let depth = match scope {
        Scope::Network => 0,
        Scope::Subtree => i32::MAX,
    };
    let (from, until) = period.instants();
    let year_before = period.until.checked_sub_months(Months::new(UNSEEN_MONTHS));
    let year_before = year_before.unwrap_or(period.from);
    let unseen_since = until.checked_sub_months(Months::new(UNSEEN_MONTHS)).unwrap_or(from);
    (
        binds![networks, depth, from, until, ctx.now(), period.until, period.until],
        binds![year_before, year_before, unseen_since, until, period.from, period.until],
    )
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
