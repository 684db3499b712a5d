//! Indicators over time: what each number means, and how it goes.

use async_graphql::{Enum, SimpleObject};
use domain::count::{Counts, Granularity, Period};

use crate::graphql::{scalar::Date, words};

/// What a lead follows over time (indicateur). The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Indicator {
    /// Events that took place.
    Meetings,
    /// Different people who were present at one of them at least.
    Participants,
    /// Registrations for them that held a place.
    Registrations,
    /// Presences among what was recorded, excused absences included, from 0 to 1.
    PresenceRate,
    /// Employers that have a member among their staff for the first time in the period.
    NewEmployers,
    /// Members on the last day of the period.
    Members,
    /// Members on the last day who were present nowhere for twelve months.
    UnseenMembers,
}

/// How long each period of a series is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "Granularity")]
pub enum IndicatorGranularity {
    /// A calendar month.
    #[default]
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

/// One indicator, period by period.
#[derive(SimpleObject)]
pub struct IndicatorSeries {
    /// Which one.
    indicator: Indicator,
    /// Its name, for people.
    name: String,
    /// What exactly is counted, for people: a sentence to print below the figure.
    definition: String,
    /// The periods in their order, none left out; at most 24.
    points: Vec<IndicatorPoint>,
}

/// An indicator in one period.
#[derive(SimpleObject)]
pub struct IndicatorPoint {
    /// The first day.
    from: Date,
    /// The last day.
    until: Date,
    /// The number; null when there is nothing to divide by.
    value: Option<f64>,
}

impl Indicator {
    /// All of them, in the order in which a report has them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Meetings,
        Self::Participants,
        Self::Registrations,
        Self::PresenceRate,
        Self::NewEmployers,
        Self::Members,
        Self::UnseenMembers,
    ];

    /// The series of this indicator among the counts of each period.
    pub(crate) fn series(self, periods: &[Period], counts: &[Counts]) -> IndicatorSeries {
        let (name, definition) = self.keys();
        IndicatorSeries {
            indicator: self,
            name: words::text(name, &[]),
            definition: words::text(definition, &[]),
            points: periods
                .iter()
                .zip(counts)
                .map(|(period, counts)| IndicatorPoint {
                    from: Date(period.from),
                    until: Date(period.until),
                    value: self.of(counts),
                })
                .collect(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "far below 2^52 of anything")]
    fn of(self, counts: &Counts) -> Option<f64> {
        match self {
            Self::Meetings => Some(counts.meetings as f64),
            Self::Participants => Some(counts.participants as f64),
            Self::Registrations => Some(counts.registrations as f64),
            Self::PresenceRate => counts.presence_rate(),
            Self::NewEmployers => Some(counts.new_employers as f64),
            Self::Members => Some(counts.members as f64),
            Self::UnseenMembers => Some(counts.unseen_members as f64),
        }
    }

    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Meetings => ("indicator-meetings", "indicator-meetings-definition"),
            Self::Participants => ("indicator-participants", "indicator-participants-definition"),
            Self::Registrations => {
                ("indicator-registrations", "indicator-registrations-definition")
            }
            Self::PresenceRate => ("indicator-presence-rate", "indicator-presence-rate-definition"),
            Self::NewEmployers => ("indicator-new-employers", "indicator-new-employers-definition"),
            Self::Members => ("indicator-members", "indicator-members-definition"),
            Self::UnseenMembers => {
                ("indicator-unseen-members", "indicator-unseen-members-definition")
            }
        }
    }
}
