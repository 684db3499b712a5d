//! Lists that people take away: one table, as CSV or as an `OpenDocument` spreadsheet.

use super::{opendocument, table};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, as French spreadsheets open it: semicolons, UTF-8 with its mark.
    Csv,
    /// An `OpenDocument` spreadsheet.
    Ods,
}

impl Format {
    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ods => "ods",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ods => opendocument::MEDIA_TYPE,
        }
    }
}

/// A list that somebody takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// What it lists, in a word or two.
    pub name: String,
    /// What stands in each column.
    pub headings: Vec<String>,
    /// One row for each thing, with a cell for each heading.
    pub rows: Vec<Vec<String>>,
}

impl List {
    /// The list as a file.
    pub fn write(self, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Csv => table::for_people(&self.headings, self.rows),
            Format::Ods => opendocument::write(&self),
        }
    }
}
