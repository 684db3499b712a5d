//! Where people work, in the schema.

mod loaders;
mod mutations;
mod staff;
mod types;

pub(crate) use loaders::{EmploymentKey, OfPerson, PartOf, StaffOf};
pub use mutations::EmploymentMutation;
pub use staff::{Participation, ParticipationOrder, Staff, StaffFilter, StaffMember};
pub use types::{Employment, EmploymentProposal};
