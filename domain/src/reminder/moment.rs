//! When a reminder leaves: so many days before, at the same time of day, but never while people sleep.

use chrono::{DateTime, Days, LocalResult, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::{QUIET_FROM, QUIET_UNTIL};

/// A reminder that could not leave in time is still sent within a day, not later.
const LATE: TimeDelta = TimeDelta::days(1);

/// So many days before this, as clocks of this zone count them; what would leave in the quiet hours
/// leaves in the morning of that same day, so that it is still as many days.
pub(super) fn days_before(at: DateTime<Utc>, days: i32, zone: Tz) -> DateTime<Utc> {
    let local = at.with_timezone(&zone).naive_local();
    let before = local - Days::new(u64::from(days.unsigned_abs()));
    if (QUIET_UNTIL..QUIET_FROM).contains(&before.time()) {
        return resolved(before, zone);
    }
    resolved(before.date().and_time(QUIET_UNTIL), zone)
}

/// Half of the time from one moment to another, and not in the quiet hours.
pub(super) fn half(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    awake(from + (to - from) / 2, zone)
}

/// This moment, or the end of the quiet hours in which it lies.
pub(crate) fn awake(at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let local = at.with_timezone(&zone).naive_local();
    let day = if local.time() >= QUIET_FROM {
        local.date() + Days::new(1)
    } else if local.time() < QUIET_UNTIL {
        local.date()
    } else {
        return at;
    };
    resolved(day.and_time(QUIET_UNTIL), zone)
}

/// Whether letters may leave now in this zone.
pub(crate) fn is_awake(now: DateTime<Utc>, zone: Tz) -> bool {
    let time = now.with_timezone(&zone).time();
    (QUIET_UNTIL..QUIET_FROM).contains(&time)
}

/// Whether a reminder of this moment leaves now: neither early nor much too late.
pub(super) fn is_due(moment: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    moment <= now && now < moment + LATE
}

/// The instant of a local time; one that the clocks skip is an hour later.
fn resolved(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            let later = local + TimeDelta::hours(1);
            zone.from_local_datetime(&later)
                .earliest()
                .map_or_else(|| later.and_utc(), |at| at.to_utc())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: Tz = chrono_tz::Europe::Paris;

    fn paris(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        PARIS.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap().to_utc()
    }

    #[test]
    fn a_reminder_leaves_at_the_same_time_of_day_even_when_the_clocks_change() {
        assert_eq!(days_before(paris(10, 26, 9, 30), 7, PARIS), paris(10, 19, 9, 30));
    }

    #[test]
    fn nothing_leaves_between_eight_in_the_evening_and_eight_in_the_morning() {
        assert_eq!(days_before(paris(12, 10, 20, 0), 1, PARIS), paris(12, 9, 8, 0));
        assert_eq!(days_before(paris(12, 10, 23, 59), 3, PARIS), paris(12, 7, 8, 0));
        assert_eq!(days_before(paris(12, 10, 19, 59), 1, PARIS), paris(12, 9, 19, 59));
        assert_eq!(days_before(paris(12, 10, 7, 59), 1, PARIS), paris(12, 9, 8, 0));
        assert_eq!(days_before(paris(12, 10, 8, 0), 1, PARIS), paris(12, 9, 8, 0));
        assert!(is_awake(paris(12, 10, 8, 0), PARIS));
        assert!(!is_awake(paris(12, 10, 20, 0), PARIS));
    }

    #[test]
    fn quiet_hours_are_those_of_the_event() {
        let reunion = chrono_tz::Indian::Reunion;
        let afternoon_in_paris = paris(12, 10, 17, 0);

        assert!(is_awake(afternoon_in_paris, PARIS));
        assert!(!is_awake(afternoon_in_paris, reunion));
    }

    #[test]
    fn half_of_an_offer_waits_for_the_morning() {
        assert_eq!(half(paris(12, 9, 12, 0), paris(12, 10, 10, 0), PARIS), paris(12, 10, 8, 0));
        assert_eq!(half(paris(12, 9, 10, 0), paris(12, 11, 10, 0), PARIS), paris(12, 10, 10, 0));
    }

    #[test]
    fn a_reminder_is_sent_late_by_less_than_a_day() {
        let moment = paris(12, 9, 9, 0);

        assert!(!is_due(moment, paris(12, 9, 8, 59)));
        assert!(is_due(moment, moment));
        assert!(is_due(moment, paris(12, 10, 8, 59)));
        assert!(!is_due(moment, paris(12, 10, 9, 0)));
    }
}
