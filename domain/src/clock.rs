//! The time, injected: tests move it, nothing else reads the machine's.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{
    DateTime, Datelike as _, Days, DurationRound, NaiveDate, NaiveTime, TimeDelta, TimeZone as _,
    Utc, Weekday,
};
use chrono_tz::Tz;

/// The zone in which the federation counts its days.
pub const FEDERATION_ZONE: Tz = chrono_tz::Europe::Paris;

/// The last second of the day of this moment, as the clocks of the zone show it.
pub fn end_of_day(at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let day = at.with_timezone(&zone).date_naive();
    let last = day.and_time(NaiveTime::MIN) + TimeDelta::seconds(86_399);
    zone.from_local_datetime(&last).latest().map_or(at, |last| last.with_timezone(&Utc))
}

/// The first day from this one on that is a usual one for a meeting: a Tuesday, Wednesday or Thursday.
pub fn meeting_day(from: NaiveDate) -> NaiveDate {
    let wait = match from.weekday() {
        Weekday::Tue | Weekday::Wed | Weekday::Thu => 0,
        Weekday::Fri => 4,
        Weekday::Sat => 3,
        Weekday::Sun => 2,
        Weekday::Mon => 1,
    };
    from.checked_add_days(Days::new(wait)).unwrap_or(from)
}

/// Where the present comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    Machine,
    /// A clock that stands still until it is moved.
    Still(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at this instant.
    pub fn still(at: DateTime<Utc>) -> Self {
        Self::Still(Arc::new(Mutex::new(at)))
    }

    /// The present, to the microsecond: SQLite would keep more than PostgreSQL, and cursors would skip rows.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
            Self::Machine => Utc::now(),
            Self::Still(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// Today, as the federation counts its days.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&FEDERATION_ZONE).date_naive()
    }

    /// Moves a still clock; the machine's goes its own way.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Still(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }

    /// Sets a still clock.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Self::Still(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meetings_are_neither_at_an_end_of_the_week_nor_beside_it() {
        let september = |day: u32| NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
        let days: Vec<_> = (7..=13).map(|day| meeting_day(september(day)).day()).collect();

        // From Monday on.
        assert_eq!(days, [8, 8, 9, 10, 15, 15, 15]);
    }
}
