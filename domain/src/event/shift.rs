//! Moving times with the day that they belong to: what was at nine o'clock stays at nine o'clock.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

/// From where to where times move, as the clocks of the zone show them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift {
    zone: Tz,
    by: TimeDelta,
}

impl Shift {
    /// The move that takes one instant to another.
    pub(crate) fn new(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> Self {
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
        Self { zone, by: local(to) - local(from) }
    }

    /// Where an instant lands.
    pub(crate) fn of(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let there = at.with_timezone(&self.zone).naive_local() + self.by;
        instant(there, self.zone)
    }

    /// Where a span lands; it lasts as long as before.
    pub(crate) fn span(
        self,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        let moved = self.of(starts_at);
        (moved, moved + (ends_at - starts_at))
    }
}

/// The first instant at which the clocks show this; they skip an hour in spring, so then the one after.
fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let shown = |local: NaiveDateTime| zone.from_local_datetime(&local).earliest();
    shown(local)
        .or_else(|| shown(local + TimeDelta::hours(1)))
        .map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;
    use proptest::prelude::*;

    use super::*;

    fn paris(text: &str) -> DateTime<Utc> {
        instant(text.parse().unwrap(), Paris)
    }

    #[test]
    fn nine_o_clock_stays_nine_o_clock_when_winter_comes() {
        let shift = Shift::new(paris("2026-09-24T09:00:00"), paris("2026-12-10T09:00:00"), Paris);

        let (starts_at, ends_at) =
            shift.span(paris("2026-09-24T10:30:00"), paris("2026-09-24T12:00:00"));

        assert_eq!(starts_at, paris("2026-12-10T10:30:00"));
        assert_eq!(ends_at, paris("2026-12-10T12:00:00"));
    }

    #[test]
    fn a_deadline_before_the_change_of_clocks_keeps_its_hour() {
        let shift = Shift::new(paris("2026-10-20T09:00:00"), paris("2026-10-27T09:00:00"), Paris);

        assert_eq!(shift.of(paris("2026-10-17T23:59:00")), paris("2026-10-24T23:59:00"));
    }

    #[test]
    fn an_hour_that_the_clocks_skip_becomes_the_next() {
        let shift = Shift::new(paris("2027-03-27T02:30:00"), paris("2027-03-28T03:30:00"), Paris);

        assert_eq!(shift.of(paris("2027-03-27T01:30:00")), paris("2027-03-28T03:30:00"));
    }

    proptest! {
        #[test]
        fn a_span_lasts_as_long_after_a_move(
            from in 0_i64..4_000_000_000, by in -100_000_000_i64..100_000_000, lasts in 60_i64..1_000_000,
        ) {
            let at = |second| DateTime::from_timestamp(second, 0).unwrap();
            let shift = Shift::new(at(from), at(from + by), Paris);

            let (starts_at, ends_at) = shift.span(at(from), at(from + lasts));

            prop_assert_eq!(ends_at - starts_at, TimeDelta::seconds(lasts));
            prop_assert!((starts_at - at(from + by)).abs() <= TimeDelta::hours(1));
        }
    }
}
