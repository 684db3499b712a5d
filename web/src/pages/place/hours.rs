//! Opening hours as people say and type them.

use domain::place::hours::{DAYS, Span, Week, runs, said};
use locales::{date::TO, text};

use crate::{
    pages::{Problem, Typed},
    words::names,
};

/// The days as people name them, Monday first.
pub(crate) const NAMES: [&str; 7] =
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// When a place is open, in words; as it is written where it says more than a week.
pub(crate) fn words(written: &str) -> String {
    let Some(week) = Week::read(written) else { return written.to_owned() };
    let group = |(days, spans): (Vec<usize>, &[Span])| {
        let days: Vec<String> = runs(&days).into_iter().flat_map(run).collect();
        let times = |&(from, until): &Span| format!("{}{TO}{}", time(from), time(until));
        format!("{}, {}", and(&days), and(&spans.iter().map(times).collect::<Vec<_>>()))
    };
    week.alike().into_iter().map(group).collect::<Vec<_>>().join(" ; ")
}

fn run((first, last): (usize, usize)) -> Vec<String> {
    match last - first {
        0 | 1 => NAMES[first..=last].iter().map(|name| (*name).to_owned()).collect(),
        _ => vec![format!("du {} au {}", NAMES[first], NAMES[last])],
    }
}

fn and(parts: &[String]) -> String {
    names(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn time(minutes: u16) -> String {
    match minutes % 60 {
        0 => format!("{}\u{a0}h", minutes / 60),
        rest => format!("{}\u{a0}h\u{a0}{rest:02}", minutes / 60),
    }
}

/// The name of a day's input.
pub(crate) fn input(day: usize) -> String {
    format!("hours-{}", DAYS[day])
}

/// What the form shows of them: a line for each day, or the words of the standard where they say more.
pub(crate) fn typed(written: Option<&str>) -> Vec<(String, String)> {
    let Some(week) = Week::read(written.unwrap_or_default()) else {
        return vec![("openingHours".to_owned(), written.unwrap_or_default().to_owned())];
    };
    let short = |minutes: u16| match minutes % 60 {
        0 => format!("{}h", minutes / 60),
        rest => format!("{}h{rest:02}", minutes / 60),
    };
    let line = |(day, spans): (usize, &Vec<Span>)| {
        let times = |&(from, until): &Span| format!("{}-{}", short(from), short(until));
        (input(day), spans.iter().map(times).collect::<Vec<_>>().join(", "))
    };
    week.0.iter().enumerate().map(line).collect()
}

/// Reads the lines of the days; nothing when the form has none of them.
pub(crate) fn read(typed: &Typed, problems: &mut Vec<Problem>) -> Option<Week> {
    (0..7).any(|day| typed.find(&input(day)).is_some()).then(|| {
        Week(std::array::from_fn(|day| {
            let line = typed.get(&input(day));
            said(line).unwrap_or_else(|| {
                let words = text(
                    "page-hours-unreadable",
                    &[("day", NAMES[day].into()), ("typed", line.trim().into())],
                );
                problems.push(Problem { field: Some(input(day).into()), words });
                Vec::new()
            })
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_as_people_say_them() {
        assert_eq!(
            words("Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00"),
            format!(
                "du lundi au vendredi, 9\u{a0}h{TO}12\u{a0}h et 14\u{a0}h{TO}17\u{a0}h\u{a0}30 ; \
                 samedi, 9\u{a0}h{TO}12\u{a0}h"
            )
        );
        assert_eq!(
            words("Mo,Tu,Th 10:00-11:00"),
            format!("lundi, mardi et jeudi, 10\u{a0}h{TO}11\u{a0}h")
        );
        assert_eq!(words("PH off"), "PH off");
    }

    #[test]
    fn the_form_shows_what_is_kept_and_gives_it_back() {
        let kept = "Mo-Fr 09:00-12:30";
        let shown = Typed(typed(Some(kept)));
        let mut problems = Vec::new();

        assert_eq!(shown.get("hours-Fr"), "9h-12h30");
        assert_eq!(read(&shown, &mut problems).unwrap().write().as_deref(), Some(kept));
        assert!(problems.is_empty());
        assert!(read(&Typed(typed(Some("24/7"))), &mut problems).is_none());
    }
}
