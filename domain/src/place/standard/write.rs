//! Writing a file that the standard accepts.

use chrono::NaiveDate;

use super::{COLUMNS, ClosedList, StandardPlace};
use crate::{
    exchange::{FieldChange, Said},
    identifier::{Pivot, Slug, pivot},
};

/// Why no file could be written.
#[derive(Debug, thiserror::Error)]
#[error("writing the places")]
pub struct Unwritable(#[from] csv::Error);

/// Writes places: the 32 columns, UTF-8, commas, lists joined by `|`.
///
/// The standard requires the day of the last check; a place that has none is written with
/// `written_on`.
pub fn write<'place>(
    places: impl IntoIterator<Item = &'place StandardPlace>,
    written_on: NaiveDate,
) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = Vec::new();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    writer.write_record(COLUMNS)?;
    for place in places {
        writer.write_record(cells(place, written_on))?;
    }
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

/// The name that the standard asks of a file:
/// `2026-09-01_43493312300029_lieux-de-mediation-numerique_maine-et-loire.csv`.
pub fn file_name(written_on: NaiveDate, publisher: &Pivot, territory: &Slug) -> String {
    format!("{written_on}_{publisher}_lieux-de-mediation-numerique_{territory}.csv")
}

/// The columns in which two accounts of a place differ. A day of the last check that is not known
/// is no difference.
pub fn differences(before: &StandardPlace, after: &StandardPlace) -> Vec<FieldChange> {
    let day = before.updated_on.or(after.updated_on).unwrap_or_default();
    cells(before, day)
        .into_iter()
        .zip(cells(after, day))
        .zip(COLUMNS)
        .filter(|((before, after), _)| before != after)
        .map(|((before, after), field)| FieldChange {
            field,
            before: said(field, &before),
            after: said(field, &after),
        })
        .collect()
}

/// All that a place says, where nothing of it was known.
pub fn news(place: &StandardPlace) -> Vec<FieldChange> {
    let cells = cells(place, place.updated_on.unwrap_or_default()).into_iter();
    cells
        .zip(COLUMNS)
        .map(|(cell, field)| (field, said(field, &cell)))
        .filter(|(_, after)| *after != Said::Nothing)
        .map(|(field, after)| FieldChange { field, before: Said::Nothing, after })
        .collect()
}

/// The columns that hold several values.
const LISTS: [&str; 13] = [
    "typologie",
    "courriels",
    "site_web",
    "itinerance",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
];

fn said(column: &str, cell: &str) -> Said {
    match column {
        "pivot" if cell == pivot::PLACEHOLDER => Said::Nothing,
        _ if LISTS.contains(&column) => Said::list(cell),
        _ => Said::text(cell),
    }
}

fn cells(place: &StandardPlace, written_on: NaiveDate) -> [String; 32] {
    let coordinate = |of: fn(&super::Coordinates) -> f64| {
        place.coordinates.as_ref().map(of).map(|degrees| degrees.to_string()).unwrap_or_default()
    };
    [
        place.id.clone(),
        optional(place.pivot.as_ref(), pivot::PLACEHOLDER),
        place.name.clone(),
        place.commune.clone(),
        place.postal_code.to_string(),
        optional(place.insee_code.as_ref(), ""),
        place.address.clone(),
        optional(place.address_complement.as_ref(), ""),
        coordinate(|point| point.latitude),
        coordinate(|point| point.longitude),
        labels(&place.typologies),
        optional(place.phone.as_ref().filter(|phone| phone.is_standard()), ""),
        joined(&place.emails),
        joined(&place.websites),
        optional(place.opening_hours.as_ref(), ""),
        optional(place.summary.as_ref(), ""),
        optional(place.detail.as_ref(), ""),
        optional(place.source.as_ref(), ""),
        labels(&place.mobility),
        optional(place.parent.as_ref(), ""),
        place.updated_on.unwrap_or(written_on).to_string(),
        labels(&place.services),
        labels(&place.audiences),
        labels(&place.special_care),
        labels(&place.fees),
        labels(&place.programmes),
        labels(&place.labels),
        // A bar in a label would make two of it.
        place
            .other_labels
            .iter()
            .map(|label| label.replace(['|', ';'], ","))
            .collect::<Vec<_>>()
            .join("|"),
        labels(&place.access),
        labels(&place.support),
        optional(place.accessibility.as_ref(), ""),
        optional(place.booking.as_ref(), ""),
    ]
}

fn optional(value: Option<&impl ToString>, otherwise: &str) -> String {
    value.map_or_else(|| otherwise.to_owned(), ToString::to_string)
}

fn joined<'value, V: ToString + 'value>(values: impl IntoIterator<Item = &'value V>) -> String {
    values.into_iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
}

fn labels<'value, L: ClosedList>(values: impl IntoIterator<Item = &'value L>) -> String {
    values.into_iter().map(|value| value.label()).collect::<Vec<_>>().join("|")
}
