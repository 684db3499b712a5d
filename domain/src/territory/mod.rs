//! Communes, the groups they form, and the facts about them that do not change with a network.

pub mod reference;
mod settle;

pub use reference::{Commune, communes};
pub use settle::settle;
