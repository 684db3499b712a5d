//! Letters in the schema: their fate, and which ones one wants.

mod loaders;
mod mutations;
mod types;

pub(crate) use loaders::{LetterKey, OfNetwork};
pub use mutations::LetterMutation;
pub use types::{Letter, LetterFilter, LetterPreference};
