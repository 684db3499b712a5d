//! Members from a spreadsheet: the Coop's team export, or the table that a network keeps by hand.
//!
//! The headings are guessed ([`Field::of_heading`]). A row without a usable email address is refused,
//! because the address is how a member is recognised; any other value that cannot be understood is
//! left out and reported.

mod heading;
mod name;

use std::collections::HashMap;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::identifier::{Email, InseeCode, Phone, Pivot, PostalCode, pivot};
use crate::sheet::problem::{Findings, called};
use crate::sheet::{self, Problem, Reason, Row, Unreadable, code, day, unguarded};
use crate::text::{LONGEST_LINE, fold, is_blank, is_long};
pub use heading::Field;
use name::split_name;
pub(crate) use name::{by_capitals, is_capital, is_particle};

/// What a file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberSheet {
    /// What each column of the file was taken for, in the file's order.
    pub mapping: Vec<Column>,
    /// The members, in the file's order.
    pub rows: Vec<MemberRow>,
    /// What is wrong in the file, by line.
    pub problems: Vec<Problem>,
}

/// A column of the file and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading as it is written.
    pub heading: String,
    /// Its meaning; `None` when the column is not used.
    pub field: Option<Field>,
}

impl MemberSheet {
    /// How the file calls the column of this field, and our own word where it is another. A name may
    /// stand with the other one, in one cell.
    pub(super) fn called(&self, field: Field) -> (Option<String>, Option<String>) {
        let fields: &[Field] = match field {
            Field::FirstName => &[Field::FirstName, Field::FullName, Field::LastName],
            Field::LastName => &[Field::LastName, Field::FullName],
            _ => &[field],
        };
        let column_of = |field| self.mapping.iter().find(|column| column.field == Some(field));
        let Some(column) = fields.iter().find_map(|field| column_of(*field)) else {
            return (field.heading().map(str::to_owned), None);
        };
        let theirs = column.heading.as_str();
        let ours = column.field.and_then(Field::heading).unwrap_or(theirs);
        let (column, means) = called(ours, Some(theirs));
        (Some(column), means)
    }
}

/// A person as the file describes them.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberRow {
    /// The line of the row.
    pub line: u64,
    /// The address by which the member is recognised.
    pub email: Email,
    /// The first name; empty when the file has none.
    pub first_name: String,
    /// The last name; empty when the file has none.
    pub last_name: String,
    /// The telephone number.
    pub phone: Option<Phone>,
    /// The role, in the file's words.
    pub role: Option<String>,
    /// What the person is for the public, in the file's words.
    pub local_role: Option<String>,
    /// The function at the employer.
    pub job_title: Option<String>,
    /// The first day of the contract.
    pub starts_on: Option<NaiveDate>,
    /// The last day of the contract.
    pub ends_on: Option<NaiveDate>,
    /// Who employs the person.
    pub employer: Option<EmployerCells>,
    /// The line of an earlier row with the same address: another job of the same person.
    pub same_as_line: Option<u64>,
}

/// An employer as a row of people describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerCells {
    /// The name; empty when only the number is given.
    pub name: String,
    /// The SIRET or RNA.
    pub pivot: Option<Pivot>,
    /// The address.
    pub address: Option<String>,
    /// The commune's name.
    pub commune: Option<String>,
    /// The postal code.
    pub postal_code: Option<PostalCode>,
    /// The commune's INSEE code.
    pub insee_code: Option<InseeCode>,
}

/// Reads members, with what the headings seem to mean.
pub fn read(bytes: &[u8]) -> Result<MemberSheet, Unreadable> {
    let sheet = sheet::read(bytes, recognised)?;
    of_people(&sheet)?;
    let guessed: Vec<_> = sheet.headings.iter().map(|cell| Field::of_heading(cell)).collect();
    Ok(members(&sheet, &guessed, true))
}

/// Reads members, with what a person says that the columns mean.
pub fn read_as(bytes: &[u8], columns: &[Option<Field>]) -> Result<MemberSheet, Unreadable> {
    let sheet = table(bytes)?;
    if !columns.contains(&Some(Field::Email)) {
        return Err(Unreadable::MissingColumns(vec!["Adresse email".to_owned()]));
    }
    Ok(members(&sheet, columns, false))
}

/// A column before anybody said what it means: its first cells help to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// The heading as it is written.
    pub heading: String,
    /// What it seems to mean.
    pub field: Option<Field>,
    /// What the first rows say.
    pub examples: Vec<String>,
}

/// How many cells are shown of a column.
const MOST_EXAMPLES: usize = 3;

/// The columns of a file, with a guess at what each means.
pub fn glance(bytes: &[u8]) -> Result<Vec<Glance>, Unreadable> {
    let sheet = table(bytes)?;
    let mut met = std::collections::HashSet::new();
    let columns = sheet.headings.iter().enumerate().map(|(index, heading)| {
        let cells = sheet.rows.iter().filter_map(|row| row.cells.get(index));
        let filled = cells.filter(|cell| !cell.is_empty());
        Glance {
            heading: heading.clone(),
            field: Field::of_heading(heading).filter(|field| met.insert(*field)),
            examples: filled.take(MOST_EXAMPLES).cloned().collect(),
        }
    });
    Ok(columns.collect())
}

