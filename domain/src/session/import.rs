//! Agendas that a file brings beside its events.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, IntoActiveModel, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::{
    Change, Speaker,
    content::{Wrong, wrongs},
    create::{MOST, blank},
};
use crate::{
    database::Transaction,
    error::Halt,
    event::zone,
    exchange::{self, FieldChange, Said},
    patch::Patch,
    sheet::{Consequence, Problem, Reason},
    text::{LONGEST_LINE, fold},
};
use entities::{
    event, event_host,
    session::{Column, Entity, Model},
};

/// The word for an item of an agenda that a file adds or changes.
pub(crate) const AGENDA: &str = "agenda";

/// The agenda that a file gives of an event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Agenda {
    /// How the file calls it.
    pub(crate) heading: String,
    /// Its items, in the order of the file.
    pub(crate) items: Vec<Item>,
    /// The titles of the items that the file does not tell well enough.
    pub(crate) left_out: Vec<String>,
}

/// An item of an agenda, as a file tells it; what is not named stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// Where the file tells it.
    pub(crate) place: String,
    pub(crate) title: String,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) description: Option<String>,
    pub(crate) room: Patch<String>,
    pub(crate) speakers: Option<Vec<Speaker>>,
    pub(crate) capacity: Patch<i32>,
}

/// What an agenda makes of the sessions that are known.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The sessions that are new, or become otherwise.
    pub(crate) rows: Vec<Model>,
    pub(crate) changes: Vec<FieldChange>,
    pub(crate) problems: Vec<Problem>,
}

impl Agenda {
    /// Decides upon each item of an event that stands on this line of the file. A session is known by
    /// its title and when it begins, else by its title. One of which the file says nothing stays, and
    /// is told: people may have added it.
    pub(crate) fn plan(&self, line: u64, known: &[Model], event: &event::Model) -> Plan {
        let mut plan = Plan::default();
        let items = self.once(line, &mut plan);
        let (found, silent) = matched(&items, known);
        let mut count = known.len() as u64;
        for (item, before) in items.into_iter().zip(found) {
            if before.is_none() && count >= MOST {
                plan.leave_out(line, item, Reason::TooManySessions);
                continue;
            }
            let after = item.over(before.cloned().unwrap_or_else(|| blank(event, count)));
            if let Some(wrong) = wrongs(&after, event).first() {
                plan.leave_out(line, item, reason(wrong));
                continue;
            }
            if before == Some(&after) {
                continue;
            }
            count += u64::from(before.is_none());
            plan.changes.push(FieldChange {
                field: AGENDA,
                before: before.map_or(Said::Nothing, |before| said(before, event)),
                after: said(&after, event),
            });
            plan.rows.push(after);
        }
        for session in silent {
            let is_told = |title: &String| fold(title) == fold(&session.title);
            if !self.left_out.iter().any(is_told) {
                let (column, title) = (&self.heading, &session.title);
                plan.note(line, column, title, Reason::NotInFile, Consequence::Kept);
            }
        }
        plan
    }

    /// The items, each once: a second one with the same title and beginning is left out.
    fn once(&self, line: u64, plan: &mut Plan) -> Vec<&Item> {
        let mut items: Vec<&Item> = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let is_same = |first: &&&Item| {
                first.starts_at == item.starts_at && fold(&first.title) == fold(&item.title)
            };
            let Some(first) = items.iter().find(is_same) else {
                items.push(item);
                continue;
            };
            let again = Item { place: first.place.clone(), ..item.clone() };
            let reason = if again == **first {
                Reason::Duplicate { first_line: line }
            } else {
                Reason::SameRecord { first_line: line }
            };
            plan.leave_out(line, item, reason);
        }
        items
    }
}

impl Item {
    /// The session with what the item says.
    fn over(&self, before: Model) -> Model {
        // A file names people only: whoever is a member stays it.
        let is_other = |named: &Vec<Speaker>| {
            let known = speakers(&before);
            !named.iter().map(|one| &one.name).eq(known.iter().map(|one| &one.name))
        };
        let change = Change {
            title: Some(self.title.clone()),
            // Words are read without the spaces around them.
            description: self.description.clone().filter(|said| said != before.description.trim()),
            starts_at: Some(self.starts_at),
            ends_at: Some(self.ends_at),
            room: self.room.clone(),
            speakers: self.speakers.clone().filter(is_other),
            capacity: self.capacity.clone(),
            rank: None,
        };
        change.over(before)
    }
}

