//! Bringing a calendar into a network.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, QuerySelect as _};
use sea_orm::{EntityTrait as _, IntoActiveModel, QueryFilter as _, QueryTrait as _};
use serde_json::json;
use uuid::Uuid;

use super::{
    content::{Wrong, dated, wrongs, zone},
    sheet::{self, EventRow},
    update::{is_inside, is_moved},
    word::Words as _,
};
use crate::{
    audit::Line,
    context::Context,
    database::Transaction,
    error::{Halt, Outcome},
    exchange::{
        self, Fate, FieldChange, FieldOf, Import, ImportRefusal, Report, Said, differences, names,
    },
    id::EventId,
    session::import as agenda,
    sheet::{self as table, Consequence, Problem, Reason},
    text::{LONGEST_LINE, fold},
};
use entities::{
    event::{Audience, Column, Entity, Kind, Mode, Model, State, Visibility},
    event_host, session,
};

/// Brings events in, as drafts of the network, with the agendas that the file gives beside them.
///
/// An event is known by its identifier, else by its title and the day it begins. Whoever registered
/// for a published event must be told of changes, so a file changes drafts only, and their agendas.
pub async fn import(ctx: &Context, asked: Import<'_>) -> Outcome<Report, ImportRefusal> {
    let (tx, network) = exchange::begin(ctx, &asked).await?;
    let known = hosted(&tx, network.id).await?;
    let by_id: HashMap<Uuid, &Model> = known.iter().map(|event| (event.id, event)).collect();
    let by_name: HashMap<_, &Model> =
        known.iter().map(|event| (key(&event.title, event.starts_on), event)).collect();
    let mut by_title: HashMap<_, Vec<&Model>> = HashMap::new();
    for event in &known {
        by_title.entry(fold(&event.title)).or_default().push(event);
    }
    let zone_of = |id: Option<EventId>, title: &str, start: &str| {
        let event = match id {
            Some(id) => by_id.get(&id.uuid()).copied(),
            None => by_title.get(&fold(title))?.iter().copied().find(|event| {
                let starts_at = table::moment(start, zone(event));
                starts_at.is_some_and(|at| {
                    at.with_timezone(&zone(event)).date_naive() == event.starts_on
                })
            }),
        };
        event.map(zone)
    };
    let sheet = sheet::read(asked.bytes, &zone_of).map_err(ImportRefusal::from)?;

    let mut report =
        Report { problems: sheet.problems, is_dry_run: asked.is_dry_run, ..Report::default() };
    let agendas = agenda::hosted(&tx, network.id).await?;
    let (mut rows, mut hosts, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    let mut sessions = Vec::new();
    let mut first: HashMap<_, &EventRow> = HashMap::new();
    for row in &sheet.rows {
        let name = key(&row.title, row.starts_at.with_timezone(&row.time_zone).date_naive());
        if let Some(first) = first.get(&name) {
            report.problems.push(refused(row, repeated(row, first)));
            continue;
        }
        first.insert(name.clone(), row);
        let before = match row.id {
            Some(id) => {
                let Some(event) = by_id.get(&id.uuid()) else {
                    report.problems.push(refused(row, Reason::KnownElsewhere));
                    continue;
                };
                Some(*event)
            }
            None => by_name.get(&name).copied(),
        };
        let after = told(row, before.cloned().unwrap_or_else(|| blank(ctx)));
        if let Some(wrong) = wrongs(&after).first() {
            report.problems.push(refused(row, reason(wrong)));
            continue;
        }
        let sessions_before = agendas.get(&after.id).map(Vec::as_slice).unwrap_or_default();
        let mut plan = planned(row, sessions_before, &after);
        let is_moved = before.is_some_and(|before| is_moved(before, &after));
        if is_moved && !plan.kept(sessions_before).all(|session| is_inside(session, &after)) {
            report.problems.push(refused(row, Reason::SessionOutside));
            continue;
        }
        let mut changes =
            before.map(|before| differences(&FIELDS, before, &after)).unwrap_or_default();
        changes.append(&mut plan.changes);
        let fate = match before {
            None => Fate::Created,
            Some(_) if changes.is_empty() => Fate::Unchanged,
            Some(before) if before.state != State::Draft => {
                report.problems.push(refused(row, Reason::AlreadyPublished));
                continue;
            }
            Some(_) => Fate::Changed,
        };
        report.problems.append(&mut plan.problems);
        sessions.append(&mut plan.rows);
        if fate != Fate::Unchanged {
            if fate == Fate::Created {
                hosts.push(event_host::Model {
                    event_id: after.id,
                    network_id: network.id,
                    rank: 0,
                });
            }
            lines.push(line(&after, network.id, &changes));
            let revision = after.revision + i32::from(fate == Fate::Changed);
            rows.push(Model { revision, ..after });
        }
        report.enter(row.line, &row.title, fate, changes);
    }
    let report = report.in_order();
    if asked.is_dry_run {
        return Ok(report);
    }

    save(&tx, rows, &hosts).await?;
    agenda::save(&tx, sessions).await?;
    tx.audit_all(ctx, lines).await?;
    tx.commit().await?;
    Ok(report)
}

/// What the trail tells of an event that a file brought or changed.
fn line(event: &Model, network: Uuid, changes: &[FieldChange]) -> Line {
    // Each item of an agenda is a change of the same field.
    let mut fields = names(changes);
    fields.dedup();
    Line::new("event.import", EventId::of(event.id))
        .within(network)
        .changing(json!({ "title": event.title, "fields": fields }))
}

/// What the row's agenda makes of the sessions that the event has.
fn planned(row: &EventRow, known: &[session::Model], event: &Model) -> agenda::Plan {
    row.agenda.as_ref().map(|agenda| agenda.plan(row.line, known, event)).unwrap_or_default()
}

/// Writes the events, and who hosts the new ones.
async fn save(tx: &Transaction, rows: Vec<Model>, hosts: &[event_host::Model]) -> Result<(), Halt> {
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
    exchange::save::<Entity>(tx, rows, Column::Id, &CHANGEABLE).await?;
    for chunk in hosts.chunks(exchange::CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        event_host::Entity::insert_many::<event_host::ActiveModel, _>(rows)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// What a file may change of a draft.
const CHANGEABLE: [Column; 22] = [
    Column::Title,
    Column::Search,
    Column::Kind,
    Column::Description,
    Column::Visibility,
    Column::Mode,
    Column::StartsAt,
    Column::EndsAt,
    Column::TimeZone,
    Column::StartsOn,
    Column::IsDateTentative,
    Column::Venue,
    Column::VenueAddress,
    Column::IsVenueTentative,
    Column::OnlineUrl,
    Column::CapacityOnSite,
    Column::CapacityOnline,
    Column::RegistrationOpensAt,
    Column::RegistrationClosesAt,
    Column::Audience,
    Column::NeedsApproval,
    Column::Revision,
];

/// The events that the network hosts.
pub(super) async fn hosted(tx: &Transaction, network: Uuid) -> Result<Vec<Model>, Halt> {
    Ok(hosted_by(network).all(&**tx).await?)
}

/// The events that a network hosts, as a question.
pub(super) fn hosted_by(network: Uuid) -> sea_orm::Select<Entity> {
    Entity::find().filter(
        Column::Id.in_subquery(
            event_host::Entity::find()
                .select_only()
                .column(event_host::Column::EventId)
                .filter(event_host::Column::NetworkId.eq(network))
                .into_query(),
        ),
    )
}

/// What makes two events the same when no identifier says so.
fn key(title: &str, starts_on: NaiveDate) -> (String, NaiveDate) {
    (fold(title), starts_on)
}

/// A draft of which nothing is known.
pub(super) fn blank(ctx: &Context) -> Model {
    Model {
        id: EventId::new().uuid(),
        title: String::new(),
        search: String::new(),
        kind: Kind::NetworkMeeting,
        description: String::new(),
        visibility: Visibility::Federation,
        mode: Mode::OnSite,
        starts_at: ctx.now(),
        ends_at: ctx.now(),
        time_zone: String::new(),
        starts_on: ctx.today(),
        is_date_tentative: false,
        venue: None,
        venue_address: None,
        is_venue_tentative: false,
        online_url: None,
        capacity_on_site: None,
        capacity_online: None,
        registration_opens_at: None,
        registration_closes_at: None,
        cancel_until: None,
        audience: Audience::Federation,
        needs_approval: false,
        offer_hours: 48,
        state: State::Draft,
        state_reason: None,
        former_starts_at: None,
        untold: None,
        reminder_rule: None,
        next_rank: 1,
        revision: 1,
        sequence: 0,
        duplicated_from_id: None,
        created_by_id: ctx.standing().member,
        published_at: None,
        created_at: ctx.now(),
    }
}

/// The event with what the row says.
fn told(row: &EventRow, mut event: Model) -> Model {
    let is_new = event.title.is_empty();
    if event.title.trim() != row.title {
        event.title.clone_from(&row.title);
    }
    if fold(&event.search) != fold(&row.title) {
        event.search = fold(&row.title);
    }
    event.starts_at = row.starts_at;
    event.ends_at = row.ends_at;
    row.time_zone.name().clone_into(&mut event.time_zone);
    event.kind = row.kind.unwrap_or(event.kind);
    event.visibility = row.visibility.unwrap_or(event.visibility);
    event.audience = row.audience.unwrap_or(event.audience);
    // Cells are read without the spaces around them.
    event.description = match &row.description {
        Some(said) if said != event.description.trim() => said.clone(),
        _ => event.description,
    };
    event.venue = row.venue.clone().over(event.venue);
    event.venue_address = row.venue_address.clone().over(event.venue_address);
    event.online_url = row.online_url.clone().over(event.online_url);
    event.capacity_on_site = row.capacity_on_site.clone().over(event.capacity_on_site);
    event.capacity_online = row.capacity_online.clone().over(event.capacity_online);
    event.registration_opens_at =
        row.registration_opens_at.clone().over(event.registration_opens_at);
    event.registration_closes_at =
        row.registration_closes_at.clone().over(event.registration_closes_at);
    event.needs_approval = row.needs_approval.unwrap_or(event.needs_approval);
    event.is_date_tentative = row.is_date_tentative.unwrap_or(event.is_date_tentative);
    if is_new {
        let is_online = row.kind == Some(Kind::Webinar) || event.online_url.is_some();
        event.mode = match (is_online, &event.venue) {
            (true, None) => Mode::Online,
            (true, Some(_)) => Mode::Both,
            (false, _) => Mode::OnSite,
        };
        // « Lieu à définir »: a meeting whose venue the calendar does not give yet.
        event.is_venue_tentative = event.mode != Mode::Online && event.venue.is_none();
    }
    event.mode = row.mode.unwrap_or(event.mode);
    event.is_venue_tentative = row.is_venue_tentative.unwrap_or(event.is_venue_tentative);
    dated(event)
}

/// The fields that a file may change, and what an event says of each.
const FIELDS: [FieldOf<Model>; 19] = [
    ("title", |event| Said::text(&event.title)),
    ("kind", |event| Said::text(event.kind.word())),
    ("description", |event| Said::text(&event.description)),
    ("visibility", |event| Said::text(event.visibility.word())),
    ("mode", |event| Said::text(event.mode.word())),
    ("start", |event| Said::Moment(event.starts_at, zone(event))),
    ("end", |event| Said::Moment(event.ends_at, zone(event))),
    ("time_zone", |event| Said::text(&event.time_zone)),
    ("is_date_tentative", |event| Said::Truth(event.is_date_tentative)),
    ("venue", |event| Said::known(event.venue.as_ref())),
    ("venue_address", |event| Said::known(event.venue_address.as_ref())),
    ("is_venue_tentative", |event| Said::Truth(event.is_venue_tentative)),
    ("online_url", |event| Said::known(event.online_url.as_ref())),
    ("capacity_on_site", |event| Said::known(event.capacity_on_site)),
    ("capacity_online", |event| Said::known(event.capacity_online)),
    ("registration_opens_at", |event| moment(event, event.registration_opens_at)),
    ("registration_closes_at", |event| moment(event, event.registration_closes_at)),
    ("audience", |event| Said::text(event.audience.word())),
    ("needs_approval", |event| Said::Truth(event.needs_approval)),
];

/// The words of the fields that a file may change.
pub fn imported_fields() -> impl Iterator<Item = &'static str> {
    FIELDS.into_iter().map(|(field, _)| field).chain([agenda::AGENDA])
}

fn moment(event: &Model, at: Option<DateTime<Utc>>) -> Said {
    at.map_or(Said::Nothing, |at| Said::Moment(at, zone(event)))
}

/// What a second row about the same event is: the first one again, or another word.
fn repeated(row: &EventRow, first: &EventRow) -> Reason {
    let first_line = first.line;
    let again = EventRow { line: first_line, ..row.clone() };
    if again == *first {
        Reason::Duplicate { first_line }
    } else {
        Reason::SameRecord { first_line }
    }
}

/// What is wrong with the whole event, once the row is over what was known.
fn reason(wrong: &Wrong) -> Reason {
    match wrong {
        Wrong::TitleMissing => Reason::Missing,
        Wrong::TooLong(_) => Reason::NameTooLong { limit: LONGEST_LINE },
        Wrong::EndsBeforeStart => Reason::EndsBeforeStart,
        Wrong::UrlInvalid(_) => Reason::NotAWebAddress,
        Wrong::CapacityNegative(_) => Reason::NotANumber,
        Wrong::WindowReversed | Wrong::OpensTooLate => Reason::RegistrationOpensTooLate,
        Wrong::ClosesTooLate | Wrong::CancelsTooLate => Reason::DeadlineTooLate,
        Wrong::ZoneUnknown(_) | Wrong::OfferHoursOutOfRange | Wrong::RuleInvalid => Reason::Unknown,
    }
}

fn refused(row: &EventRow, reason: Reason) -> Problem {
    Problem {
        line: row.line,
        column: None,
        means: None,
        value: row.title.clone(),
        reason,
        consequence: Consequence::RowRefused,
    }
}
