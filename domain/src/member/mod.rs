//! The people of the federation.

pub mod sheet;
