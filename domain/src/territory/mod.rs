//! Communes, the groups they form, and the facts about them that do not change with a network.

mod area;
mod body;
mod import;
mod named;
pub mod reference;
mod search;
mod settle;

pub use area::Area;
pub use body::{Body, bodies};
pub use import::{import, imported_fields};
pub(crate) use named::{is_district, mismatched, of_address, of_addresses, unknown};
pub use reference::{Commune, communes};
pub use search::{by_code, is_called, search};
pub use settle::settle;
