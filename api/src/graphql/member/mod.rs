//! The people of the federation.

mod import;
mod loaders;
mod mutations;
mod organise;
mod queries;
mod types;

pub use import::MemberImportMutation;
pub(crate) use loaders::MemberKey;
pub use mutations::MemberMutation;
pub use organise::MemberOrganiseMutation;
pub use queries::MemberQuery;
pub use types::Member;
