//! When reminders leave: a network's rule, or an event's own.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// From this time of the event's zone on, no reminder leaves.
pub const QUIET_FROM: NaiveTime = NaiveTime::from_hms_opt(20, 0, 0).expect("a time of day");
/// Until this time.
pub const QUIET_UNTIL: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).expect("a time of day");

/// When reminders leave.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// So many days before the event, to those who have a place.
    pub before_event_days: Vec<i32>,
    /// So many days before registration closes, to the invited who have not answered.
    pub before_deadline_days: Vec<i32>,
    /// At half of an offer's time, to those who have not answered it.
    pub offer_half: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self { before_event_days: vec![7, 1], before_deadline_days: vec![14, 3], offer_half: true }
    }
}

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleWrong {
    /// A reminder leaves from 1 to 90 days before.
    DaysOutOfRange,
    /// At most five reminders of each sort.
    TooMany,
}

impl Rule {
    /// The rule with its days from the farthest to the nearest, each once; or what is wrong with it.
    pub fn checked(self) -> Result<Self, RuleWrong> {
        Ok(Self {
            before_event_days: days(&self.before_event_days)?,
            before_deadline_days: days(&self.before_deadline_days)?,
            offer_half: self.offer_half,
        })
    }
}

fn days(asked: &[i32]) -> Result<Vec<i32>, RuleWrong> {
    let days: BTreeSet<i32> = asked.iter().copied().collect();
    if days.iter().any(|day| !(1..=90).contains(day)) {
        return Err(RuleWrong::DaysOutOfRange);
    }
    if days.len() > 5 {
        return Err(RuleWrong::TooMany);
    }
    Ok(days.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_from_the_farthest_each_once() {
        let rule = Rule { before_event_days: vec![1, 7, 1, 3], ..Rule::default() };

        assert_eq!(rule.checked().unwrap().before_event_days, [7, 3, 1]);
    }

    #[test]
    fn a_rule_that_would_flood_or_come_late_is_wrong() {
        let flood = Rule { before_deadline_days: (1..=6).collect(), ..Rule::default() };
        let late = Rule { before_event_days: vec![0], ..Rule::default() };

        assert_eq!(flood.checked(), Err(RuleWrong::TooMany));
        assert_eq!(late.checked(), Err(RuleWrong::DaysOutOfRange));
    }

    #[test]
    fn a_rule_that_names_nothing_is_the_default() {
        assert_eq!(serde_json::from_str::<Rule>("{}").unwrap(), Rule::default());
    }
}