/// How many of these cells are headings of people.
fn recognised(cells: &[String]) -> usize {
    let fields: Vec<Field> = cells.iter().filter_map(|cell| Field::of_heading(cell)).collect();
    if fields.contains(&Field::Email) { fields.len() } else { 0 }
}

/// A table whose headings are known; else its first row that is as wide as any.
fn table(bytes: &[u8]) -> Result<sheet::Sheet, Unreadable> {
    let sheet = match sheet::read(bytes, recognised) {
        Err(Unreadable::NoHeadings) => {
            sheet::read(bytes, |cells| cells.iter().filter(|cell| !cell.is_empty()).count())?
        }
        read => read?,
    };
    of_people(&sheet)?;
    Ok(sheet)
}

/// The national standard's table of places has names and addresses too, and would make a person of
/// each place.
fn of_people(sheet: &sheet::Sheet) -> Result<(), Unreadable> {
    let has = |name: &str| sheet.headings.iter().any(|heading| heading.trim() == name);
    if has("pivot") && has("structure_parente") { Err(Unreadable::OfPlaces) } else { Ok(()) }
}

/// What the rows say; headings that mean nothing are told when they were guessed.
fn members(sheet: &sheet::Sheet, columns: &[Option<Field>], is_guess: bool) -> MemberSheet {
    let mut headings = Findings::of_line(sheet.heading_line);
    let mut at: HashMap<Field, usize> = HashMap::new();
    let mut mapping = Vec::with_capacity(sheet.headings.len());
    for (index, heading) in sheet.headings.iter().enumerate() {
        let mut field = columns.get(index).copied().flatten();
        match field {
            Some(known) if at.contains_key(&known) => {
                headings.leave_out(heading, "", Reason::RepeatedColumn);
                field = None;
            }
            Some(known) => {
                at.insert(known, index);
            }
            None if !is_guess || heading.is_empty() || heading::is_only_told(heading) => {}
            None => headings.leave_out(heading, "", Reason::UnknownColumn),
        }
        mapping.push(Column { heading: heading.clone(), field });
    }

    let mut problems = headings.into_problems();
    let mut rows: Vec<MemberRow> = Vec::with_capacity(sheet.rows.len());
    let mut first_lines: HashMap<String, u64> = HashMap::new();
    for row in &sheet.rows {
        let mut cells = Cells {
            row,
            at: &at,
            headings: &sheet.headings,
            findings: Findings::of_line(row.line),
        };
        if !sheet.refuses(row, &mut cells.findings)
            && let Some(mut member) = cells.member()
        {
            let first_line = *first_lines.entry(member.email.key()).or_insert(row.line);
            if first_line != row.line {
                member.same_as_line = Some(first_line);
                let email = member.email.as_str();
                cells.repair(Field::Email, email, Reason::SamePerson { first_line });
            }
            rows.push(member);
        }
        problems.append(&mut cells.findings.in_words_of(|ours| {
            sheet.headings.get(*at.get(&Field::of_heading(ours)?)?).map(String::as_str)
        }));
    }
    MemberSheet { mapping, rows, problems }
}

struct Cells<'sheet> {
    row: &'sheet Row,
    at: &'sheet HashMap<Field, usize>,
    headings: &'sheet [String],
    findings: Findings,
}

impl<'sheet> Cells<'sheet> {
    fn member(&mut self) -> Option<MemberRow> {
        let email = self.email()?;
        let (first_name, last_name) = self.names();
        let (starts_on, ends_on) = self.contract();
        Some(MemberRow {
            line: self.row.line,
            email,
            first_name,
            last_name,
            phone: self.phone(),
            role: self.line(Field::Role),
            local_role: self.line(Field::LocalRole),
            job_title: self.name(Field::JobTitle),
            starts_on,
            ends_on,
            employer: self.employer(),
            same_as_line: None,
        })
    }

