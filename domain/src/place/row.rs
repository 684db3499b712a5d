//! A place of the standard as a row of ours, and back.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::standard::{ClosedList, Coordinates, StandardPlace};
use crate::{identifier::pivot, text::fold};

/// The row that tells this place, on top of what a known row has and the standard has not.
pub(super) fn of_place(
    place: &StandardPlace,
    mut row: entities::place::Model,
) -> entities::place::Model {
    row.standard_id.clone_from(&place.id);
    let pivot = place.pivot.as_ref().map_or(pivot::PLACEHOLDER, |pivot| pivot.as_str());
    pivot.clone_into(&mut row.pivot);
    row.name.clone_from(&place.name);
    row.search = fold(&place.name);
    row.commune_name.clone_from(&place.commune);
    row.postal_code = place.postal_code.to_string();
    row.insee_code = place.insee_code.as_ref().map(ToString::to_string);
    row.address.clone_from(&place.address);
    row.address_complement.clone_from(&place.address_complement);
    row.latitude = place.coordinates.map(|point| point.latitude);
    row.longitude = place.coordinates.map(|point| point.longitude);
    row.phone = place.phone.as_ref().map(ToString::to_string);
    row.opening_hours.clone_from(&place.opening_hours);
    row.summary.clone_from(&place.summary);
    row.detail.clone_from(&place.detail);
    row.source.clone_from(&place.source);
    row.parent_structure.clone_from(&place.parent);
    row.updated_on = place.updated_on.unwrap_or(row.updated_on);
    row.accessibility_url = place.accessibility.as_ref().map(ToString::to_string);
    row.appointment_url = place.booking.as_ref().map(ToString::to_string);
    row.lists = lists(place);
    row
}

/// The place that a row tells; `None` when the row lacks what the standard requires.
pub(super) fn to_place(row: &entities::place::Model) -> Option<StandardPlace> {
    let url = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    Some(StandardPlace {
        id: row.standard_id.clone(),
        pivot: row.pivot.parse().ok(),
        name: row.name.clone(),
        commune: row.commune_name.clone(),
        postal_code: row.postal_code.parse().ok()?,
        insee_code: row.insee_code.as_deref().and_then(|code| code.parse().ok()),
        address: row.address.clone(),
        address_complement: row.address_complement.clone(),
        coordinates: row
            .latitude
            .zip(row.longitude)
            .and_then(|(latitude, longitude)| Coordinates::new(latitude, longitude)),
        typologies: closed(&row.lists, "typologie"),
        phone: row.phone.as_deref().and_then(|phone| phone.parse().ok()),
        emails: values(&row.lists, "courriels").filter_map(|text| text.parse().ok()).collect(),
        websites: values(&row.lists, "site_web").filter_map(|text| text.parse().ok()).collect(),
        opening_hours: row.opening_hours.clone(),
        summary: row.summary.clone(),
        detail: row.detail.clone(),
        source: row.source.clone(),
        mobility: closed(&row.lists, "itinerance"),
        parent: row.parent_structure.clone(),
        updated_on: Some(row.updated_on),
        services: closed(&row.lists, "services"),
        audiences: closed(&row.lists, "publics_specifiquement_adresses"),
        special_care: closed(&row.lists, "prise_en_charge_specifique"),
        fees: closed(&row.lists, "frais_a_charge"),
        programmes: closed(&row.lists, "dispositif_programmes_nationaux"),
        labels: closed(&row.lists, "formations_labels"),
        other_labels: values(&row.lists, "autres_formations_labels").map(str::to_owned).collect(),
        access: closed(&row.lists, "modalites_acces"),
        support: closed(&row.lists, "modalites_accompagnement"),
        accessibility: url(&row.accessibility_url),
        booking: url(&row.appointment_url),
    })
}

/// The list columns that say something, by their heading.
fn lists(place: &StandardPlace) -> Value {
    fn words<V: ToString>(values: &[V]) -> Value {
        values.iter().map(ToString::to_string).collect()
    }
    fn labels<'a, L: ClosedList>(values: impl IntoIterator<Item = &'a L>) -> Value {
        values.into_iter().map(|value| value.label()).collect()
    }
    let all = [
        ("typologie", labels(&place.typologies)),
        ("courriels", words(&place.emails)),
        ("site_web", words(&place.websites)),
        ("itinerance", labels(&place.mobility)),
        ("services", labels(&place.services)),
        ("publics_specifiquement_adresses", labels(&place.audiences)),
        ("prise_en_charge_specifique", labels(&place.special_care)),
        ("frais_a_charge", labels(&place.fees)),
        ("dispositif_programmes_nationaux", labels(&place.programmes)),
        ("formations_labels", labels(&place.labels)),
        ("autres_formations_labels", json!(place.other_labels)),
        ("modalites_acces", labels(&place.access)),
        ("modalites_accompagnement", labels(&place.support)),
    ];
    let filled = all
        .into_iter()
        .filter(|(_, list)| list.as_array().is_some_and(|list| !list.is_empty()))
        .map(|(column, list)| (column.to_owned(), list));
    Value::Object(filled.collect::<Map<_, _>>())
}

pub(super) fn values<'a>(lists: &'a Value, column: &str) -> impl Iterator<Item = &'a str> {
    lists.get(column).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn closed<C: ClosedList>(lists: &Value, column: &str) -> std::collections::BTreeSet<C> {
    values(lists, column).filter_map(C::recognise).collect()
}

/// A row of which only the network is known.
pub(super) fn blank(
    id: Uuid,
    network_id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
    today: chrono::NaiveDate,
) -> entities::place::Model {
    entities::place::Model {
        id,
        network_id,
        employer_id: None,
        standard_id: String::new(),
        pivot: String::new(),
        name: String::new(),
        search: String::new(),
        commune_name: String::new(),
        postal_code: String::new(),
        insee_code: None,
        address: String::new(),
        address_complement: None,
        latitude: None,
        longitude: None,
        phone: None,
        opening_hours: None,
        summary: None,
        detail: None,
        source: None,
        parent_structure: None,
        updated_on: today,
        accessibility_url: None,
        appointment_url: None,
        lists: json!({}),
        archived_at: None,
        revision: 1,
        created_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = include_bytes!("../../tests/fixtures/places-sample.csv");

    #[test]
    fn a_place_is_the_same_after_the_table() {
        let now = "2026-09-01T08:00:00Z".parse().unwrap();
        let blank = blank(Uuid::nil(), Uuid::nil(), now, now.date_naive());
        for (_, place) in crate::place::standard::read(SAMPLE).unwrap().places {
            assert_eq!(to_place(&of_place(&place, blank.clone())), Some(place));
        }
    }
}
