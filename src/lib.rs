//! The server, as a library: so that tests start it in their own process.

pub mod graphiql;
pub mod graphql;
pub mod listener;
pub mod sign_in;
