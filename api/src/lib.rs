//! GraphQL over the domain: thin doors that parse, call and wrap.

pub mod graphql;
pub mod guard;
pub mod over_http;

pub use graphql::{Schema, attach, schema, sdl};
