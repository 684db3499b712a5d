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

pub use frame::{Frame, ONCE, Problem, Room, Typed, refused};
pub use notice::notice;
