//! Communes, the groups they form, and the facts about them that do not change with a network.

pub mod reference;

pub use reference::{Commune, communes};
