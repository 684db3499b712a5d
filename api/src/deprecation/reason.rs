//! The agreed form of a reason, so that programs can read its dates.

use chrono::{Datelike as _, Months, NaiveDate};

/// A reason with its dates: `2027-01-15: use name; removed after 2027-07-15`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// When it was announced.
    pub announced_on: NaiveDate,
    /// What to do instead.
    pub instead: String,
    /// The last day on which it is sure to be there.
    pub stays_until: NaiveDate,
}

/// Everyone has at least so long to follow.
const NOTICE: Months = Months::new(6);

impl Reason {
    /// The reason, if it is of the agreed form.
    pub fn read(text: &str) -> Option<Self> {
        let (announced_on, rest) = text.split_once(": ")?;
        let (instead, stays_until) = rest.rsplit_once("; removed after ")?;
        Some(Self {
            announced_on: announced_on.parse().ok()?,
            instead: Some(instead.trim()).filter(|words| !words.is_empty())?.to_owned(),
            stays_until: stays_until.parse().ok()?,
        })
    }

    /// Whether it keeps what we promise: six months at least, and removals on the first of January
    /// or July only, so that who follows us looks twice a year.
    pub fn keeps_the_promise(&self) -> bool {
        let earliest = self.announced_on.checked_add_months(NOTICE);
        let is_half_year = matches!(
            self.stays_until.succ_opt().map(|day| (day.month(), day.day())),
            Some((1 | 7, 1))
        );
        earliest.is_some_and(|earliest| self.stays_until >= earliest) && is_half_year
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn a_reason_is_dated_and_says_what_to_do() {
        let reason = Reason::read("2027-01-15: use name; removed after 2027-12-31").unwrap();

        assert_eq!(reason.instead, "use name");
        assert_eq!(reason.announced_on.to_string(), "2027-01-15");
        assert_eq!(reason.stays_until.to_string(), "2027-12-31");
        for text in [
            "",
            "use name",
            "2027-01-15: ; removed after 2027-12-31",
            "2027-13-15: use name; removed after 2027-12-31",
            "2027-01-15: use name; removed some day",
        ] {
            assert_eq!(Reason::read(text), None, "{text}");
        }
    }

    #[test]
    fn six_months_at_least_and_the_end_of_a_half_year() {
        let keeps = |text: &str| Reason::read(text).unwrap().keeps_the_promise();

        assert!(keeps("2027-01-15: use name; removed after 2027-12-31"));
        assert!(keeps("2026-12-31: use name; removed after 2027-06-30"));
        assert!(!keeps("2027-01-15: use name; removed after 2027-06-30"), "too soon");
        assert!(!keeps("2027-01-15: use name; removed after 2027-09-30"), "in between");
    }
}
