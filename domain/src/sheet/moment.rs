//! Points in time as people and calendars write them.

use chrono::{DateTime, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::day;

/// Reads a point in time: `2026-10-12T09:30` or `12/10/2026 9h30` as clocks show it in the zone,
/// or with its own offset (`2026-10-12T09:30:00+02:00`).
///
/// A time that the clocks skip in spring is none; one that they show twice in autumn is the first.
pub fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&Utc));
    }
    let (date, time) = text.split_once([' ', 'T'])?;
    let local = day(date)?.and_time(clock(time.trim())?);
    zone.from_local_datetime(&local).earliest().map(|instant| instant.with_timezone(&Utc))
}

fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim_start_matches(['à', ' ']).replace(['h', 'H'], ":");
    let mut parts = text.split(':').map(str::trim);
    let hour = parts.next()?.parse().ok()?;
    let minute = match parts.next()? {
        "" => 0,
        minute => minute.parse().ok()?,
    };
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    NaiveTime::from_hms_opt(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_ways_give_the_same_moment() {
        let expected = "2026-10-12T07:30:00Z".parse().ok();
        for text in [
            "2026-10-12T09:30",
            "2026-10-12 09:30:00",
            "12/10/2026 9h30",
            "12/10/2026 à 9h30",
            "2026-10-12T09:30:00+02:00",
            "2026-10-12T07:30:00Z",
        ] {
            assert_eq!(moment(text, Paris), expected, "{text:?}");
        }
        assert_eq!(moment("12/10/2026 9h", Paris), "2026-10-12T07:00:00Z".parse().ok());
    }

    #[test]
    fn what_the_clocks_never_show_is_no_moment() {
        assert_eq!(moment("2026-03-29T02:30", Paris), None, "skipped in spring");
        assert_eq!(moment("2026-10-25T02:30", Paris), "2026-10-25T00:30:00Z".parse().ok());
        assert_eq!(moment("2026-10-12", Paris), None);
        assert_eq!(moment("2026-10-12T25:00", Paris), None);
        assert_eq!(moment("matin", Paris), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9/:hT -]*|.*") {
            let _ = moment(&text, Paris);
        }
    }
}
