//! The events of the networks.

mod export;
mod import;
pub mod sheet;
mod word;

pub use export::export;
pub use import::import;
