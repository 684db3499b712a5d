//! Memberships in the schema.

mod loaders;
mod mutations;
mod types;
mod words;

pub(crate) use loaders::{InNetwork, InNetworks, MembershipKey};
pub use mutations::MembershipMutation;
pub use types::{MemberMembershipFilter, Membership, MembershipFilter};
pub use words::{LocalRole, Role, Scope};
