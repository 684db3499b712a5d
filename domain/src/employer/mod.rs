//! The organisations that employ members or host volunteers.
//!
//! An employer belongs to the whole federation: several networks may have staff or places of one.
//! Its *linked* networks, those of its staff and places and those that wrote it down, say whose
//! leads look after it.

mod archive;
mod create;
mod export;
mod import;
mod known;
pub(crate) mod lead;
pub(crate) mod linked;
mod read;
mod record;
mod sheet;
mod update;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use archive::{ArchiveRefusal, ReopenRefusal, archive, reopen};
pub use create::{Create, CreateRefusal, create};
pub use export::export;
pub use import::{import, imported_fields};
pub(crate) use known::{Known, Sought};
pub(crate) use linked::{linked, networks_of};
pub use read::{EmployerOrder, Filter, by_ids, by_rna, by_siret, list, load};
pub use update::{Change, UpdateRefusal, update};

/// An employer as this asker may see it.
#[derive(Clone, Debug)]
pub struct Employer {
    /// Its identifier.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its number in the business register.
    pub siret: Option<String>,
    /// Its number in the register of associations.
    pub rna: Option<String>,
    /// Number and street.
    pub address: String,
    /// Postal code.
    pub postal_code: String,
    /// Commune.
    pub commune_name: String,
    /// The commune's code.
    pub insee_code: Option<String>,
    /// Its website.
    pub website_url: Option<String>,
    /// How to reach it; `None` for those who neither manage it nor run one of its networks.
    pub contact: Option<Contact>,
    /// Since when the record is closed.
    pub archived_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub revision: i32,
    /// Since when it is known.
    pub created_at: DateTime<Utc>,
    /// The networks of its staff and places, on which the policy decides.
    pub networks: Vec<Uuid>,
}

/// How to reach an employer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Where to write.
    pub email: Option<String>,
    /// Where to call.
    pub phone: Option<String>,
}
