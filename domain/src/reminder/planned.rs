//! When the reminders of an event would leave under a rule: the same moments as those that leave.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Rule, moment};

/// What a reminder reminds of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// The event is near; to those who have a place.
    Event,
    /// Registration closes soon; to the invited who have not answered.
    Deadline,
}

/// A reminder that would leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it reminds of.
    pub sort: Sort,
    /// How many days before.
    pub days: i32,
    /// When it leaves.
    pub at: DateTime<Utc>,
    /// Whether it waits for the morning, because its moment lies in the quiet hours.
    pub is_deferred: bool,
}

/// The reminders of an event that begins and closes its registration then, in order.
pub fn planned(
    rule: &Rule,
    starts_at: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
    zone: Tz,
) -> Vec<Planned> {
    let before = |sort: Sort, at: DateTime<Utc>, days: i32| {
        let moment = moment::days_before(at, days, zone);
        // One that waits leaves at another time of day than that of what it reminds of.
        let time = |at: DateTime<Utc>| at.with_timezone(&zone).time();
        Planned { sort, days, at: moment, is_deferred: time(moment) != time(at) }
    };
    let mut planned: Vec<_> =
        rule.before_event_days.iter().map(|days| before(Sort::Event, starts_at, *days)).collect();
    if let Some(closes_at) = closes_at {
        let deadlines =
            rule.before_deadline_days.iter().map(|days| before(Sort::Deadline, closes_at, *days));
        planned.extend(deadlines.filter(|planned| planned.at < closes_at));
    }
    planned.sort_by_key(|planned| (planned.at, planned.sort));
    planned
}

/// When one is reminded of an offer of so many hours that is made now.
pub fn offer_reminder(now: DateTime<Utc>, hours: i32, zone: Tz) -> DateTime<Utc> {
    moment::half(now, now + chrono::TimeDelta::hours(hours.into()), zone)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn reminders_come_in_order_and_wait_for_the_morning() {
        let zone = chrono_tz::Europe::Paris;
        let at = |month, day, hour, minute| {
            zone.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap().to_utc()
        };
        let rule =
            Rule { before_event_days: vec![7, 1], before_deadline_days: vec![3], offer_half: true };

        let planned = planned(&rule, at(12, 10, 9, 30), Some(at(12, 6, 23, 59)), zone);

        let told: Vec<_> =
            planned.iter().map(|one| (one.sort, one.days, one.at, one.is_deferred)).collect();
        assert_eq!(
            told,
            [
                (Sort::Event, 7, at(12, 3, 9, 30), false),
                (Sort::Deadline, 3, at(12, 4, 8, 0), true),
                (Sort::Event, 1, at(12, 9, 9, 30), false),
            ]
        );
    }
}
