//! The people of the federation.

mod loaders;
mod mutations;
mod queries;
mod types;

pub(crate) use loaders::MemberKey;
pub use mutations::MemberMutation;
pub use queries::MemberQuery;
pub use types::Member;
