//! GraphQL over the domain.

pub mod guard;
pub mod over_http;
