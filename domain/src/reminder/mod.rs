//! Reminders: letters due because of a date, and the rules that say when.

mod rule;

pub use rule::{QUIET_FROM, QUIET_UNTIL, Rule, RuleWrong};
