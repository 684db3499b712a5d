//! Employers from a table: ours, or one that a network keeps by hand.

use std::collections::HashMap;
use std::str::FromStr;

use super::Sought;
use crate::identifier::{Email, Phone, Pivot, Rna, WebAddress, pivot};
use crate::sheet::problem::Findings;
use crate::sheet::{self, Problem, Reason, Row, Unreadable, code, unguarded};
use crate::text::{LONGEST_LINE, fold, is_long, line};

/// The columns that we write. An employer needs a name or a number.
pub(super) const HEADINGS: [&str; 10] = [
    "SIRET",
    "RNA",
    "Nom",
    "Adresse",
    "Code postal",
    "Commune",
    "Code Insee",
    "Courriel",
    "Téléphone",
    "Site web",
];

/// Where the commune's code is among them.
pub(super) const CODE: usize = 6;

/// The headings that are met, folded, for each of [`HEADINGS`].
const SYNONYMS: [&[&str]; 10] = [
    &["siret", "pivot", "n siret", "numero siret", "numero de siret", "siret ou rna"],
    &["rna", "n rna", "numero rna", "numero d association"],
    &[
        "nom",
        "structure",
        "employeur",
        "nom de la structure",
        "organisme",
        "association",
        "raison sociale",
        "denomination",
        "structure employeuse",
        "structure employeuse nom",
        "name",
    ],
    &["adresse", "adresse postale", "structure employeuse adresse", "rue", "address"],
    &["code postal", "cp", "structure employeuse code postal", "postal code"],
    &["commune", "ville", "structure employeuse commune", "city"],
    &["code insee", "insee", "code commune", "structure employeuse code insee"],
    &["courriel", "email", "e mail", "mail", "adresse email", "adresse mail", "courriels"],
    &["telephone", "tel", "numero de telephone", "phone", "standard"],
    &["site web", "site", "site internet", "url", "web", "website"],
];

/// What a file gave.
#[derive(Debug)]
pub(super) struct EmployerSheet {
    pub(super) rows: Vec<EmployerRow>,
    /// How the file calls the columns by which an employer is known: SIRET, RNA, name.
    pub(super) called: [Option<String>; 3],
    /// How it calls the one of the commune's code.
    pub(super) code_called: Option<String>,
    pub(super) problems: Vec<Problem>,
}

/// An employer as a row describes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EmployerRow {
    pub(super) line: u64,
    pub(super) sought: Sought,
    pub(super) email: Option<Email>,
    pub(super) phone: Option<Phone>,
    pub(super) website: Option<WebAddress>,
}

/// Reads employers.
pub(super) fn read(bytes: &[u8]) -> Result<EmployerSheet, Unreadable> {
    let sheet = sheet::read(bytes, |cells| {
        let columns: Vec<usize> = cells.iter().filter_map(|cell| column_of(cell)).collect();
        let is_enough = columns.contains(&2) || columns.contains(&0) || columns.contains(&1);
        if is_enough { columns.len() } else { 0 }
    })?;
    let mut headings = Findings::of_line(sheet.heading_line);
    let mut at: HashMap<usize, usize> = HashMap::new();
    for (index, heading) in sheet.headings.iter().enumerate() {
        match column_of(heading) {
            Some(column) if at.contains_key(&column) => {
                headings.leave_out(heading, "", Reason::RepeatedColumn);
            }
            Some(column) => {
                at.insert(column, index);
            }
            None if heading.is_empty() => {}
            None => headings.leave_out(heading, "", Reason::UnknownColumn),
        }
    }
    let mut problems = headings.into_problems();
    let mut rows = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let mut cells = Cells { row, at: &at, findings: Findings::of_line(row.line) };
        sheet.refuses(row, &mut cells.findings);
        let employer = cells.employer();
        if employer.sought.name.is_empty() && employer.sought.pivot.is_none() {
            cells.findings.refuse(HEADINGS[2], "", Reason::Missing);
        } else if is_long(&employer.sought.name) {
            let reason = Reason::NameTooLong { limit: LONGEST_LINE };
            cells.findings.refuse(HEADINGS[2], &employer.sought.name, reason);
        } else if !cells.findings.is_refused() {
            rows.push(employer);
        }
        problems.append(&mut cells.findings.in_words_of(|ours| {
            let column = HEADINGS.iter().position(|heading| *heading == ours)?;
            sheet.headings.get(*at.get(&column)?).map(String::as_str)
        }));
    }
    let called_in_file = |column: usize| sheet.headings.get(*at.get(&column)?).cloned();
    let (called, code_called) = ([0, 1, 2].map(called_in_file), called_in_file(CODE));
    Ok(EmployerSheet { rows, called, code_called, problems })
}

