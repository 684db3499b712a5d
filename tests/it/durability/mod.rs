//! What survives: processes are killed without warning, again and again; nothing is lost, nothing doubled.

mod database;
mod peer;
mod server;
