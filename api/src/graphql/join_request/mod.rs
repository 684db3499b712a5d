//! Requests to join in the schema.

mod loaders;
mod mutations;
mod types;

pub(crate) use loaders::{JoinRequestKey, ToEnter};
pub use mutations::JoinRequestMutation;
pub use types::{JoinRequest, JoinRequestFilter};
