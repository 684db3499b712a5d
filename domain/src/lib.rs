//! The rules of the networks, and who may do what.
//!
//! An operation is told in five beats: load, may, decide, write, tell.
#![warn(missing_docs)]

pub mod attendance;
pub mod audit;
pub mod bulk;
pub mod calendar_feed;
pub mod charter;
pub mod clock;
pub mod context;
pub mod count;
pub mod database;
pub mod employer;
pub mod employer_manager;
pub mod employment;
pub mod error;
pub mod event;
pub mod exchange;
pub mod health;
pub mod id;
pub mod idempotency;
pub mod identifier;
pub mod invitation;
pub mod join_request;
pub mod letter;
pub mod member;
pub mod membership;
pub mod network;
pub mod outbox;
pub mod page;
pub mod patch;
pub mod place;
pub mod policy;
pub mod question;
pub mod registration;
pub mod reminder;
pub mod retention;
pub mod secret;
pub mod session;
pub mod sheet;
pub mod sign_in;
pub mod territory;
pub mod text;
pub mod token;
pub mod waiting;
