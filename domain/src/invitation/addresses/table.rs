//! The heading row of a pasted table, and the rows below it.

use super::{
    Found, Name,
    piece::{cells, read_piece, told, unquote},
    who::{is_couple, is_function, is_several, may_have_number},
};
use crate::member::sheet::Field;

/// A longer line is no heading row.
const LONGEST: usize = 2000;

/// What the columns of a table mean.
pub(super) struct Table {
    separator: char,
    columns: Vec<Option<Field>>,
}

impl Table {
    /// The table that begins with this line, if it is a heading row: the address is one of at least
    /// two columns that are known.
    pub(super) fn begins(line: &str) -> Option<Self> {
        if line.contains('@') || line.len() > LONGEST {
            return None;
        }
        ['\t', ';', ','].into_iter().find_map(|separator| {
            let headings = cells(line, |c| c == separator);
            let columns: Vec<_> =
                headings.into_iter().map(|cell| Field::of_heading(unquote(cell))).collect();
            let known = columns.iter().flatten().count();
            (known > 1 && columns.contains(&Some(Field::Email)))
                .then_some(Self { separator, columns })
        })
    }

    /// The entries of a row; nothing when its address does not stand where the heading says.
    pub(super) fn read(&self, line: &str) -> Option<Vec<Found>> {
        let cells = cells(line, |c| c == self.separator);
        let at = self.columns.iter().position(|field| *field == Some(Field::Email))?;
        if cells.len() < 2 {
            return None;
        }
        let mut found = read_piece(cells.get(at)?);
        let [person] = found.as_mut_slice() else { return None };
        let said = |field: Field| {
            let at = self.columns.iter().position(|column| *column == Some(field))?;
            let cell = told(cells.get(at)?);
            (may_have_number(cell) && !cell.contains('@') && !is_function(cell)).then_some(cell)
        };
        let (first, last) = (said(Field::FirstName), said(Field::LastName));
        let full = said(Field::FullName);
        let is_of_several = [first, last, full].into_iter().flatten().any(is_several)
            || cells.iter().any(|cell| is_couple(unquote(cell)));
        if is_of_several {
            person.name = None;
        } else if let Some(name) = Name::of_columns(first, last, full) {
            person.name = Some(name);
        }
        line.trim().clone_into(&mut person.raw);
        // Another address of the row is an entry of its own.
        let others = cells.iter().enumerate().filter(|(index, _)| *index != at);
        let others: Vec<Found> = others.flat_map(|(_, cell)| read_piece(cell)).collect();
        found.extend(others);
        Some(found)
    }
}
