//! What someone says of a place.
#![expect(
    clippy::doc_markdown,
    reason = "the standard's own column names, for who reads the schema"
)]

use async_graphql::{InputObject, MaybeUndefined};
use domain::place::Described;

use crate::graphql::{given::Emptied, payload::patch};

/// A point on Earth.
#[derive(InputObject)]
pub struct CoordinatesInput {
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
}

/// A place in the terms of the national standard (schéma des lieux de médiation numérique); lists take the
/// standard’s own words, accents and case forgiven.
#[derive(InputObject)]
pub struct PlaceInput {
    /// Its name (nom).
    name: Emptied<String>,
    /// Commune (commune).
    commune_name: Emptied<String>,
    /// Postal code (code_postal).
    postal_code: Emptied<String>,
    /// Number and street (adresse).
    address: Emptied<String>,
    /// SIRET, RNA or RIDET of the organisation.
    pivot: MaybeUndefined<String>,
    /// Commune’s code (code_insee).
    insee_code: MaybeUndefined<String>,
    /// More of the address (complement_adresse).
    address_complement: MaybeUndefined<String>,
    /// Telephone (telephone).
    phone: MaybeUndefined<String>,
    /// Opening hours in the form of OpenStreetMap (horaires).
    opening_hours: MaybeUndefined<String>,
    /// At most 280 characters (presentation_resume).
    summary: MaybeUndefined<String>,
    /// More (presentation_detail).
    detail: MaybeUndefined<String>,
    /// The organisation above (structure_parente).
    parent_structure: MaybeUndefined<String>,
    /// Its page on Acceslibre (fiche_acces_libre).
    accessibility_url: MaybeUndefined<String>,
    /// Where to make an appointment (prise_rdv).
    appointment_url: MaybeUndefined<String>,
    /// Where it is.
    coordinates: MaybeUndefined<CoordinatesInput>,
    /// Kinds of place (typologie).
    typologies: Emptied<Vec<String>>,
    /// Where to write (courriels).
    emails: Emptied<Vec<String>>,
    /// On the web (site_web).
    websites: Emptied<Vec<String>>,
    /// Whether it moves (itinerance).
    mobility: Emptied<Vec<String>>,
    /// What is offered (services).
    services: Emptied<Vec<String>>,
    /// Whom it is especially for (publics_specifiquement_adresses).
    audiences: Emptied<Vec<String>>,
    /// Special care (prise_en_charge_specifique).
    special_care: Emptied<Vec<String>>,
    /// What it costs (frais_a_charge).
    fees: Emptied<Vec<String>>,
    /// National programmes (dispositif_programmes_nationaux).
    programmes: Emptied<Vec<String>>,
    /// Labels (formations_labels).
    labels: Emptied<Vec<String>>,
    /// Other labels (autres_formations_labels).
    other_labels: Emptied<Vec<String>>,
    /// How one comes in (modalites_acces).
    access: Emptied<Vec<String>>,
    /// How one is helped (modalites_accompagnement).
    support: Emptied<Vec<String>>,
}

impl From<PlaceInput> for Described {
    fn from(input: PlaceInput) -> Self {
        Self {
            name: input.name.0,
            commune_name: input.commune_name.0,
            postal_code: input.postal_code.0,
            address: input.address.0,
            pivot: patch(input.pivot),
            insee_code: patch(input.insee_code),
            address_complement: patch(input.address_complement),
            phone: patch(input.phone),
            opening_hours: patch(input.opening_hours),
            summary: patch(input.summary),
            detail: patch(input.detail),
            parent_structure: patch(input.parent_structure),
            accessibility_url: patch(input.accessibility_url),
            appointment_url: patch(input.appointment_url),
            coordinates: patch(
                input.coordinates.map_value(|point| (point.latitude, point.longitude)),
            ),
            typologies: input.typologies.0,
            emails: input.emails.0,
            websites: input.websites.0,
            mobility: input.mobility.0,
            services: input.services.0,
            audiences: input.audiences.0,
            special_care: input.special_care.0,
            fees: input.fees.0,
            programmes: input.programmes.0,
            labels: input.labels.0,
            other_labels: input.other_labels.0,
            access: input.access.0,
            support: input.support.0,
        }
    }
}
