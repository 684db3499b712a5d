//! Networks in the schema.

mod loaders;
mod mutations;
mod queries;
mod types;

pub(crate) use loaders::NetworkKey;
pub use mutations::NetworkMutation;
pub use queries::NetworkQuery;
pub use types::Network;
