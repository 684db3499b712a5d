//! When the reminders of an event would leave under a rule: the same moments as those that leave.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Rule, moment};
use crate::registration::offered_until;

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
    /// Whether it leaves in the morning of its day, because its moment lies in the quiet hours.
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
        // Such a one leaves at another time of day than that of what it reminds of.
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

/// What would become of a place that is offered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedOffer {
    /// When one is reminded of it.
    pub at: DateTime<Utc>,
    /// Until when it holds.
    pub until: DateTime<Utc>,
}

/// When one is reminded of an offer of so many hours that is made now, of an event that begins then;
/// none when the morning that the reminder waits for comes too late.
pub fn offer_reminder(
    now: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    hours: i32,
    zone: Tz,
) -> Option<PlannedOffer> {
    let until = offered_until(now, starts_at, hours, zone);
    let at = moment::half(now, until, zone);
    (at < until).then_some(PlannedOffer { at, until })
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn reminders_come_in_order_and_in_the_morning_of_their_day() {
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
                (Sort::Deadline, 3, at(12, 3, 8, 0), true),
                (Sort::Event, 7, at(12, 3, 9, 30), false),
                (Sort::Event, 1, at(12, 9, 9, 30), false),
            ]
        );
    }

    #[test]
    fn an_offer_is_reminded_of_before_the_event_begins_or_not_at_all() {
        let zone = chrono_tz::Europe::Paris;
        let at = |day, hour, minute| {
            zone.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap().to_utc()
        };

        let near = offer_reminder(at(22, 8, 0), at(22, 14, 0), 48, zone);
        let morning = offer_reminder(at(22, 19, 0), at(23, 7, 0), 48, zone);
        let far = offer_reminder(at(22, 8, 0), at(29, 9, 30), 10, zone);

        assert_eq!(near, Some(PlannedOffer { at: at(22, 11, 0), until: at(22, 14, 0) }));
        assert_eq!(morning, None);
        assert_eq!(far, Some(PlannedOffer { at: at(22, 13, 0), until: at(22, 18, 0) }));
    }
}
