//! Memberships in the schema.

mod words;

pub use words::LocalRole;
