//! Employers, and who acts for them, in the schema.

mod loaders;
mod manager;
mod manager_mutations;
mod mutations;
mod queries;
mod types;

pub(crate) use loaders::{EmployerKey, EmployerManagerKey};
pub use manager::EmployerManager;
pub use manager_mutations::EmployerManagerMutation;
pub use mutations::EmployerMutation;
pub use queries::EmployerQuery;
pub use types::Employer;
