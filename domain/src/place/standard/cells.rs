//! Reading one row of such a file: what each of its cells says of the place.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::str::FromStr;

use super::{
    COLUMNS, ClosedList, Coordinates, LONGEST_SUMMARY, Label, StandardPlace, commune, street,
};
use crate::identifier::{Email, InseeCode, Phone, Pivot, PostalCode, WebAddress, pivot};
use crate::place::hours::{self, Week};
use crate::sheet::problem::Findings;
use crate::sheet::{Reason, Row, code, day};
use crate::text::{LONGEST_LINE, is_long, line};

/// The cells of a row, and what is wrong with them.
pub(super) struct Cells<'row> {
    pub(super) row: &'row Row,
    pub(super) at: &'row HashMap<&'static str, usize>,
    pub(super) findings: Findings,
}

impl<'row> Cells<'row> {
    pub(super) fn place(&mut self) -> Option<StandardPlace> {
        let id = self.required("id");
        let name = self.name();
        let commune = self.spelled("commune", commune);
        let address = self.spelled("adresse", street);
        let postal_code = self.required("code_postal").and_then(|_| self.postal_code());
        let mut labels = BTreeSet::new();
        let mut other_labels = self.free_list("autres_formations_labels");
        self.labels(&mut labels, &mut other_labels);
        let (summary, detail) = self.presentation();
        Some(StandardPlace {
            pivot: self.pivot(),
            insee_code: self.insee_code(),
            address_complement: self.line("complement_adresse"),
            coordinates: self.coordinates(),
            typologies: self.closed_list("typologie"),
            phone: self.phone(),
            emails: self.emails(),
            websites: self.websites(),
            opening_hours: self.opening_hours(),
            summary,
            detail,
            source: self.line("source"),
            mobility: self.closed_list("itinerance"),
            parent: self.parent(),
            updated_on: self.day("date_maj"),
            services: self.closed_list("services"),
            audiences: self.closed_list("publics_specifiquement_adresses"),
            special_care: self.closed_list("prise_en_charge_specifique"),
            fees: self.closed_list("frais_a_charge"),
            programmes: self.closed_list("dispositif_programmes_nationaux"),
            labels,
            other_labels,
            access: self.closed_list("modalites_acces"),
            support: self.closed_list("modalites_accompagnement"),
            accessibility: self.web_address("fiche_acces_libre"),
            booking: self.web_address("prise_rdv"),
            id: id?,
            name: name?,
            commune: commune?,
            address: address?,
            postal_code: postal_code?,
        })
    }

