//! Events: meetings, webinars, trainings, hosted by one or several networks.

mod export;
mod facts;
mod import;
pub mod sheet;
mod word;

pub use entities::event::{Audience, Kind, Mode, State, Visibility};
pub use export::export;
pub use facts::{facts, lock};
pub use import::import;