    fn text(&self, field: Field) -> &'sheet str {
        let row = self.row;
        self.at.get(&field).and_then(|index| row.cells.get(*index)).map_or("", String::as_str)
    }

    /// A name or a title; one that is too long to be one is left out.
    fn name(&mut self, field: Field) -> Option<String> {
        let name = self.line(field)?;
        if is_long(&name) {
            self.leave_out(field, &name, Reason::NameTooLong { limit: LONGEST_LINE });
            return None;
        }
        Some(name)
    }

    fn line(&self, field: Field) -> Option<String> {
        let text = self.text(field).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(unguarded(&text).to_owned()).filter(|text| !is_blank(text))
    }

    /// What we call a column; what the file calls it where we write none of the kind.
    fn column(&self, field: Field) -> &'sheet str {
        let headings = self.headings;
        let theirs = || self.at.get(&field).and_then(|index| headings.get(*index));
        field.heading().unwrap_or_else(|| theirs().map_or("", String::as_str))
    }

    fn leave_out(&mut self, field: Field, text: &str, reason: Reason) {
        let column = self.column(field);
        self.findings.leave_out(column, text, reason);
    }

    fn repair(&mut self, field: Field, text: &str, reason: Reason) {
        let column = self.column(field);
        self.findings.repair(column, text, reason);
    }

    fn email(&mut self) -> Option<Email> {
        let text = self.text(Field::Email);
        let bare = unguarded(text);
        let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
        let email: Option<Email> = bare.parse().ok();
        if email.is_none() {
            let reason = if text.is_empty() { Reason::Missing } else { Reason::NotAnEmail };
            self.findings.refuse(self.column(Field::Email), text, reason);
        }
        email
    }

    fn names(&mut self) -> (String, String) {
        let first = self.name(Field::FirstName);
        let last = self.name(Field::LastName);
        match (first, last, self.name(Field::FullName)) {
            // A column « Nom » alone, or « Nom » beside an empty first name, holds both.
            (None, Some(full), _) => split_name(&full, false),
            (None, None, Some(full)) => split_name(&full, self.is_last_name_first()),
            (first, last, _) => (first.unwrap_or_default(), last.unwrap_or_default()),
        }
    }

    /// Whether the heading of full names has the last name before the first.
    fn is_last_name_first(&self) -> bool {
        let heading = self.at.get(&Field::FullName).and_then(|index| self.headings.get(*index));
        let folded = heading.map(|heading| fold(heading)).unwrap_or_default();
        let place = |name: &str| folded.split(' ').position(|word| word == name);
        match (place("nom"), place("prenom")) {
            (Some(last), Some(first)) => last < first,
            _ => false,
        }
    }

    fn phone(&mut self) -> Option<Phone> {
        let text = unguarded(self.text(Field::Phone));
        if text.is_empty() {
            return None;
        }
        let whole = text.parse::<Phone>().ok();
        if whole.is_some() {
            return whole;
        }
        let mut parts = text.split(['/', '|', ';', ',', '\n']).flat_map(|part| part.split(" ou "));
        let first = parts.find_map(|part| part.parse::<Phone>().ok());
        let reason = if first.is_some() { Reason::SeveralPhones } else { Reason::NotAPhone };
        self.leave_out(Field::Phone, text, reason);
        first
    }

    fn day(&mut self, field: Field) -> Option<NaiveDate> {
        let text = self.text(field);
        if matches!(text, "" | "-" | "–" | "—") {
            return None;
        }
        let found = day(text);
        if found.is_none() {
            self.leave_out(field, text, Reason::NotADay);
        }
        found
    }

    /// The first day and the last; a last day from before the first is left out.
    fn contract(&mut self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let (starts_on, ends_on) = (self.day(Field::StartsOn), self.day(Field::EndsOn));
        // Whoever left on the day they came is told with the day before as the last.
        let is_possible = |last: &NaiveDate| {
            starts_on.is_none_or(|first| last.succ_opt().is_some_and(|after| after >= first))
        };
        if ends_on.as_ref().is_some_and(|last| !is_possible(last)) {
            self.leave_out(Field::EndsOn, self.text(Field::EndsOn), Reason::EndsBeforeStart);
        }
        (starts_on, ends_on.filter(is_possible))
    }

    fn employer(&mut self) -> Option<EmployerCells> {
        let name = self.name(Field::EmployerName);
        let pivot = self.pivot();
        if name.is_none() && pivot.is_none() {
            return None;
        }
        Some(EmployerCells {
            name: name.unwrap_or_default(),
            pivot,
            address: self.line(Field::EmployerAddress),
            commune: self.line(Field::EmployerCommune),
            postal_code: self.code(
                Field::EmployerPostalCode,
                Field::EmployerInseeCode,
                Reason::NotAPostalCode,
            ),
            insee_code: self.code(
                Field::EmployerInseeCode,
                Field::EmployerPostalCode,
                Reason::NotAnInseeCode,
            ),
        })
    }

    fn pivot(&mut self) -> Option<Pivot> {
        let text = self.text(Field::EmployerPivot);
        match text.parse() {
            Ok(pivot) => Some(pivot),
            Err(pivot::Error::Unknown) => None,
            Err(_) => {
                self.leave_out(Field::EmployerPivot, text, Reason::NotAPivot);
                None
            }
        }
    }

    /// A code of the commune, which the one beside it must not contradict.
    fn code<V: FromStr>(&mut self, field: Field, beside: Field, otherwise: Reason) -> Option<V> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let column = self.column(field);
        let value = code(column, text, self.text(beside), &mut self.findings);
        if value.is_none() {
            self.leave_out(field, text, otherwise);
        }
        value
    }
}

#[cfg(test)]
mod tests;
