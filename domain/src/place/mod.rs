//! Where the public is received.

mod export;
mod import;
mod row;
pub mod standard;

pub use export::export;
pub use import::import;
