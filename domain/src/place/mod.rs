//! Where the public is received.

pub mod standard;
