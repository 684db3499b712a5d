//! What someone says of a place.
#![expect(
    clippy::doc_markdown,
    reason = "the standard's own column names, for who reads the schema"
)]

use async_graphql::{InputObject, MaybeUndefined};
use domain::place::Described;

use crate::graphql::payload::patch;

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
    name: Option<String>,
    /// Commune (commune).
    commune_name: Option<String>,
    /// Postal code (code_postal).
    postal_code: Option<String>,
    /// Number and street (adresse).
    address: Option<String>,
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
    typologies: Option<Vec<String>>,
    /// Where to write (courriels).
    emails: Option<Vec<String>>,
    /// On the web (site_web).
    websites: Option<Vec<String>>,
    /// Whether it moves (itinerance).
    mobility: Option<Vec<String>>,
    /// What is offered (services).
    services: Option<Vec<String>>,
    /// Whom it is especially for (publics_specifiquement_adresses).
    audiences: Option<Vec<String>>,
    /// Special care (prise_en_charge_specifique).
    special_care: Option<Vec<String>>,
    /// What it costs (frais_a_charge).
    fees: Option<Vec<String>>,
    /// National programmes (dispositif_programmes_nationaux).
    programmes: Option<Vec<String>>,
    /// Labels (formations_labels).
    labels: Option<Vec<String>>,
    /// Other labels (autres_formations_labels).
    other_labels: Option<Vec<String>>,
    /// How one comes in (modalites_acces).
    access: Option<Vec<String>>,
    /// How one is helped (modalites_accompagnement).
    support: Option<Vec<String>>,
}

impl From<PlaceInput> for Described {
    fn from(input: PlaceInput) -> Self {
        Self {
            name: input.name,
            commune_name: input.commune_name,
            postal_code: input.postal_code,
            address: input.address,
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
            typologies: input.typologies,
            emails: input.emails,
            websites: input.websites,
            mobility: input.mobility,
            services: input.services,
            audiences: input.audiences,
            special_care: input.special_care,
            fees: input.fees,
            programmes: input.programmes,
            labels: input.labels,
            other_labels: input.other_labels,
            access: input.access,
            support: input.support,
        }
    }
}
