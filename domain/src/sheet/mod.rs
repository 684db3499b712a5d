//! Tables that people bring: files in whatever encoding, separator and layout their tool gave them.

pub(crate) mod code;
pub mod day;
pub mod moment;
pub mod problem;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

pub(crate) use code::code;
pub use day::day;
pub use moment::moment;
use problem::Findings;
pub use problem::{Consequence, Problem, Reason};

/// A table whose heading row was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The headings as they are written.
    pub headings: Vec<String>,
    /// The line of the heading row, counted from 1.
    pub heading_line: u64,
    /// The rows below that are not empty.
    pub rows: Vec<Row>,
    /// The name of the encoding the file was read with.
    pub encoding: &'static str,
    /// The separator: comma, semicolon or tab.
    pub separator: char,
}

impl Sheet {
    /// Refuses a row that has more to say than there are headings: nobody knows what the last cells
    /// mean, and the others may have slipped. Empty cells at its end are harmless. Says whether it did.
    pub(crate) fn refuses(&self, row: &Row, findings: &mut Findings) -> bool {
        let is_wide = row.cells.iter().skip(self.headings.len()).any(|cell| !cell.is_empty());
        if is_wide {
            findings.refuse("", &row.cells.join(" | "), Reason::TooManyCells);
        }
        is_wide
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line where the row begins in the file, counted from 1.
    pub line: u64,
    /// The cells, trimmed; at least as many as there are headings.
    pub cells: Vec<String>,
}

/// Why no table can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is no text in it.
    #[error("the file is empty")]
    Empty,
    /// It is a spreadsheet or another binary file; it has to be saved as CSV first.
    #[error("the file is not text: save the spreadsheet as CSV")]
    NotText,
    /// No row looks like the headings that are expected.
    #[error("no heading row was found")]
    NoHeadings,
    /// Columns without which no row can be understood are absent.
    #[error("columns are missing: {}", .0.join(", "))]
    MissingColumns(Vec<String>),
    /// It is a table of places, and people are expected.
    #[error("this is a table of places, not of people")]
    OfPlaces,
}

/// How far below the top of a file the headings may stand: some tools write a title first.
const DEEPEST_HEADINGS: usize = 20;

/// Reads a table.
///
/// `recognised` says how many of the cells of a row are headings that the caller knows; the row and
/// the separator with the highest count win, and 0 is never a heading row.
pub fn read(bytes: &[u8], recognised: impl Fn(&[String]) -> usize) -> Result<Sheet, Unreadable> {
    let (text, encoding) = decode(bytes)?;
    let best = [',', ';', '\t']
        .into_iter()
        .filter_map(|separator| {
            let rows = rows(&text, separator).take(DEEPEST_HEADINGS);
            let best = rows
                .enumerate()
                .map(|(index, row)| (recognised(&row.cells), index))
                .max_by_key(|(count, index)| (*count, std::cmp::Reverse(*index)))?;
            Some((best.0, best.1, separator))
        })
        .filter(|(count, ..)| *count > 0)
        .max_by_key(|(count, ..)| *count);
    let Some((_, index, separator)) = best else {
        return Err(if text.trim().is_empty() {
            Unreadable::Empty
        } else {
            Unreadable::NoHeadings
        });
    };
    let mut rows = rows(&text, separator).skip(index);
    let heading = rows.next().ok_or(Unreadable::NoHeadings)?;
    let width = heading.cells.len();
    let rows = rows
        .map(|mut row| {
            if row.cells.len() < width {
                row.cells.resize(width, String::new());
            }
            row
        })
        .collect();
    Ok(Sheet {
        headings: heading.cells,
        heading_line: heading.line,
        rows,
        encoding: encoding.name(),
        separator,
    })
}

/// The text of a file, whatever its encoding; without its byte order mark.
pub fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    Ok(decode(bytes)?.0.into_owned())
}

