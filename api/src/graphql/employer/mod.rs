//! Employers in the schema.

mod loaders;
mod queries;
mod types;

pub(crate) use loaders::EmployerKey;
pub use queries::EmployerQuery;
pub use types::Employer;
