//! Events from a table or a JSON list.
//!
//! A CSV has one event a row, under the headings of [`COLUMNS`] or what people call them. JSON is a
//! list of objects with the names of [`COLUMNS`] as keys, alone or under the key `events`. Both are
//! read the same way: what a file does not name stays as it is, and a named empty cell empties what
//! may be empty. Times are those of the clocks in the event's zone.
//!
//! JSON may give the agendas of its events, too.

mod agenda;
mod column;
mod json;

use std::{collections::HashMap, rc::Rc};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::word::Words;
use crate::clock::FEDERATION_ZONE;
use crate::id::EventId;
use crate::identifier::WebAddress;
use crate::patch::Patch;
use crate::session::import::Agenda;
use crate::sheet::problem::Findings;
use crate::sheet::{self, Consequence, Problem, Reason, Unreadable, moment, unguarded};
use crate::text;
pub use column::{COLUMNS, Column};
use entities::event::{Audience, Kind, Mode, Visibility};

/// What a file gave.
#[derive(Debug)]
pub(super) struct EventSheet {
    pub(super) rows: Vec<EventRow>,
    pub(super) problems: Vec<Problem>,
}

/// An event as a row describes it; what is not named stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EventRow {
    pub(super) line: u64,
    pub(super) id: Option<EventId>,
    pub(super) title: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) time_zone: Tz,
    pub(super) kind: Option<Kind>,
    pub(super) mode: Option<Mode>,
    pub(super) visibility: Option<Visibility>,
    pub(super) audience: Option<Audience>,
    pub(super) description: Option<String>,
    pub(super) is_date_tentative: Option<bool>,
    pub(super) is_venue_tentative: Option<bool>,
    pub(super) needs_approval: Option<bool>,
    pub(super) venue: Patch<String>,
    pub(super) venue_address: Patch<String>,
    pub(super) online_url: Patch<String>,
    pub(super) capacity_on_site: Patch<i32>,
    pub(super) capacity_online: Patch<i32>,
    pub(super) registration_opens_at: Patch<DateTime<Utc>>,
    pub(super) registration_closes_at: Patch<DateTime<Utc>>,
    pub(super) agenda: Option<Agenda>,
}

/// The cells of one event, by column, with the line where it stands.
struct Named {
    line: u64,
    cells: HashMap<Column, String>,
    /// How the file calls the columns.
    headings: Rc<HashMap<Column, String>>,
    agenda: Option<agenda::Told>,
}

impl Named {
    /// The day on which it begins, as the file writes it.
    fn day(&self) -> Option<NaiveDate> {
        sheet::day(self.cells.get(&Column::StartsAt)?)
    }
}

/// The zone of an event that is known: by its identifier, else by its title and its start as the
/// file writes it.
pub(super) type ZoneOf<'known> = &'known dyn Fn(Option<EventId>, &str, &str) -> Option<Tz>;

/// Reads events; `zone_of` answers where the file does not say the zone.
pub(super) fn read(bytes: &[u8], zone_of: ZoneOf<'_>) -> Result<EventSheet, Unreadable> {
    let is_json = bytes.trim_ascii_start().first().is_some_and(|first| b"[{".contains(first));
    let (named, mut problems) = if is_json { json::read(bytes)? } else { read_table(bytes)? };
    let mut rows = Vec::with_capacity(named.len());
    for event in &named {
        let mut cells = Cells { cells: &event.cells, findings: Findings::of_line(event.line) };
        let mut row = cells.event(event.line, zone_of);
        if let (Some(row), Some(told)) = (&mut row, &event.agenda) {
            row.agenda = told.read(row, &mut cells.findings);
        }
        rows.extend(row);
        problems.append(&mut cells.findings.in_words_of(|ours| {
            event.headings.get(&Column::of_heading(ours)?).map(String::as_str)
        }));
    }
    Ok(EventSheet { rows, problems })
}

