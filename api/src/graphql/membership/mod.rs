//! Memberships in the schema.

mod loaders;
mod mutations;
mod together;
mod types;
mod words;

pub(crate) use loaders::{InNetwork, InNetworks, MemberSinceKey, MembershipKey};
pub use mutations::MembershipMutation;
pub use together::MembershipsMutation;
pub use types::{MemberMembershipFilter, Membership, MembershipFilter, MembershipOrder};
pub use words::{LocalRole, Role, Scope};
