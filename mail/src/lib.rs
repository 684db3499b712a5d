//! The letters that we write, and their delivery.
//!
//! The domain tells that something happened and finds the facts; here are the words, the calendar
//! part, the message as mail servers want it, and the way out.
#![warn(missing_docs)]

mod calendar;
mod delivery;
mod feed;
mod letters;
mod link;
mod message;

pub use calendar::{Calendar, Method};
pub use delivery::{Deliverer, Kept, Mailbox, Smtp, Undelivered};
pub use feed::feed;
pub use letters::{KINDS, Unsubscribe, Written, write};
pub use link::Links;
pub use message::{Parcel, Sender};
