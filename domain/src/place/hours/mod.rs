//! Opening hours as the places standard writes them: OpenStreetMap's `opening_hours`.
//!
//! What a week looks like that repeats itself is read and written here; anything finer (public
//! holidays, weeks of the month, seasons) stays as it was written.

mod french;
mod grammar;

pub use french::said;
pub(crate) use grammar::is_known;

/// The days as the standard names them, Monday first.
pub const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// From one time to another, in minutes since midnight.
pub type Span = (u16, u16);

/// When a place is open, on each day of any week, Monday first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week(pub [Vec<Span>; 7]);

impl Week {
    /// Reads what the standard holds; nothing when it says more than a week that repeats itself.
    pub fn read(text: &str) -> Option<Self> {
        let mut week = Self::default();
        for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
            let (days, times) = rule.split_once(' ')?;
            let spans = match times.trim() {
                "off" | "closed" => Vec::new(),
                times => times.split(',').map(|times| span(times.trim())).collect::<Option<_>>()?,
            };
            for day in listed(days)? {
                week.0[day].clone_from(&spans);
            }
        }
        Some(week)
    }

    /// Writes it as the standard does; nothing when the place is never open.
    pub fn write(&self) -> Option<String> {
        let rule = |(days, spans): (Vec<usize>, &[Span])| {
            let times = |&(from, until): &Span| format!("{}-{}", clock(from), clock(until));
            let times: Vec<String> = spans.iter().map(times).collect();
            format!("{} {}", named(&days), times.join(","))
        };
        let rules: Vec<String> = self.alike().into_iter().map(rule).collect();
        Some(rules.join("; ")).filter(|rules| !rules.is_empty())
    }

    /// The days with the same hours together, by the first of each; closed days are left out.
    pub fn alike(&self) -> Vec<(Vec<usize>, &[Span])> {
        let mut groups: Vec<(Vec<usize>, &[Span])> = Vec::new();
        for (day, spans) in self.0.iter().enumerate().filter(|(_, spans)| !spans.is_empty()) {
            match groups.iter_mut().find(|(_, known)| known == spans) {
                Some((days, _)) => days.push(day),
                None => groups.push((vec![day], spans)),
            }
        }
        groups
    }
}

/// Days that follow each other, as pairs of the first and the last.
pub fn runs(days: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    runs
}

fn named(days: &[usize]) -> String {
    let name = |(first, last): (usize, usize)| match last - first {
        0 => DAYS[first].to_owned(),
        1 => format!("{},{}", DAYS[first], DAYS[last]),
        _ => format!("{}-{}", DAYS[first], DAYS[last]),
    };
    runs(days).into_iter().map(name).collect::<Vec<_>>().join(",")
}

fn listed(days: &str) -> Option<Vec<usize>> {
    let number = |name: &str| DAYS.iter().position(|day| *day == name);
    let mut found = Vec::new();
    for part in days.split(',') {
        match part.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                let length = (last + 7 - first) % 7;
                found.extend((0..=length).map(|at| (first + at) % 7));
            }
            None => found.push(number(part)?),
        }
    }
    Some(found)
}

fn span(times: &str) -> Option<Span> {
    let (from, until) = times.split_once('-')?;
    let span = (minutes(from)?, minutes(until)?);
    (span.0 < span.1).then_some(span)
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (hours <= 24 && minutes < 60 && total <= 24 * 60).then_some(total)
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_reads_back_as_it_was_written() {
        let text = "Mo-We,Fr 09:00-12:00,14:00-17:30; Th,Sa 09:00-12:00";
        let week = Week::read(text).unwrap();

        assert_eq!(week.0[2], [(540, 720), (840, 1050)]);
        assert!(week.0[6].is_empty());
        assert_eq!(week.write().as_deref(), Some(text));
        assert_eq!(
            Week::read("Sa-Mo 10:00-24:00; Su off").unwrap().write().unwrap(),
            "Mo,Sa 10:00-24:00"
        );
        assert_eq!(Week::default().write(), None);
        assert_eq!(Week::read(""), Some(Week::default()));
    }

    #[test]
    fn what_says_more_than_a_week_is_left_as_it_is() {
        for text in [
            "Mo[1] 09:00-12:00",
            "PH off",
            "24/7",
            "Mo-Fr",
            "Mo 9h-12h",
            "Mo 12:00-09:00",
            "Mo 09:00-25:00",
            "Lu 09:00-12:00",
            "Mo 09:00+",
        ] {
            assert_eq!(Week::read(text), None, "{text}");
        }
    }
}
