//! The pages, one folder per feature.

pub mod sign_in;