    /// The text of a cell; a column that the file does not have is empty.
    fn text(&self, column: &str) -> &'row str {
        let row = self.row;
        self.at.get(column).and_then(|index| row.cells.get(*index)).map_or("", String::as_str)
    }

    /// The columns of which this row says nothing.
    pub(super) fn silent(&self) -> HashSet<&'static str> {
        COLUMNS.into_iter().filter(|column| self.text(column).is_empty()).collect()
    }

    fn line(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn required(&mut self, column: &str) -> Option<String> {
        let line = self.line(column);
        if line.is_none() {
            self.findings.refuse(column, "", Reason::Missing);
        }
        line
    }

    /// The name, on one line, when it is one that can be read.
    fn name(&mut self) -> Option<String> {
        let name = line(&self.required("nom")?);
        if name.is_empty() {
            self.findings.refuse("nom", "", Reason::Missing);
            return None;
        }
        if is_long(&name) {
            self.findings.refuse("nom", &name, Reason::NameTooLong { limit: LONGEST_LINE });
            return None;
        }
        Some(name)
    }

    /// The organisation above, whose name an employer may get.
    fn parent(&mut self) -> Option<String> {
        let parent = self.line("structure_parente")?;
        if is_long(&parent) {
            let reason = Reason::NameTooLong { limit: LONGEST_LINE };
            self.findings.leave_out("structure_parente", &parent, reason);
            return None;
        }
        Some(parent)
    }

    /// What is required, in the letters that the standard's readers know.
    fn spelled(&mut self, column: &str, spell: fn(&str) -> String) -> Option<String> {
        let line = self.required(column)?;
        let spelled = spell(&line);
        if spelled.is_empty() {
            self.findings.refuse(column, &line, Reason::Missing);
            return None;
        }
        // Spaces too many are nobody's concern.
        if line.split_whitespace().ne(spelled.split_whitespace()) {
            self.findings.repair(column, &line, Reason::OddLetters);
        }
        Some(spelled)
    }

    /// The value of a cell that is not empty; left out and reported when it is not one.
    fn value<V: FromStr>(&mut self, column: &str, otherwise: Reason) -> Option<V> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.findings.leave_out(column, text, otherwise);
        }
        value
    }

    /// Opening hours as OpenStreetMap writes them; what is said in French is written so.
    fn opening_hours(&mut self) -> Option<String> {
        let text = self.line("horaires")?;
        if Week::read(&text).is_some() || hours::is_known(&text) {
            return Some(text);
        }
        let week = Week::said(&text);
        if week.is_none() {
            self.findings.leave_out("horaires", &text, Reason::NotHours);
        }
        week?.write()
    }

    fn pivot(&mut self) -> Option<Pivot> {
        let text = self.text("pivot");
        match text.parse() {
            Ok(pivot) => Some(pivot),
            Err(pivot::Error::Unknown) => None,
            Err(_) => {
                self.findings.leave_out("pivot", text, Reason::NotAPivot);
                None
            }
        }
    }

    fn postal_code(&mut self) -> Option<PostalCode> {
        let (text, beside) = (self.text("code_postal"), self.text("code_insee"));
        let read = code("code_postal", text, beside, &mut self.findings);
        if read.is_none() {
            self.findings.refuse("code_postal", text, Reason::NotAPostalCode);
        }
        read
    }

    fn insee_code(&mut self) -> Option<InseeCode> {
        let (text, beside) = (self.text("code_insee"), self.text("code_postal"));
        if text.is_empty() {
            return None;
        }
        let read: Option<InseeCode> = code("code_insee", text, beside, &mut self.findings);
        let read = read.filter(InseeCode::is_of_a_department);
        if read.is_none() {
            self.findings.leave_out("code_insee", text, Reason::NotAnInseeCode);
        }
        read
    }

    fn coordinates(&mut self) -> Option<Coordinates> {
        let (latitude, longitude) = (self.text("latitude"), self.text("longitude"));
        if latitude.is_empty() && longitude.is_empty() {
            return None;
        }
        let number = |text: &str| text.replace(',', ".").parse::<f64>().ok();
        match (number(latitude), number(longitude)) {
            (Some(0.0), Some(0.0)) => None,
            (Some(north), Some(east)) if Coordinates::new(north, east).is_some() => {
                Coordinates::new(north, east)
            }
            (latitude_read, _) => {
                let is_possible = latitude_read.is_some_and(|north| north.abs() <= 90.0);
                let (column, text) =
                    if is_possible { ("longitude", longitude) } else { ("latitude", latitude) };
                self.findings.leave_out(column, text, Reason::NotCoordinates);
                None
            }
        }
    }

    fn phone(&mut self) -> Option<Phone> {
        let text = self.text("telephone");
        if text.is_empty() {
            return None;
        }
        let phone = text.parse::<Phone>().ok().or_else(|| {
            let mut parts =
                text.split(['/', '|', ';', ',', '\n']).flat_map(|part| part.split(" ou "));
            let first = parts.find_map(|part| part.parse::<Phone>().ok());
            if first.is_some() {
                self.findings.leave_out("telephone", text, Reason::SeveralPhones);
            }
            first
        });
        match phone {
            Some(phone) if phone.is_standard() => Some(phone),
            Some(_) => {
                self.findings.leave_out("telephone", text, Reason::ForeignPhone);
                None
            }
            None => {
                self.findings.leave_out("telephone", text, Reason::NotAPhone);
                None
            }
        }
    }

    fn emails(&mut self) -> Vec<Email> {
        let text = self.text("courriels");
        let parts = text.split(['|', ';', ',']).flat_map(str::split_whitespace);
        self.each("courriels", parts, Reason::NotAnEmail)
    }

    fn websites(&mut self) -> Vec<WebAddress> {
        let text = self.text("site_web");
        let parts = text.split('|').flat_map(addresses);
        self.each("site_web", parts, Reason::NotAWebAddress)
    }

    fn each<V: FromStr + PartialEq>(
        &mut self,
        column: &str,
        parts: impl Iterator<Item = &'row str>,
        otherwise: Reason,
    ) -> Vec<V> {
        let mut values = Vec::new();
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            match part.parse() {
                Ok(value) if values.contains(&value) => {}
                Ok(value) => values.push(value),
                Err(_) => self.findings.leave_out(column, part, otherwise),
            }
        }
        values
    }

    fn web_address(&mut self, column: &str) -> Option<WebAddress> {
        self.value(column, Reason::NotAWebAddress)
    }

    fn day(&mut self, column: &str) -> Option<chrono::NaiveDate> {
        let text = self.text(column);
        let found = day(text);
        if found.is_none() {
            let reason = if text.is_empty() { Reason::Missing } else { Reason::NotADay };
            self.findings.leave_out(column, text, reason);
        }
        found
    }

    fn closed_list<L: ClosedList>(&mut self, column: &str) -> BTreeSet<L> {
        let mut values = BTreeSet::new();
        for part in parts(self.text(column)) {
            match L::recognise(part) {
                Some(value) => {
                    values.insert(value);
                }
                None => self.findings.leave_out(column, part, Reason::NotInList),
            }
        }
        values
    }

    fn free_list(&self, column: &str) -> BTreeSet<String> {
        parts(self.text(column)).map(str::to_owned).collect()
    }

    fn labels(&mut self, known: &mut BTreeSet<Label>, others: &mut BTreeSet<String>) {
        for part in parts(self.text("formations_labels")) {
            if let Some(label) = Label::recognise(part) {
                known.insert(label);
            } else {
                others.insert(part.to_owned());
                self.findings.repair("formations_labels", part, Reason::KeptAsOtherLabel);
            }
        }
    }

    /// A summary that is too long is cut at a word; the whole goes to the detail if that is empty.
    fn presentation(&mut self) -> (Option<String>, Option<String>) {
        let summary = self.line("presentation_resume");
        let detail = self.line("presentation_detail");
        let Some(text) = summary.as_deref().filter(|text| text.chars().count() > LONGEST_SUMMARY)
        else {
            return (summary, detail);
        };
        let reason = Reason::TooLong { limit: LONGEST_SUMMARY };
        let cut = Some(shorten(text, LONGEST_SUMMARY));
        if detail.is_none() {
            self.findings.repair("presentation_resume", text, reason);
            return (cut, summary);
        }
        self.findings.leave_out("presentation_resume", text, reason);
        (cut, detail)
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', ';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Addresses that semicolons or spaces separate; a semicolon inside an address is left alone.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest.char_indices().filter(|(_, c)| *c == ';' || c.is_whitespace()).find(
            |(index, c)| {
                let after = rest[index + c.len_utf8()..].trim_start();
                ["http://", "https://", "www."].iter().any(|start| after.starts_with(start))
            },
        );
        let (part, after) = match cut {
            Some((index, c)) => (&rest[..index], &rest[index + c.len_utf8()..]),
            None => (rest, ""),
        };
        rest = after;
        Some(part.trim_end_matches([';', ' ']))
    })
}

fn shorten(text: &str, limit: usize) -> String {
    let head: String = text.chars().take(limit - 1).collect();
    let cut = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end())
}
