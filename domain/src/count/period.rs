//! The periods of the calendar: month by month, quarter by quarter or year by year.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::Period;

/// How long each period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// A calendar month.
    #[default]
    Month,
    /// Three of them, from January on.
    Quarter,
    /// A calendar year.
    Year,
}

impl Granularity {
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The first day of the period that this day is in.
    fn begin(self, day: NaiveDate) -> Option<NaiveDate> {
        let months = self.months();
        NaiveDate::from_ymd_opt(day.year(), day.month0() / months * months + 1, 1)
    }
}

/// At most so many periods at once: two years by month.
pub const MOST_PERIODS: usize = 24;

/// The whole calendar periods from the one that the first day is in to the one that the last is
/// in; none when there would be too many.
pub fn periods(over: Period, each: Granularity) -> Option<Vec<Period>> {
    let mut begin = each.begin(over.from)?;
    let mut periods = Vec::new();
    while begin <= over.until {
        if periods.len() == MOST_PERIODS {
            return None;
        }
        let next = begin.checked_add_months(Months::new(each.months()))?;
        periods.push(Period { from: begin, until: next.checked_sub_days(Days::new(1))? });
        begin = next;
    }
    Some(periods)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Granularity, MOST_PERIODS, Period, periods};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, until: &str) -> Period {
        Period::between(day(from), day(until)).unwrap()
    }

    fn told(from: &str, until: &str, each: Granularity) -> Vec<String> {
        let periods = periods(span(from, until), each).unwrap();
        periods.iter().map(|period| format!("{} {}", period.from, period.until)).collect()
    }

    #[test]
    fn periods_are_whole_and_of_the_calendar() {
        assert_eq!(
            told("2027-12-31", "2028-02-01", Granularity::Month),
            ["2027-12-01 2027-12-31", "2028-01-01 2028-01-31", "2028-02-01 2028-02-29"]
        );
        assert_eq!(
            told("2027-02-28", "2027-04-01", Granularity::Quarter),
            ["2027-01-01 2027-03-31", "2027-04-01 2027-06-30"]
        );
        assert_eq!(told("2027-12-31", "2027-12-31", Granularity::Year), ["2027-01-01 2027-12-31"]);
    }

    #[test]
    fn there_are_some_and_not_too_many() {
        let one = periods(span("2027-03-01", "2027-03-01"), Granularity::Month);
        assert_eq!(one.unwrap().len(), 1);
        let two_years = periods(span("2027-01-01", "2028-12-31"), Granularity::Month);
        assert_eq!(two_years.unwrap().len(), MOST_PERIODS);
        assert_eq!(periods(span("2027-01-01", "2029-01-01"), Granularity::Month), None);
    }

    #[test]
    fn no_period_ends_before_it_begins() {
        assert_eq!(Period::between(day("2027-03-02"), day("2027-03-01")), None);
    }
}
