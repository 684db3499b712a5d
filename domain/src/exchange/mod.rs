//! Bringing files into a network, and out of it: what every kind of file has in common.
//!
//! An import is told in the same five beats as any operation, with one decision for each row:
//! created, changed, left as it is or refused. Bad rows are reported while the good ones go in, in one
//! transaction; the same file a second time changes nothing; a dry run decides and writes nothing.
//! The number of statements depends on the number of chunks, never on the number of rows.

mod change;
mod list;
mod opendocument;
mod report;
mod table;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    sea_query::OnConflict,
};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    policy::Ask,
    refusals,
    sheet::Unreadable,
};

pub use change::{FieldChange, Said};
pub(crate) use change::{FieldOf, differences, local, names, truth};
pub use list::{Format, List};
pub(crate) use report::NEW_EMPLOYER;
pub use report::{Entry, Fate, Report};
pub(crate) use table::{cell, table};

/// A file for a network.
#[derive(Clone, Copy, Debug)]
pub struct Import<'a> {
    /// The network's slug.
    pub network: &'a str,
    /// What the file holds.
    pub bytes: &'a [u8],
    /// Whether only the plan is asked for.
    pub is_dry_run: bool,
}

/// A file out of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The name that the file should have.
    pub file_name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// How many things it tells.
    pub count: usize,
}

refusals! {
    /// Why a file cannot be brought in at all. What is wrong with its rows is in the report.
    FileImport: pub enum ImportRefusal {
        /// There is no text in the file.
        FileEmpty => "FILE_EMPTY" on "file",
        /// The file is a spreadsheet or another binary file; it has to be saved as CSV first.
        FileNotText => "FILE_NOT_TEXT" on "file",
        /// No row of the file looks like the headings that are expected.
        HeadingsMissing => "HEADINGS_MISSING" on "file",
        /// Columns without which no row can be understood are absent.
        ColumnsMissing { columns: String } => "COLUMNS_MISSING" on "file",
        /// It is a table of places, where people are expected.
        FileOfPlaces => "FILE_OF_PLACES" on "file",
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "network",
    }
}

impl From<Unreadable> for ImportRefusal {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Empty => Self::FileEmpty,
            Unreadable::NotText => Self::FileNotText,
            Unreadable::NoHeadings => Self::HeadingsMissing,
            Unreadable::MissingColumns(columns) => {
                Self::ColumnsMissing { columns: columns.join(", ") }
            }
            Unreadable::OfPlaces => Self::FileOfPlaces,
        }
    }
}

/// The network that a file is for.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Network {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    archived_at: Option<DateTime<Utc>>,
}

impl Network {
    /// Nothing is brought into a closed network.
    fn open(&self) -> Result<(), ImportRefusal> {
        if self.archived_at.is_some() { Err(ImportRefusal::NetworkArchived) } else { Ok(()) }
    }
}

/// Loads the network, and asks whether files may be exchanged with it.
pub(crate) async fn network(
    ctx: &Context,
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Network, Halt> {
    let network: Network =
        Sql::new("select id, slug, archived_at from network where slug = ?", binds![slug])
            .one(db)
            .await?
            .ok_or(Denied::Hidden)?;
    ctx.may(&Ask::Exchange { network: network.id })?;
    Ok(network)
}

/// Begins to bring a file in, for an asker who may; what is known is to be read after it.
pub(crate) async fn begin(
    ctx: &Context,
    asked: &Import<'_>,
) -> Outcome<(Transaction, Network), ImportRefusal> {
    let tx = ctx.begin().await?;
    let mut known = network(ctx, &*tx, asked.network).await?;
    known.open()?;
    if !asked.is_dry_run && take_turn(&tx).await? {
        // Whoever came first took a while, and the network may be closed by now.
        known = network(ctx, &*tx, asked.network).await?;
        known.open()?;
    }
    Ok((tx, known))
}

/// The number under which PostgreSQL holds the lock of an import.
const ADVISORY_LOCK: i64 = 0x696d_706f;

/// Of two imports at once, neither would see what the other writes; one waits for the other. Says
/// whether it may have waited: SQLite has one writer anyway, who waits before anything is read.
async fn take_turn(tx: &Transaction) -> Result<bool, DbErr> {
    let may_wait = tx.get_database_backend() == DbBackend::Postgres;
    if may_wait {
        Sql::new("select pg_advisory_xact_lock(?)", binds![ADVISORY_LOCK]).run(&**tx).await?;
    }
    Ok(may_wait)
}

/// How many rows go into one statement: SQLite takes at most 32,766 values.
pub(crate) const CHUNK: usize = 500;

/// Writes rows in few statements: new ones are inserted, known ones get these columns.
pub(crate) async fn save<E>(
    tx: &Transaction,
    rows: Vec<E::ActiveModel>,
    key: E::Column,
    columns: &[E::Column],
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Clone,
{
    for chunk in rows.chunks(CHUNK) {
        let mut conflict = OnConflict::column(key);
        if columns.is_empty() {
            conflict.do_nothing();
        } else {
            conflict.update_columns(columns.iter().copied());
        }
        E::insert_many(chunk.iter().cloned())
            .on_conflict(conflict.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}
