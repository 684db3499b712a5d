//! The pages, one folder per feature.

pub mod letter;
pub mod sign_in;
