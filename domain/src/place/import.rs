//! Bringing a file of the national places standard into a network.

use std::collections::HashMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};
use serde_json::json;

use super::{
    row,
    standard::{self, COLUMNS, StandardPlace},
};
use crate::{
    audit::Line,
    context::Context,
    employer::{Known, Sought},
    error::Outcome,
    exchange::{self, Fate, Import, ImportRefusal, Report},
    id::PlaceId,
    identifier::Pivot,
};
use entities::place::{Column, Entity};

/// Brings places in. A place is known by the standard's `id` within the network; its employer by
/// the pivot, and written down when nobody knew it.
pub async fn import(ctx: &Context, asked: Import<'_>) -> Outcome<Report, ImportRefusal> {
    let reading = standard::read(asked.bytes).map_err(ImportRefusal::from)?;
    let tx = ctx.begin().await?;
    let network = exchange::network(ctx, &*tx, asked.network).await?;
    network.open()?;
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

    let mut report =
        Report { problems: reading.problems, is_dry_run: asked.is_dry_run, ..Report::default() };
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for ((line, place), sought) in reading.places.iter().zip(&sought) {
        let employer_id = sought.as_ref().map(|sought| employers.find_or_add(ctx, sought));
        let present = known.get(&place.id);
        let Some((fate, fields)) = decide(place, present, employer_id) else {
            report.enter(*line, &place.name, Fate::Unchanged, Vec::new());
            continue;
        };
        let mut row = row::of_place(
            place,
            present.cloned().unwrap_or_else(|| {
                row::blank(PlaceId::new().uuid(), network.id, ctx.now(), ctx.today())
            }),
        );
        row.employer_id = employer_id.or(row.employer_id);
        row.revision += i32::from(fate == Fate::Changed);
        lines.push(
            Line::new("place.import", PlaceId::of(row.id))
                .within(network.id)
                .changing(json!({ "name": row.name, "fields": fields })),
        );
        rows.push(row.into_active_model());
        report.enter(*line, &place.name, fate, fields);
    }
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

/// Whether the file says something new, and in which columns.
fn decide(
    place: &StandardPlace,
    present: Option<&entities::place::Model>,
    employer_id: Option<uuid::Uuid>,
) -> Option<(Fate, Vec<&'static str>)> {
    let Some(present) = present else { return Some((Fate::Created, Vec::new())) };
    let mut fields = match row::to_place(present) {
        Some(before) => standard::differences(&before, place),
        None => COLUMNS.to_vec(),
    };
    // A file that does not say where a place belongs takes nothing back.
    if employer_id.is_some() && employer_id != present.employer_id && !fields.contains(&"pivot") {
        fields.push("pivot");
    }
    (!fields.is_empty()).then_some((Fate::Changed, fields))
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
