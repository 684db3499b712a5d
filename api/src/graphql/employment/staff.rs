//! What who manages an employer sees of its staff: names, employment and participation, and only that.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    employment::{self, Named},
    id::MemberKind,
};

use super::types::{Employment, EmploymentStatus};
use crate::graphql::{
    event::{Event, EventKey},
    id::write,
    loader::load,
    registration::RegistrationState,
    scalar::Date,
};

/// A person by name, and nothing more.
#[derive(SimpleObject, Clone)]
pub struct StaffMember {
    /// The member’s identifier.
    id: ID,
    /// First name; may be empty.
    first_name: String,
    /// Last name.
    last_name: String,
    /// First and last name.
    name: String,
}

impl StaffMember {
    pub(crate) fn of(member: &Named) -> Self {
        Self {
            id: write::<MemberKind>(member.id),
            name: member.name(),
            first_name: member.first_name.clone(),
            last_name: member.last_name.clone(),
        }
    }
}

/// Someone who works for an employer, with how much they took part.
#[derive(SimpleObject, Clone)]
pub struct Staff {
    /// Who, by name only.
    member: StaffMember,
    /// The employment.
    employment: Employment,
    /// How much they took part while it holds: in all events for who manages the employer, in those that
    /// they organise for others. A tool needs `event:read` and `registration:read`; without them null.
    participation: Option<StaffParticipation>,
}

impl Staff {
    /// With or without how much they took part.
    pub(crate) fn of(staff: employment::Staff, has_parts: bool) -> Self {
        let number = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            member: StaffMember::of(&staff.member),
            participation: has_parts.then(|| StaffParticipation {
                registered: number(staff.registered),
                present: number(staff.present),
                excused: number(staff.excused),
                absent: number(staff.absent),
                upcoming: number(staff.upcoming),
            }),
            employment: Employment::of(staff.employment),
        }
    }
}

/// How much someone took part, in numbers of events.
#[derive(SimpleObject, Clone)]
pub struct StaffParticipation {
    /// With a place, past and to come.
    registered: i32,
    /// Present.
    present: i32,
    /// Excused.
    excused: i32,
    /// Absent.
    absent: i32,
    /// With a place, to come.
    upcoming: i32,
}

/// Which staff.
#[derive(InputObject)]
pub struct StaffFilter {
    /// How sure the employment is.
    #[graphql(default_with = "EmploymentStatus::Confirmed")]
    status: EmploymentStatus,
    /// Those who left, too.
    #[graphql(default)]
    with_past: bool,
    /// Count events of this day and later only.
    from: Option<Date>,
    /// Count events of this day and before only.
    until: Option<Date>,
    /// Those whose name has words that begin so; accents and case are forgiven.
    search: Option<String>,
    /// In which order.
    #[graphql(default_with = "StaffOrder::Name")]
    order_by: StaffOrder,
}

/// In which order staff is listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum StaffOrder {
    /// By name.
    Name,
    /// Who came most often first.
    MostPresent,
    /// The last who began first.
    Newest,
}

impl From<StaffOrder> for employment::StaffSorting {
    fn from(order: StaffOrder) -> Self {
        match order {
            StaffOrder::Name => Self::ByName,
            StaffOrder::MostPresent => Self::MostPresent,
            StaffOrder::Newest => Self::Newest,
        }
    }
}

/// In which order what staff took part in is listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "employment::ParticipationSorting")]
pub enum ParticipationOrder {
    /// What began last first.
    Latest,
    /// What began first first.
    Earliest,
    /// By the person's name, then what began first first.
    ByPerson,
    /// What waits for an answer, then who has a place, came, was excused, was absent, and the others.
    ByState,
}

impl StaffFilter {
    pub(crate) fn read(filter: Option<Self>) -> employment::StaffFilter {
        filter.map_or(employment::StaffFilter::of(employment::Status::Confirmed), |filter| {
            employment::StaffFilter {
                with_past: filter.with_past,
                from: filter.from.map(|day| day.0),
                until: filter.until.map(|day| day.0),
                search: filter.search,
                sorting: filter.order_by.into(),
                ..employment::StaffFilter::of(filter.status.into())
            }
        })
    }
}

/// One person of the staff at one event: never their answers.
#[derive(Clone)]
pub struct Participation(employment::Participation);

impl Participation {
    pub(crate) fn of(participation: employment::Participation) -> Self {
        Self(participation)
    }
}

/// One person of the staff at one event: never their answers.
#[Object]
impl Participation {
    /// Who, by name only.
    async fn member(&self) -> StaffMember {
        StaffMember::of(&self.0.member)
    }

    /// The event’s title.
    async fn event_title(&self) -> &str {
        &self.0.event_title
    }

    /// When it starts.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.starts_at
    }

    /// The event; null when you may not know more of it.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        load(ctx, EventKey(self.0.event_id)).await
    }

    /// How far the registration is; null for who came without one.
    async fn state(&self) -> Option<RegistrationState> {
        self.0.state.map(Into::into)
    }

    /// Whether they came; null until it is recorded.
    async fn attendance(&self) -> Option<StaffAttendance> {
        self.0.attendance.map(Into::into)
    }
}

/// Whether someone of the staff came. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::employment::Attendance")]
pub enum StaffAttendance {
    /// Présent·e.
    Present,
    /// Absent·e.
    Absent,
    /// Excusé·e.
    Excused,
}
