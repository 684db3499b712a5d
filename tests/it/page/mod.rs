//! The pages, walked through as people do, without a script.

mod administration;
mod after;
mod answer;
mod cancelled;
mod charter;
mod door;
mod employer;
mod event;
mod kept;
mod lead;
mod letter;
mod list;
mod me;
mod member;
mod once;
mod organise;
pub(crate) mod people;
mod refused;
mod session;
mod settings;
mod stale;
mod turned;
mod visitor;
mod waiting;