fn read_table(bytes: &[u8]) -> Result<(Vec<Named>, Vec<Problem>), Unreadable> {
    let sheet = sheet::read(bytes, |cells| {
        cells.iter().filter(|cell| Column::of_heading(cell).is_some()).count()
    })?;
    let columns: Vec<Option<Column>> =
        sheet.headings.iter().map(|heading| Column::of_heading(heading)).collect();
    let missing: Vec<String> = Column::REQUIRED
        .iter()
        .filter(|column| !columns.contains(&Some(**column)))
        .map(|column| column.name().to_owned())
        .collect();
    if !missing.is_empty() {
        return Err(Unreadable::MissingColumns(missing));
    }
    let mut problems: Vec<Problem> = sheet
        .headings
        .iter()
        .enumerate()
        .filter_map(|(index, heading)| {
            let reason = match columns[index] {
                Some(column) if columns[..index].contains(&Some(column)) => Reason::RepeatedColumn,
                None if !heading.is_empty() => Reason::UnknownColumn,
                _ => return None,
            };
            Some(Problem {
                line: sheet.heading_line,
                column: Some(heading.clone()),
                means: None,
                value: String::new(),
                reason,
                consequence: Consequence::ValueLeftOut,
            })
        })
        .collect();
    let mut called = HashMap::new();
    for (column, heading) in columns.iter().zip(&sheet.headings) {
        if let Some(column) = column {
            called.entry(*column).or_insert_with(|| heading.clone());
        }
    }
    let headings = Rc::new(called);
    let mut named = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let mut findings = Findings::of_line(row.line);
        if sheet.refuses(row, &mut findings) {
            problems.append(&mut findings.into_problems());
            continue;
        }
        let mut cells = HashMap::new();
        for (cell, column) in row.cells.iter().zip(&columns) {
            if let Some(column) = column {
                cells.entry(*column).or_insert_with(|| unguarded(cell).to_owned());
            }
        }
        named.push(Named { line: row.line, cells, headings: Rc::clone(&headings), agenda: None });
    }
    Ok((named, problems))
}

struct Cells<'sheet> {
    cells: &'sheet HashMap<Column, String>,
    findings: Findings,
}

