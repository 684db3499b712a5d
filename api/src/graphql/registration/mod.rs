//! Registrations in the schema.

mod loaders;
mod mutations;
mod types;

pub(crate) use loaders::{ChanceKey, RegistrationKey, ViewerRegistrationKey};
pub use mutations::RegistrationMutation;
pub use types::{
    MemberRegistrationFilter, Registration, RegistrationFilter, RegistrationOrder,
    RegistrationPermission, RegistrationState,
};
pub(crate) use types::{PageArguments, of_event, of_member};
