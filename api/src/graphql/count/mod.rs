//! A network's counts in the schema.

mod loaders;
mod types;

pub(crate) use loaders::CountsKey;
pub use types::{CountScope, NetworkCounts};
