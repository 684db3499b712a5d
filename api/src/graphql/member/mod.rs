//! The people of the federation.

mod loaders;
mod queries;
mod types;

pub(crate) use loaders::MemberKey;
pub use queries::MemberQuery;
pub use types::Member;
