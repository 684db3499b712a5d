//! Bringing a file of the national places standard into a network.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, IntoActiveModel as _, QueryFilter as _,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    row,
    standard::{self, COLUMNS, StandardPlace},
};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    employer::{Known, Sought},
    error::{Halt, Outcome},
    exchange::{self, Fate, FieldChange, Import, ImportRefusal, Report, Said, names},
    id::PlaceId,
    identifier::Pivot,
    sheet::{Consequence, Reason, problem::Findings},
    territory,
};
use entities::place::{Column, Entity};

/// Brings places in. A place is known by the standard's `id` within the network; its employer by
/// the pivot, and written down when nobody knew it.
pub async fn import(ctx: &Context, asked: Import<'_>) -> Outcome<Report, ImportRefusal> {
    let reading = standard::read(asked.bytes).map_err(ImportRefusal::from)?;
    let (tx, network) = exchange::begin(ctx, &asked).await?;
    let known: HashMap<String, entities::place::Model> = Entity::find()
        .filter(Column::NetworkId.eq(network.id))
        .all(&*tx)
        .await?
        .into_iter()
        .map(|row| (row.standard_id.clone(), row))
        .collect();
    let sought: Vec<Option<Sought>> =
        reading.places.iter().map(|(_, place)| employer_of(place)).collect();
    let mut employers = Known::load(&tx, sought.iter().flatten()).await?;
    let holders = holders(&tx, known.values().filter_map(|place| place.employer_id)).await?;
    let codes = reading.places.iter().filter_map(|(_, place)| place.insee_code.clone());
    let nowhere = territory::unknown(&*tx, codes.collect()).await?;

    let mut report =
        Report { problems: reading.problems, is_dry_run: asked.is_dry_run, ..Report::default() };
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let nothing = HashSet::new();
    for ((line, place), sought) in reading.places.iter().zip(&sought) {
        let present = known.get(&place.id);
        // Who closed it opens it again; a file that still lists it does not.
        if present.is_some_and(|present| present.archived_at.is_some()) {
            report.enter(*line, &place.name, Fate::Closed, Vec::new());
            continue;
        }
        if let Some(code) = place.insee_code.as_ref().filter(|code| nowhere.contains(*code)) {
            // Mostly a former commune's: who keeps the file knows which has its place now.
            let mut findings = Findings::of_line(*line);
            findings.note("code_insee", code.as_str(), Reason::NoCommune, Consequence::Kept);
            report.problems.append(
                &mut findings.in_words_of(|column| reading.called.get(column).map(String::as_str)),
            );
        }
        let employer_id = sought.as_ref().map(|sought| employers.find_or_add(ctx, sought));
        let silent = reading.silent.get(line).unwrap_or(&nothing);
        let (place, mut changes) = match present {
            Some(present) => changes(place, present, silent),
            None => (place.clone(), Vec::new()),
        };
        // A file that does not say where a place belongs takes nothing back.
        if let (Some(present), Some(sought)) = (present, sought)
            && employer_id != present.employer_id
            && changes.iter().all(|change| change.field != "pivot")
        {
            let before = present.employer_id.and_then(|id| holders.get(&id));
            let after = Said::text(&sought.name);
            changes.push(FieldChange { field: "employer", before: Said::known(before), after });
        }
        let fate = match present {
            None => Fate::Created,
            Some(_) if changes.is_empty() => Fate::Unchanged,
            Some(_) => Fate::Changed,
        };
        if fate == Fate::Unchanged {
            report.enter(*line, &place.name, fate, changes);
            continue;
        }
        let mut row = row::of_place(
            &place,
            present.cloned().unwrap_or_else(|| {
                row::blank(PlaceId::new().uuid(), network.id, ctx.now(), ctx.today())
            }),
        );
        row.employer_id = employer_id.or(row.employer_id);
        row.revision += i32::from(fate == Fate::Changed);
        lines.push(
            Line::new("place.import", PlaceId::of(row.id))
                .within(network.id)
                .changing(json!({ "name": row.name, "fields": names(&changes) })),
        );
        rows.push(row.into_active_model());
        report.enter(*line, &place.name, fate, changes);
    }
    let report = report.in_order();
    if asked.is_dry_run {
        return Ok(report);
    }

    employers.save_new(ctx, &tx, network.id).await?;
    exchange::save::<Entity>(&tx, rows, Column::Id, &CHANGEABLE).await?;
    tx.audit_all(ctx, lines).await?;
    tx.commit().await?;
    Ok(report)
}

/// What a file may change of a place that is known.
const CHANGEABLE: [Column; 23] = [
    Column::EmployerId,
    Column::Pivot,
    Column::Name,
    Column::Search,
    Column::CommuneName,
    Column::PostalCode,
    Column::InseeCode,
    Column::Address,
    Column::AddressComplement,
    Column::Latitude,
    Column::Longitude,
    Column::Phone,
    Column::OpeningHours,
    Column::Summary,
    Column::Detail,
    Column::Source,
    Column::ParentStructure,
    Column::UpdatedOn,
    Column::AccessibilityUrl,
    Column::AppointmentUrl,
    Column::Lists,
    Column::Revision,
    Column::StandardId,
];

/// The words of the fields that a file may change.
pub fn imported_fields() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().chain(["employer"])
}

/// The place as it is then, and what the file says otherwise. What the file does not say stays.
fn changes(
    place: &StandardPlace,
    present: &entities::place::Model,
    silent: &HashSet<&'static str>,
) -> (StandardPlace, Vec<FieldChange>) {
    if let Some(before) = row::to_place(present) {
        let after = place.clone().over(&before, silent);
        let changes = standard::differences(&before, &after);
        return (after, changes);
    }
    // What is known lacks the postal code that the standard requires: all of it is written anew.
    let postal_code = place.postal_code.to_string();
    let after = match row::to_place(&entities::place::Model { postal_code, ..present.clone() }) {
        Some(before) => place.clone().over(&before, silent),
        None => place.clone(),
    };
    let changes = standard::news(&after);
    (after, changes)
}

#[derive(FromQueryResult)]
struct Holder {
    id: Uuid,
    name: String,
}

/// The names of the organisations that hold places.
async fn holders(
    tx: &Transaction,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Halt> {
    let ids: Vec<Uuid> = ids.collect();
    let rows: Vec<Holder> =
        Sql::new("select id, name from employer where id in ?", binds![ids]).all(&**tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The organisation that holds a place, when its number is known.
fn employer_of(place: &StandardPlace) -> Option<Sought> {
    let pivot = place.pivot.clone().filter(|pivot| !matches!(pivot, Pivot::Ridet(_)))?;
    Some(Sought {
        name: place.parent.clone().unwrap_or_else(|| place.name.clone()),
        pivot: Some(pivot),
        rna: None,
        address: Some(place.address.clone()),
        postal_code: Some(place.postal_code.clone()),
        commune_name: Some(place.commune.clone()),
        insee_code: place.insee_code.clone(),
    })
}
