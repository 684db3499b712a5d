//! The organisations that employ members or host volunteers.

mod export;
mod import;
mod known;
mod sheet;

pub use export::export;
pub use import::import;
pub(crate) use known::{Known, Sought};
