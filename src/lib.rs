//! The server, as a library: so that tests start it in their own process.

pub mod address;
pub mod asker;
pub mod command;
pub mod config;
pub mod demonstration;
mod fault;
pub mod graphiql;
pub mod graphql;
pub mod health;
pub mod http;
mod key;
pub mod letter;
pub mod listener;
pub mod metrics;
mod origin;
pub mod page;
pub mod serve;
pub mod server;
pub mod sign_in;
pub mod worker;
