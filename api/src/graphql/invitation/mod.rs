//! Invitations in the schema.

mod loaders;
mod mutations;
mod queries;
mod types;

pub(crate) use loaders::{InvitationKey, ToNetwork};
pub use mutations::{InvitationFlaw, InvitationMutation};
pub use queries::InvitationQuery;
pub use types::{Invitation, InvitationFilter};
