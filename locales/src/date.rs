//! Days and times as people say them: «jeudi 10 décembre 2026, 9 h 30 – 17 h».

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::elision::of;

const WEEKDAYS: [&str; 7] =
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Between two times: no line ends there, before the dash nor after it.
pub const TO: &str = "\u{a0}–\u{2060}\u{a0}";

/// The zone that needs no name.
const USUAL: Tz = chrono_tz::Europe::Paris;

/// The zones of France overseas, as one says whose clock it is; the names of others are the database's own.
const ZONES: [(Tz, &str); 15] = [
    (chrono_tz::America::Cayenne, "de la Guyane"),
    (chrono_tz::America::Guadeloupe, "de la Guadeloupe"),
    (chrono_tz::America::Marigot, "de Saint-Martin"),
    (chrono_tz::America::Martinique, "de la Martinique"),
    (chrono_tz::America::Miquelon, "de Saint-Pierre-et-Miquelon"),
    (chrono_tz::America::St_Barthelemy, "de Saint-Barthélemy"),
    (chrono_tz::Etc::UTC, "universelle"),
    (chrono_tz::Indian::Mayotte, "de Mayotte"),
    (chrono_tz::Indian::Reunion, "de La Réunion"),
    (chrono_tz::Pacific::Gambier, "des îles Gambier"),
    (chrono_tz::Pacific::Marquesas, "des îles Marquises"),
    (chrono_tz::Pacific::Noumea, "de Nouméa"),
    (chrono_tz::Pacific::Tahiti, "de Tahiti"),
    (chrono_tz::Pacific::Wallis, "de Wallis-et-Futuna"),
    (chrono_tz::UTC, "universelle"),
];

/// A day with its weekday.
pub fn day(day: NaiveDate) -> String {
    let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
    let month = MONTHS[day.month0() as usize];
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{weekday} {number} {month} {}", day.year())
}

/// A day without its weekday, for what was written down once: «1er septembre 2025».
pub fn plain(day: NaiveDate) -> String {
    let month = MONTHS[day.month0() as usize];
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{number} {month} {}", day.year())
}

/// A day with its weekday, where the year is known.
pub fn day_of_year(day: NaiveDate) -> String {
    let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
    let month = MONTHS[day.month0() as usize];
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{weekday} {number} {month}")
}

/// A month with its year.
pub fn month(day: NaiveDate) -> String {
    format!("{} {}", MONTHS[day.month0() as usize], day.year())
}

/// The days of a week, from Monday.
pub const fn weekdays() -> [&'static str; 7] {
    WEEKDAYS
}

/// A time of day. The spaces do not break.
pub fn time(time: NaiveTime) -> String {
    match time.minute() {
        0 => format!("{}\u{a0}h", time.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
    }
}

/// A day and a time in this zone.
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    format!("{} à {}{}", day(local.date()), time(local.time()), place(zone))
}

/// The last moment of something: the end of a day is the day.
pub fn deadline(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    if (local.hour(), local.minute()) == (23, 59) {
        return format!("{}{}", day(local.date()), place(zone));
    }
    moment(at, zone)
}

/// From one moment to another in this zone.
pub fn span(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let (from, to) =
        (from.with_timezone(&zone).naive_local(), to.with_timezone(&zone).naive_local());
    let place = place(zone);
    if from.date() == to.date() {
        let (begins, ends) = (time(from.time()), time(to.time()));
        return format!("{}, {begins}{TO}{ends}{place}", day(from.date()));
    }
    format!(
        "du {}, {}, au {}, {}{place}",
        day(from.date()),
        time(from.time()),
        day(to.date()),
        time(to.time())
    )
}

/// The same after a verb: «prévue le jeudi 10 décembre 2026, 9 h 30 – 17 h».
pub fn on_span(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let said = span(from, to, zone);
    if day(from) == day(to) { format!("le {said}") } else { said }
}

/// Only times, for what happens within one known day.
pub fn times(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let local = |at: DateTime<Utc>| time(at.with_timezone(&zone).time());
    format!("{}{TO}{}", local(from), local(to))
}

/// Whose clock it is, where it is not the usual one.
fn place(zone: Tz) -> String {
    if zone == USUAL {
        return String::new();
    }
    let name = ZONES.iter().find(|(known, _)| *known == zone).map_or_else(
        || {
            let name = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
            of(name)
        },
        |(_, name)| (*name).to_owned(),
    );
    format!(" (heure {name})")
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn at(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap()
    }

    #[test]
    fn a_day_and_its_times_are_said_in_the_local_zone() {
        let said = span(at(12, 10, 8, 30), at(12, 10, 16, 0), USUAL);

        assert_eq!(said, "jeudi 10 décembre 2026, 9\u{a0}h\u{a0}30\u{a0}–\u{2060}\u{a0}17\u{a0}h");
    }

    #[test]
    fn what_was_written_down_once_has_no_weekday() {
        assert_eq!(plain(at(9, 1, 8, 0).date_naive()), "1er septembre 2026");
    }

    #[test]
    fn several_days_are_said_from_one_to_the_other() {
        let said = span(at(6, 30, 7, 0), at(7, 1, 14, 5), USUAL);

        assert_eq!(
            said,
            "du mardi 30 juin 2026, 9\u{a0}h, au mercredi 1er juillet 2026, 16\u{a0}h\u{a0}05"
        );
    }

    #[test]
    fn the_end_of_a_day_is_told_as_the_day() {
        let last = Utc.with_ymd_and_hms(2026, 12, 8, 22, 59, 59).unwrap();

        assert_eq!(deadline(last, USUAL), "mardi 8 décembre 2026");
        assert_eq!(deadline(at(12, 8, 17, 0), USUAL), "mardi 8 décembre 2026 à 18\u{a0}h");
    }

    #[test]
    fn another_zone_has_its_name() {
        let said = moment(at(1, 2, 6, 0), chrono_tz::Indian::Mayotte);

        assert_eq!(said, "vendredi 2 janvier 2026 à 9\u{a0}h (heure de Mayotte)");
    }

    #[test]
    fn a_zone_is_named_as_people_write_it() {
        let named = |zone| moment(at(1, 2, 6, 0), zone).split_once(" (").unwrap().1.to_owned();

        assert_eq!(named(chrono_tz::Indian::Reunion), "heure de La Réunion)");
        assert_eq!(named(chrono_tz::Pacific::Noumea), "heure de Nouméa)");
        assert_eq!(named(chrono_tz::America::Guadeloupe), "heure de la Guadeloupe)");
        assert_eq!(named(chrono_tz::Europe::Oslo), "heure d’Oslo)");
    }
}