fn column_of(heading: &str) -> Option<usize> {
    let folded = fold(heading);
    SYNONYMS.iter().position(|known| known.contains(&folded.as_str()))
}

struct Cells<'sheet> {
    row: &'sheet Row,
    at: &'sheet HashMap<usize, usize>,
    findings: Findings,
}

impl<'sheet> Cells<'sheet> {
    fn employer(&mut self) -> EmployerRow {
        let rna = self.value::<Rna>(1, Reason::NotAPivot);
        let pivot = self.pivot().or_else(|| rna.clone().map(Pivot::Rna));
        EmployerRow {
            line: self.row.line,
            sought: Sought {
                name: line(&self.line(2).unwrap_or_default()),
                pivot,
                rna,
                address: self.line(3),
                postal_code: self.code(4, 6, Reason::NotAPostalCode),
                commune_name: self.line(5),
                insee_code: self.code(6, 4, Reason::NotAnInseeCode),
            },
            email: self.value(7, Reason::NotAnEmail),
            phone: self.value(8, Reason::NotAPhone),
            website: self.value(9, Reason::NotAWebAddress),
        }
    }

    fn text(&self, column: usize) -> &'sheet str {
        let row = self.row;
        let cell = self.at.get(&column).and_then(|index| row.cells.get(*index));
        cell.map_or("", |cell| unguarded(cell))
    }

    fn line(&self, column: usize) -> Option<String> {
        let text = self.text(column).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(text).filter(|text| !text.is_empty())
    }

    fn value<V: FromStr>(&mut self, column: usize, otherwise: Reason) -> Option<V> {
        let text = self.text(column);
        let value = text.parse().ok();
        if value.is_none() && !text.is_empty() {
            self.findings.leave_out(HEADINGS[column], text, otherwise);
        }
        value
    }

    fn pivot(&mut self) -> Option<Pivot> {
        let text = self.text(0);
        match text.parse() {
            Ok(pivot) => Some(pivot),
            Err(pivot::Error::Unknown) => None,
            Err(_) => {
                self.findings.leave_out(HEADINGS[0], text, Reason::NotAPivot);
                None
            }
        }
    }

    /// A code of the commune, which the one beside it must not contradict.
    fn code<V: FromStr>(&mut self, column: usize, beside: usize, otherwise: Reason) -> Option<V> {
        let text = self.text(column);
        let value = code(HEADINGS[column], text, self.text(beside), &mut self.findings);
        if value.is_none() && !text.is_empty() {
            self.findings.leave_out(HEADINGS[column], text, otherwise);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_we_write_are_those_we_read() {
        for (index, heading) in HEADINGS.iter().enumerate() {
            assert_eq!(column_of(heading), Some(index), "{heading}");
        }
    }

    #[test]
    fn a_row_needs_a_name_or_a_number() {
        let text =
            "siret;nom;cp;mail\n43493312300029;;1000;x\n;Médiathèque;49100;\n;;49100;a@b.example\n";
        let sheet = read(text.as_bytes()).unwrap();

        let names: Vec<_> =
            sheet.rows.iter().map(|row| (row.line, row.sought.name.as_str())).collect();
        assert_eq!(names, [(2, ""), (3, "Médiathèque")]);
        let problems: Vec<_> = sheet.problems.iter().map(|p| (p.line, p.reason)).collect();
        assert_eq!(
            problems,
            [(2, Reason::LostZero), (2, Reason::NotAnEmail), (4, Reason::Missing)]
        );
    }
}
