//! The people of the federation.

mod by_email;
mod enrol;
mod export;
mod facts;
mod import;
mod seen;
pub mod sheet;
mod word;

pub use by_email::by_email;
pub use enrol::{Newcomer, enrol};
pub use entities::member::ProfileKind;
pub use export::export;
pub use facts::facts;
pub use import::import;
pub use seen::{Audience, Field, Private, Seen, Visibility, by_ids, load};