/// Text from bytes: by its byte order mark, else UTF-8 if it is valid, else Windows-1252.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static Encoding), Unreadable> {
    let (text, encoding) = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        (encoding.decode_without_bom_handling(&bytes[mark..]).0, encoding)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (Cow::Borrowed(text), UTF_8)
    } else {
        (WINDOWS_1252.decode_without_bom_handling(bytes).0, WINDOWS_1252)
    };
    if text.contains('\0') { Err(Unreadable::NotText) } else { Ok((text, encoding)) }
}

/// The rows of a text that have at least one cell filled.
fn rows(text: &str, separator: char) -> impl Iterator<Item = Row> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut record = csv::StringRecord::new();
    std::iter::from_fn(move || {
        loop {
            // Text that is valid UTF-8 and may be ragged leaves the reader nothing to refuse.
            if !reader.read_record(&mut record).unwrap_or(false) {
                return None;
            }
            let start = record.position().map_or(0, csv::Position::byte);
            let line = lines.of(usize::try_from(start).unwrap_or(usize::MAX));
            let cells: Vec<String> = record.iter().map(|cell| trim(cell).to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Some(Row { line, cells });
            }
        }
    })
}

fn trim(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}')
}

/// The text of a cell that our own exports guarded, because a spreadsheet would have run it.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// Counts lines as an editor does. The reader's own count begins a row at the empty lines before it
/// and takes a lone carriage return for nothing.
struct Lines<'text> {
    text: &'text [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, byte: usize) -> u64 {
        let start = byte.min(self.text.len());
        let blank = self.text[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        while self.at < start + blank {
            let ends = match self.text[self.at] {
                b'\n' => true,
                b'\r' => self.text.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(cells: &[String]) -> usize {
        cells.iter().filter(|cell| ["nom", "ville"].contains(&cell.as_str())).count()
    }

    #[test]
    fn the_headings_are_found_under_a_title_and_with_any_separator() {
        for separator in [',', ';', '\t'] {
            let text = format!(
                "Liste de 2026, provisoire; v2\n\nnom{separator}ville\nAna{separator}Angers\n"
            );
            let sheet = read(text.as_bytes(), known).unwrap();

            assert_eq!(sheet.separator, separator);
            assert_eq!(sheet.heading_line, 3);
            assert_eq!(sheet.rows, [Row { line: 4, cells: vec!["Ana".into(), "Angers".into()] }]);
        }
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = "nom,ville\r\n\r\n\"Ana\nMaria\",Angers\r\n,\r\n\r\nZoé,Cholet";
        let sheet = read(text.as_bytes(), known).unwrap();

        let lines: Vec<u64> = sheet.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 7]);
    }

    #[test]
    fn any_usual_encoding_is_read() {
        let text = "nom;ville\nZoé;Évron’\n";
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for (bytes, encoding) in [
            (text.as_bytes(), "UTF-8"),
            (&mark, "UTF-8"),
            (&windows, "windows-1252"),
            (&wide, "UTF-16LE"),
        ] {
            let sheet = read(bytes, known).unwrap();

            assert_eq!(sheet.encoding, encoding);
            assert_eq!(sheet.headings[0], "nom");
            assert_eq!(sheet.rows[0].cells, ["Zoé", "Évron’"]);
        }
    }

    #[test]
    fn what_is_no_table_says_why() {
        assert_eq!(read(b" \n", known), Err(Unreadable::Empty));
        assert_eq!(read(b"PK\x03\x04\0\0", known), Err(Unreadable::NotText));
        assert_eq!(read(b"a,b\n1,2\n", known), Err(Unreadable::NoHeadings));
    }

    #[test]
    fn a_short_row_is_completed() {
        let sheet = read(b"nom,ville\nAna\n", known).unwrap();

        assert_eq!(sheet.rows[0].cells, ["Ana", ""]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, known);
            let _ = read(&bytes, <[String]>::len);
        }

        #[test]
        fn lines_never_go_back(text in "nom,ville[a,;\"\r\n]{0,60}") {
            if let Ok(sheet) = read(text.as_bytes(), <[String]>::len) {
                let lines: Vec<u64> = sheet.rows.iter().map(|row| row.line).collect();
                prop_assert!(lines.is_sorted_by(|a, b| a < b), "{:?}", lines);
            }
        }
    }
}
