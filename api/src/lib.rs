//! GraphQL over the domain: thin doors that parse, call and wrap.
#![expect(
    unreachable_pub,
    reason = "the schema's types are public for the macros that read them; nobody else names them"
)]

pub mod deprecation;
pub mod graphql;
pub mod guard;
pub mod over_http;

pub use graphql::{Schema, Watch, attach, schema, sdl};
