//! Reminders: letters due because of a date, and the rules that say when.

mod derive;
mod moment;
mod rule;

pub use derive::derive;
pub use rule::{QUIET_FROM, QUIET_UNTIL, Rule, RuleWrong};
