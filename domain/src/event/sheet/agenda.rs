//! The agendas that a JSON file gives of its events.
//!
//! An agenda is a list of objects: in the event under `agenda`, or beside the list of events under
//! `agenda_2026_06_11`, for the event that begins on this day. Items at the same time are told together
//! under `parallel`.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

use super::{EventRow, json::written};
use crate::{
    patch::Patch,
    session::{
        Speaker,
        import::{Agenda, Item},
    },
    sheet::{self, Problem, Reason, moment, problem::Findings},
    text::{self, fold, is_blank},
};

/// A field of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Field {
    Title,
    StartsAt,
    EndsAt,
    Description,
    Room,
    Speakers,
    Capacity,
    Parallel,
}

/// What files call the fields of an item, our own word first.
const FIELDS: [(Field, &[&str]); 8] = [
    (Field::Title, &["title", "titre", "intitulé"]),
    (Field::StartsAt, &["start", "starts_at", "début"]),
    (Field::EndsAt, &["end", "ends_at", "fin"]),
    (Field::Description, &["description", "présentation"]),
    (Field::Room, &["room", "salle"]),
    (Field::Speakers, &["speakers", "intervenants"]),
    (Field::Capacity, &["capacity", "places", "jauge"]),
    (Field::Parallel, &["parallel", "en parallèle"]),
];

impl Field {
    fn of_key(key: &str) -> Option<Self> {
        let key = fold(key);
        let is_called = |words: &[&str]| words.iter().any(|word| fold(word) == key);
        FIELDS.iter().find(|(_, words)| is_called(words)).map(|(field, _)| *field)
    }

    fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, _)| *field == self).map_or("", |(_, words)| words[0])
    }
}

/// Whether this is what an agenda is called.
pub(super) fn is_called(word: &str) -> bool {
    matches!(fold(word).as_str(), "agenda" | "programme")
}

/// The agendas that stand beside the list of events.
pub(super) fn beside(whole: Map<String, Value>) -> Vec<Told> {
    let is_agenda = |key: &str| is_called(key.split(BETWEEN).next().unwrap_or_default());
    let agendas = whole.into_iter().filter(|(key, _)| is_agenda(key));
    agendas.filter_map(|(key, value)| Told::of(key, value)).collect()
}

/// What may stand between an agenda's word and its day.
const BETWEEN: [char; 3] = ['_', ' ', '-'];

/// An agenda as the file gives it.
pub(super) struct Told {
    heading: String,
    value: Value,
}

impl Told {
    /// The agenda under this key, unless nothing is said of it.
    pub(super) fn of(heading: String, value: Value) -> Option<Self> {
        (!value.is_null()).then_some(Self { heading, value })
    }

    /// The day that the heading names.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        let (_, day) = self.heading.split_once(BETWEEN)?;
        sheet::day(&day.replace('_', "-"))
    }

    /// Tells of each item that it is left out with the whole agenda.
    pub(super) fn left_out(&self, line: u64, reason: Reason) -> Vec<Problem> {
        let mut findings = Findings::of_line(line);
        if let Value::Array(list) = &self.value {
            for (rank, item) in (1..).zip(list) {
                let title = written(item.get(Field::Title.name()).unwrap_or(item));
                findings.leave_out(&self.place(rank), &title, reason);
            }
        } else {
            findings.leave_out(&self.heading, &written(&self.value), reason);
        }
        findings.into_problems()
    }

    /// Reads the items; what is wrong with one leaves it out, and the others go in.
    pub(super) fn read(&self, event: &EventRow, findings: &mut Findings) -> Option<Agenda> {
        let Value::Array(list) = &self.value else {
            findings.leave_out(&self.heading, &written(&self.value), Reason::Unknown);
            return None;
        };
        let heading = self.heading.clone();
        let mut agenda = Agenda { heading, items: Vec::new(), left_out: Vec::new() };
        for (rank, value) in (1..).zip(list) {
            let Value::Object(object) = value else {
                findings.leave_out(&self.place(rank), &written(value), Reason::Unknown);
                continue;
            };
            for cells in Cells::of(self.place(rank), object, findings).apart(findings) {
                match cells.item(event, findings) {
                    Some(item) => agenda.items.push(item),
                    None => agenda.left_out.push(cells.text(Field::Title)),
                }
            }
        }
        Some(agenda)
    }

    /// Where an item of this rank, counted from 1, stands.
    fn place(&self, rank: u64) -> String {
        format!("{} {rank}", self.heading)
    }
}

/// What a file says of a field, under its own word.
type Said = HashMap<Field, (String, Value)>;

/// What it says of an item.
struct Cells {
    place: String,
    said: Said,
}

impl Cells {
    fn of(place: String, object: &Map<String, Value>, findings: &mut Findings) -> Self {
        let mut said = Said::new();
        for (key, value) in object {
            if let Some(field) = Field::of_key(key) {
                said.insert(field, (key.clone(), value.clone()));
            } else {
                let column = format!("{place}, {key}");
                findings.leave_out(&column, &written(value), Reason::UnknownColumn);
            }
        }
        Self { place, said }
    }

