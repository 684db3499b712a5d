//! The pages, walked through as people do, without a script.

mod administration;
mod after;
mod charter;
mod employer;
mod event;
mod lead;
mod letter;
mod list;
mod me;
mod member;
mod organise;
mod people;
mod settings;
mod stale;
mod visitor;
mod waiting;
