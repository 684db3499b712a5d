//! The pages, one folder per feature.

pub mod administration;
pub mod calendar;
pub mod charter;
pub mod design;
pub mod employer;
pub mod event;
pub mod find;
mod frame;
pub mod home;
pub mod invitation;
pub mod legal;
pub mod letter;
pub mod me;
pub mod member;
pub mod network;
mod notice;
pub mod outcome;
pub mod people;
pub mod place;
pub mod sign_in;
mod written;

pub use frame::{Frame, Problem, Room, Typed};
pub use notice::{counted, notice};
pub use written::{ONCE, refused};