impl Plan {
    /// The sessions that stay as they are.
    pub(crate) fn kept<'known>(
        &self,
        known: &'known [Model],
    ) -> impl Iterator<Item = &'known Model> {
        known.iter().filter(|session| self.rows.iter().all(|row| row.id != session.id))
    }

    fn leave_out(&mut self, line: u64, item: &Item, reason: Reason) {
        self.note(line, &item.place, &item.title, reason, Consequence::ValueLeftOut);
    }

    fn note(
        &mut self,
        line: u64,
        column: &str,
        value: &str,
        reason: Reason,
        consequence: Consequence,
    ) {
        self.problems.push(Problem {
            line,
            column: Some(column.to_owned()),
            means: None,
            value: value.to_owned(),
            reason,
            consequence,
        });
    }
}

/// The session that each item is about, and the sessions that none is about.
fn matched<'known>(
    items: &[&Item],
    known: &'known [Model],
) -> (Vec<Option<&'known Model>>, Vec<&'known Model>) {
    let mut left: Vec<&Model> = known.iter().collect();
    let mut found = vec![None; items.len()];
    // Those that begin as the file says come first: one break is called as the other.
    for is_exact in [true, false] {
        for (found, item) in found.iter_mut().zip(items) {
            let is_about = |session: &&Model| {
                fold(&session.title) == fold(&item.title)
                    && (!is_exact || session.starts_at == item.starts_at)
            };
            if found.is_none()
                && let Some(index) = left.iter().position(is_about)
            {
                *found = Some(left.remove(index));
            }
        }
    }
    (found, left)
}

/// What the report tells of a session: its time as the clocks of the event show it, then the rest.
fn said(session: &Model, event: &event::Model) -> Said {
    let zone = zone(event);
    let from = session.starts_at.with_timezone(&zone);
    let until = session.ends_at.with_timezone(&zone);
    let is_first_day = from.date_naive() == event.starts_on;
    let day = if is_first_day { String::new() } else { format!("{} ", from.date_naive()) };
    let time = format!("{day}{}–{}", from.format("%H:%M"), until.format("%H:%M"));
    let mut parts = vec![time, session.title.clone()];
    parts.extend(session.room.clone());
    parts.extend(speakers(session).into_iter().map(|speaker| speaker.name));
    parts.extend(session.capacity.map(|seats| seats.to_string()));
    parts.extend(Some(session.description.trim().to_owned()).filter(|words| !words.is_empty()));
    Said::List(parts)
}

fn speakers(session: &Model) -> Vec<Speaker> {
    serde_json::from_value(session.speakers.clone()).unwrap_or_default()
}

fn reason(wrong: &Wrong) -> Reason {
    match wrong {
        Wrong::TitleMissing | Wrong::SpeakerNameless => Reason::Missing,
        Wrong::TooLong(_) => Reason::NameTooLong { limit: LONGEST_LINE },
        Wrong::EndsBeforeStart => Reason::EndsBeforeStart,
        Wrong::OutsideEvent | Wrong::EndsAfterEvent => Reason::OutsideEvent,
        Wrong::CapacityNegative => Reason::NotANumber,
    }
}

/// The sessions of the events that the network hosts, by event.
pub(crate) async fn hosted(
    tx: &Transaction,
    network: Uuid,
) -> Result<HashMap<Uuid, Vec<Model>>, Halt> {
    let events = event_host::Entity::find()
        .select_only()
        .column(event_host::Column::EventId)
        .filter(event_host::Column::NetworkId.eq(network))
        .into_query();
    let sessions = Entity::find()
        .filter(Column::EventId.in_subquery(events))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Rank)
        .all(&**tx)
        .await?;
    let mut agendas: HashMap<Uuid, Vec<Model>> = HashMap::new();
    for session in sessions {
        agendas.entry(session.event_id).or_default().push(session);
    }
    Ok(agendas)
}

/// Writes what the plans of a file make of the sessions.
pub(crate) async fn save(tx: &Transaction, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
    exchange::save::<Entity>(tx, rows, Column::Id, &CHANGEABLE).await
}

/// What a file may change of a session.
const CHANGEABLE: [Column; 7] = [
    Column::Title,
    Column::Description,
    Column::StartsAt,
    Column::EndsAt,
    Column::Room,
    Column::Speakers,
    Column::Capacity,
];
