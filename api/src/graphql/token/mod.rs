//! Third-party tools' keys in the schema.

mod loaders;
mod mutations;
mod types;

pub(crate) use loaders::{OfNetwork, TokenKey};
pub use mutations::TokenMutation;
pub use types::Token;
