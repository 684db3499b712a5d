//! Reminders: letters due because of a date, and the rules that say when.

mod derive;
mod moment;
mod network;
mod planned;
mod rule;

pub use derive::derive;
pub(crate) use moment::{awake, is_awake};
pub use network::{NetworkRule, SetRefusal, of_events, of_networks, set};
pub use planned::{Planned, PlannedOffer, Sort, offer_reminder, planned};
pub use rule::{QUIET_FROM, QUIET_UNTIL, Rule, RuleWrong};
