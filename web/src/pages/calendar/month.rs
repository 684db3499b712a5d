//! A month as weeks of days.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use domain::{
    event::{Event, State},
    id::EventId,
};
use locales::date;

use crate::words;

/// The years that one may leaf through.
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2100;

/// Seven days from a Monday.
pub(super) struct Week<'a> {
    pub(super) days: Vec<Day<'a>>,
}

/// A day with what takes place on it.
pub(super) struct Day<'a> {
    pub(super) on: NaiveDate,
    pub(super) is_outside: bool,
    pub(super) is_today: bool,
    pub(super) events: Vec<&'a Event>,
    /// What was to take place on it, and was put off to another.
    pub(super) gone: Vec<&'a Event>,
}

impl Day<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.gone.is_empty()
    }

    pub(super) fn name(&self) -> String {
        date::day_of_year(self.on)
    }

    pub(super) fn number(&self) -> u32 {
        self.on.day()
    }

    pub(super) fn class(&self) -> &'static str {
        match (self.is_outside, self.is_today, self.is_empty()) {
            (true, ..) => "outside",
            (_, true, true) => "today nothing",
            (_, true, false) => "today",
            (_, false, true) => "nothing",
            (_, false, false) => "",
        }
    }

    /// When it begins, on the day on which it does.
    pub(super) fn begins(&self, event: &Event) -> Option<String> {
        let begins = event.starts_at.with_timezone(&words::zone(event));
        (begins.date_naive() == self.on).then(|| date::time(begins.time()))
    }
}

pub(super) fn path(event: &Event) -> String {
    format!("/events/{}", EventId::of(event.id))
}

pub(super) fn class(event: &Event) -> &'static str {
    match event.state {
        State::Cancelled | State::Postponed => "off",
        _ if event.is_date_tentative => "tentative",
        _ => "",
    }
}

/// How it stands, when that is not as one expects.
pub(super) fn standing(event: &Event) -> Option<String> {
    match event.state {
        State::Draft | State::Cancelled | State::Postponed => {
            Some(words::event_state(event.state).to_lowercase())
        }
        _ if event.is_date_tentative => Some("date à confirmer".to_owned()),
        _ => None,
    }
}

/// To which day it was put off.
pub(super) fn moved(event: &Event) -> String {
    let day = event.starts_at.with_timezone(&words::zone(event)).date_naive();
    locales::text("page-month-moved", &[("day", (&date::day_of_year(day)).into())])
}

/// The weeks that a month touches.
pub(super) fn weeks(first: NaiveDate, today: NaiveDate, events: &[Event]) -> Vec<Week<'_>> {
    let lead = u64::from(first.weekday().num_days_from_monday());
    let mut day = first.checked_sub_days(Days::new(lead)).unwrap_or(first);
    let last = last_of(first);
    let mut weeks = Vec::new();
    while day <= last {
        let days = (0..7).map(|at| day.checked_add_days(Days::new(at)).unwrap_or(day));
        weeks.push(Week { days: days.map(|on| self::day(on, first, today, events)).collect() });
        day = day.checked_add_days(Days::new(7)).unwrap_or(NaiveDate::MAX);
    }
    weeks
}

fn day(on: NaiveDate, first: NaiveDate, today: NaiveDate, events: &[Event]) -> Day<'_> {
    let is_outside = on.month() != first.month();
    let takes_place = |event: &&Event| {
        let zone = words::zone(event);
        let begins = event.starts_at.with_timezone(&zone).date_naive();
        // What ends at midnight does not touch the day that begins then.
        let ends = (event.ends_at - chrono::TimeDelta::seconds(1)).with_timezone(&zone);
        !is_outside && begins <= on && on <= ends.date_naive().max(begins)
    };
    let is_gone = |event: &&Event| {
        let former = event.former_starts_at.filter(|_| event.state == State::Postponed);
        let former = former.map(|at| at.with_timezone(&words::zone(event)).date_naive());
        !is_outside && former == Some(on) && !takes_place(event)
    };
    Day {
        on,
        is_outside,
        is_today: on == today,
        gone: events.iter().filter(is_gone).collect(),
        events: events.iter().filter(takes_place).collect(),
    }
}

/// The first day of a month such as `2026-12`.
pub fn first_of(month: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

/// The last day of the month that begins so.
pub fn last_of(first: NaiveDate) -> NaiveDate {
    let after = first.checked_add_months(Months::new(1)).and_then(|day| day.pred_opt());
    after.unwrap_or(first)
}

/// The month before.
pub fn previous(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_sub_months(Months::new(1)).filter(|day| YEARS.contains(&day.year()))
}

/// The month after.
pub fn next(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(1)).filter(|day| YEARS.contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_whole_weeks_from_monday() {
        let first = first_of("2026-12").unwrap();

        let weeks = weeks(first, first, &[]);

        assert_eq!(weeks.len(), 5);
        assert_eq!(weeks[0].days[0].on, NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
        assert!(weeks[0].days[0].is_outside && weeks[0].days[1].is_today);
        assert_eq!(weeks[4].days[6].on, NaiveDate::from_ymd_opt(2027, 1, 3).unwrap());
        assert_eq!(last_of(first), NaiveDate::from_ymd_opt(2026, 12, 31).unwrap());
    }

    #[test]
    fn one_leafs_through_months_but_not_for_ever() {
        assert_eq!(first_of("2026-13"), None);
        assert_eq!(first_of("0001-01"), None);
        assert_eq!(next(first_of("2100-12").unwrap()), None);
        assert_eq!(previous(first_of("2026-01").unwrap()), first_of("2025-12"));
    }
}
