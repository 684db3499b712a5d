//! Charters in the schema: what is signed, by whom, and who is covered.

mod coverage;
mod loaders;
mod mutations;
mod queries;
mod signature;
mod types;
mod version;

pub(crate) use coverage::Coverage;
pub(crate) use loaders::{CharterKey, OfMember, OfNetwork, SignatureKey, VersionKey};
pub use mutations::CharterMutation;
pub use queries::CharterQuery;
pub use signature::{Signature, SignatureRequest, SignatureRequestState};
pub use types::Charter;
pub use version::CharterVersion;
