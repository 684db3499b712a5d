//! Inviting people by email.

pub mod addresses;
