//! The people of the federation.

mod export;
mod import;
pub mod sheet;
mod word;

pub use export::export;
pub use import::import;