    /// The items that are told together, each as one of its own.
    fn apart(mut self, findings: &mut Findings) -> Vec<Self> {
        let Some((key, together)) = self.said.remove(&Field::Parallel) else { return vec![self] };
        let list = match together {
            Value::Array(list) if !list.is_empty() => list,
            Value::Array(_) | Value::Null => return vec![self],
            other => {
                let column = format!("{}, {key}", self.place);
                findings.leave_out(&column, &written(&other), Reason::Unknown);
                return vec![self];
            }
        };
        let mut apart = Vec::with_capacity(list.len());
        for (rank, one) in (1..).zip(list) {
            let place = format!("{}, {key} {rank}", self.place);
            let mut one = match one {
                Value::String(_) => {
                    let title = (Field::Title.name().to_owned(), one);
                    Self { place, said: Said::from([(Field::Title, title)]) }
                }
                Value::Object(object) => Self::of(place, &object, findings),
                other => {
                    findings.leave_out(&place, &written(&other), Reason::Unknown);
                    continue;
                }
            };
            if let Some((key, deeper)) = one.said.remove(&Field::Parallel) {
                let column = format!("{}, {key}", one.place);
                findings.leave_out(&column, &written(&deeper), Reason::Unknown);
            }
            apart.push(self.around(one));
        }
        apart
    }

    /// One of the items that are told together: it has the time of the whole, and a description that
    /// says what the whole is called.
    fn around(&self, one: Self) -> Self {
        let mut said = self.said.clone();
        said.remove(&Field::Title);
        said.extend(one.said);
        let mut whole = Self { place: one.place, said };
        let about = [self.text(Field::Title), whole.text(Field::Description)];
        let about: Vec<String> = about.into_iter().filter(|words| !is_blank(words)).collect();
        if !about.is_empty() {
            let about = Value::String(about.join("\n\n"));
            whole.said.insert(Field::Description, (Field::Description.name().to_owned(), about));
        }
        whole
    }

    /// The item, unless what makes one is missing or not understood.
    fn item(&self, event: &EventRow, findings: &mut Findings) -> Option<Item> {
        let title = self.required(Field::Title, findings);
        let starts_at = self.moment(Field::StartsAt, event, findings);
        let ends_at = self.moment(Field::EndsAt, event, findings);
        let item = Item {
            description: self.value(Field::Description).map(written),
            room: self.value(Field::Room).map_or(Patch::Keep, |value| {
                Patch::Put(Some(written(value)).filter(|room| !is_blank(room)))
            }),
            speakers: self.speakers(findings),
            capacity: self.capacity(findings),
            title: text::line(&title?),
            starts_at: starts_at?,
            ends_at: ends_at?,
            place: self.place.clone(),
        };
        Some(item)
    }

    fn value(&self, field: Field) -> Option<&Value> {
        self.said.get(&field).map(|(_, value)| value)
    }

    fn text(&self, field: Field) -> String {
        self.value(field).map(written).unwrap_or_default()
    }

    fn leave_out(&self, field: Field, value: &str, reason: Reason, findings: &mut Findings) {
        let key = self.said.get(&field).map_or(field.name(), |(key, _)| key.as_str());
        findings.leave_out(&format!("{}, {key}", self.place), value, reason);
    }

    fn required(&self, field: Field, findings: &mut Findings) -> Option<String> {
        let text = self.text(field);
        if is_blank(&text) {
            self.leave_out(field, "", Reason::Missing, findings);
            return None;
        }
        Some(text)
    }

    /// A time alone is one of the day on which the event begins.
    fn moment(
        &self,
        field: Field,
        event: &EventRow,
        findings: &mut Findings,
    ) -> Option<DateTime<Utc>> {
        let text = self.required(field, findings)?;
        let zone = event.time_zone;
        let day = event.starts_at.with_timezone(&zone).date_naive();
        let instant = moment(&text, zone).or_else(|| moment(&format!("{day} {text}"), zone));
        if instant.is_none() {
            self.leave_out(field, &text, Reason::NotAMoment, findings);
        }
        instant
    }

    fn capacity(&self, findings: &mut Findings) -> Patch<i32> {
        let Some(value) = self.value(Field::Capacity) else { return Patch::Keep };
        let text = written(value);
        if text.is_empty() {
            return Patch::Put(None);
        }
        let seats = text.parse().ok().filter(|seats: &i32| *seats >= 0);
        if seats.is_none() {
            self.leave_out(Field::Capacity, &text, Reason::NotANumber, findings);
            return Patch::Keep;
        }
        Patch::Put(seats)
    }

    /// Names, or objects with a `name`; one name may stand alone.
    fn speakers(&self, findings: &mut Findings) -> Option<Vec<Speaker>> {
        let list = match self.value(Field::Speakers)? {
            Value::Array(list) => list.clone(),
            other => vec![other.clone()],
        };
        let is_named = |one: &Value| one.is_null() || one.get("name").unwrap_or(one).is_string();
        if !list.iter().all(is_named) {
            let text = self.text(Field::Speakers);
            self.leave_out(Field::Speakers, &text, Reason::Unknown, findings);
            return None;
        }
        let names = list.iter().map(|one| text::line(&written(one.get("name").unwrap_or(one))));
        let names = names.filter(|name| !name.is_empty());
        Some(names.map(|name| Speaker { name, member_id: None }).collect())
    }
}
