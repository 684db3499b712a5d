//! Where the public is received.

mod archive;
mod described;
mod export;
pub mod hours;
mod import;
mod read;
mod row;
pub mod standard;
mod write;

pub use archive::{ArchiveRefusal, ReopenRefusal, archive, reopen};
pub use described::Described;
/// A place as everybody may see it.
pub use entities::place::Model as Place;
pub use export::export;
pub use import::{import, imported_fields};
pub use read::{Filter, by_ids, by_standard_id, list, list_of_employers, list_of_networks, load};
pub use write::{Create, CreateRefusal, Update, UpdateRefusal, create, flaws, update};

/// What a list column of a place says, by its French heading in the standard.
pub fn values(place: &Place, column: &str) -> Vec<String> {
    row::values(&place.lists, column).map(str::to_owned).collect()
}
