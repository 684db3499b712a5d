//! Places in the schema.

mod input;
mod loaders;
mod mutations;
mod queries;
mod types;

pub(crate) use loaders::{HeldBy, InFileOf, PlaceKey};
pub use mutations::PlaceMutation;
pub use queries::PlaceQuery;
pub use types::Place;
