//! A member in a network, from a date to a date: the present and its history.

mod begin;

pub use begin::{Begin, begin};
pub use entities::membership::{Ending, LocalRole, Origin, Role};