impl<'sheet> Cells<'sheet> {
    fn event(&mut self, line: u64, zone_of: ZoneOf<'_>) -> Option<EventRow> {
        let time_zone = self.zone(zone_of);
        let title = self.required(Column::Title).map(text::line);
        let starts_at = self.required_moment(Column::StartsAt, time_zone);
        let ends_at = self.required_moment(Column::EndsAt, time_zone);
        if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at)
            && ends_at <= starts_at
        {
            let text = self.cell(Column::EndsAt).unwrap_or_default();
            self.findings.refuse(Column::EndsAt.name(), text, Reason::EndsBeforeStart);
        }
        let row = EventRow {
            line,
            id: self.id(),
            kind: self.word(Column::Kind),
            mode: self.word(Column::Mode),
            visibility: self.word(Column::Visibility),
            audience: self.word(Column::Audience),
            description: self.cell(Column::Description).map(str::to_owned),
            is_date_tentative: self.truth(Column::IsDateTentative),
            is_venue_tentative: self.truth(Column::IsVenueTentative),
            needs_approval: self.truth(Column::NeedsApproval),
            venue: self.optional(Column::Venue),
            venue_address: self.optional(Column::VenueAddress),
            online_url: self.value(Column::OnlineUrl, Reason::NotAWebAddress, |text| {
                Some(text.parse::<WebAddress>().ok()?.into())
            }),
            capacity_on_site: self.number(Column::CapacityOnSite),
            capacity_online: self.number(Column::CapacityOnline),
            registration_opens_at: self.moment(Column::RegistrationOpensAt, time_zone),
            registration_closes_at: self.moment(Column::RegistrationClosesAt, time_zone),
            title: title?,
            starts_at: starts_at?,
            ends_at: ends_at?,
            time_zone,
            agenda: None,
        };
        (!self.findings.is_refused()).then_some(row)
    }

    fn cell(&self, column: Column) -> Option<&'sheet str> {
        self.cells.get(&column).map(String::as_str)
    }

    fn filled(&self, column: Column) -> Option<&'sheet str> {
        self.cell(column).filter(|text| !text::is_blank(text))
    }

    fn required(&mut self, column: Column) -> Option<&'sheet str> {
        let text = self.filled(column);
        if text.is_none() {
            self.findings.refuse(column.name(), "", Reason::Missing);
        }
        text
    }

    fn leave_out(&mut self, column: Column, reason: Reason) {
        let text = self.cell(column).unwrap_or_default();
        self.findings.leave_out(column.name(), text, reason);
    }

    /// Without a zone, the clocks of the event that is known, else the federation's.
    fn zone(&mut self, zone_of: ZoneOf<'_>) -> Tz {
        let said = self.filled(Column::TimeZone).map(str::parse);
        if let Some(Ok(zone)) = said {
            return zone;
        }
        if said.is_some() {
            self.leave_out(Column::TimeZone, Reason::Unknown);
        }
        let id = self.filled(Column::Id).and_then(|text| text.parse().ok());
        let text = |column| self.filled(column).unwrap_or_default();
        zone_of(id, text(Column::Title), text(Column::StartsAt)).unwrap_or(FEDERATION_ZONE)
    }

    fn required_moment(&mut self, column: Column, zone: Tz) -> Option<DateTime<Utc>> {
        let text = self.required(column)?;
        let instant = moment(text, zone);
        if instant.is_none() {
            self.findings.refuse(column.name(), text, Reason::NotAMoment);
        }
        instant
    }

    /// An identifier that is none of ours cannot be guessed away: the row would make a second event.
    fn id(&mut self) -> Option<EventId> {
        let text = self.filled(Column::Id)?;
        let id = text.parse().ok();
        if id.is_none() {
            self.findings.refuse(Column::Id.name(), text, Reason::Unknown);
        }
        id
    }

    fn word<W: Words>(&mut self, column: Column) -> Option<W> {
        let word = W::of_word(self.filled(column)?);
        if word.is_none() {
            self.leave_out(column, Reason::Unknown);
        }
        word
    }

    fn truth(&mut self, column: Column) -> Option<bool> {
        match crate::text::fold(self.filled(column)?).as_str() {
            "oui" | "vrai" | "true" | "yes" | "1" | "x" => Some(true),
            "non" | "faux" | "false" | "no" | "0" => Some(false),
            _ => {
                self.leave_out(column, Reason::Unknown);
                None
            }
        }
    }

    fn optional(&self, column: Column) -> Patch<String> {
        self.cell(column).map_or(Patch::Keep, |text| {
            Patch::Put(Some(text.to_owned()).filter(|text| !text.is_empty()))
        })
    }

    /// What the reading of a cell gives; what is no value changes nothing.
    fn value<V>(
        &mut self,
        column: Column,
        otherwise: Reason,
        reading: impl FnOnce(&str) -> Option<V>,
    ) -> Patch<V> {
        let Some(text) = self.cell(column) else { return Patch::Keep };
        if text.is_empty() {
            return Patch::Put(None);
        }
        let value = reading(text);
        if value.is_none() {
            self.leave_out(column, otherwise);
            return Patch::Keep;
        }
        Patch::Put(value)
    }

    fn number(&mut self, column: Column) -> Patch<i32> {
        self.value(column, Reason::NotANumber, |text| {
            text.parse().ok().filter(|number| *number >= 0)
        })
    }

    fn moment(&mut self, column: Column, zone: Tz) -> Patch<DateTime<Utc>> {
        self.value(column, Reason::NotAMoment, |text| moment(text, zone))
    }
}

#[cfg(test)]
mod tests;
