//! The people of the federation.

mod address;
mod administrator;
mod archive;
mod by_email;
mod directory;
mod duplicate;
mod enrol;
mod erase;
mod export;
mod facts;
mod import;
mod known;
mod merge;
mod personal;
mod seen;
pub mod sheet;
pub mod skill;
mod update;
mod word;

pub use address::{Addressee, by_address};
pub use administrator::grant_administrator;
pub use archive::{ArchiveRefusal, RestoreRefusal, archive, restore};
pub use by_email::by_email;
pub use directory::{DirectoryOrder, Filter, list};
pub use duplicate::{Duplicates, Likeness, duplicates};
pub use enrol::{Newcomer, enrol};
pub use entities::member::ProfileKind;
pub(crate) use erase::forget_unseen;
pub use erase::{EraseRefusal, erase};
pub use export::export;
pub use facts::facts;
pub use import::import;
pub(crate) use known::known;
pub use merge::{Merge, MergeRefusal, merge};
pub use personal::{ExportRefusal, personal};
pub use seen::{
    Audience, Field, Onlooker, Private, Seen, Visibility, as_seen_by, by_ids, load,
};
pub use update::{Change, UpdateRefusal, update};
