//! What someone tells of a place: read as the national standard wants it, all that is wrong at once.

use std::{collections::BTreeSet, str::FromStr};

use super::standard::{ClosedList, Coordinates, LONGEST_SUMMARY, StandardPlace};
use crate::{
    identifier::PostalCode,
    patch::Patch,
    text::{is_long, line},
};

/// What is told of a place; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Described {
    /// `pivot`: SIRET, RNA or RIDET of the organisation.
    pub pivot: Patch<String>,
    /// `nom`.
    pub name: Option<String>,
    /// `commune`.
    pub commune_name: Option<String>,
    /// `code_postal`.
    pub postal_code: Option<String>,
    /// `code_insee`.
    pub insee_code: Patch<String>,
    /// `adresse`.
    pub address: Option<String>,
    /// `complement_adresse`.
    pub address_complement: Patch<String>,
    /// `latitude` and `longitude`.
    pub coordinates: Patch<(f64, f64)>,
    /// `typologie`.
    pub typologies: Option<Vec<String>>,
    /// `telephone`.
    pub phone: Patch<String>,
    /// `courriels`.
    pub emails: Option<Vec<String>>,
    /// `site_web`.
    pub websites: Option<Vec<String>>,
    /// `horaires`, in the form of OpenStreetMap.
    pub opening_hours: Patch<String>,
    /// `presentation_resume`.
    pub summary: Patch<String>,
    /// `presentation_detail`.
    pub detail: Patch<String>,
    /// `itinerance`.
    pub mobility: Option<Vec<String>>,
    /// `structure_parente`.
    pub parent_structure: Patch<String>,
    /// `services`.
    pub services: Option<Vec<String>>,
    /// `publics_specifiquement_adresses`.
    pub audiences: Option<Vec<String>>,
    /// `prise_en_charge_specifique`.
    pub special_care: Option<Vec<String>>,
    /// `frais_a_charge`.
    pub fees: Option<Vec<String>>,
    /// `dispositif_programmes_nationaux`.
    pub programmes: Option<Vec<String>>,
    /// `formations_labels`.
    pub labels: Option<Vec<String>>,
    /// `autres_formations_labels`.
    pub other_labels: Option<Vec<String>>,
    /// `modalites_acces`.
    pub access: Option<Vec<String>>,
    /// `modalites_accompagnement`.
    pub support: Option<Vec<String>>,
    /// `fiche_acces_libre`.
    pub accessibility_url: Patch<String>,
    /// `prise_rdv`.
    pub appointment_url: Patch<String>,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Flaw {
    Name,
    NameTooLong,
    Commune,
    Address,
    Pivot(String),
    PostalCode(String),
    InseeCode(String),
    /// What was told, and the commune of the address with its code.
    InseeMismatched(String, String, String),
    Coordinates,
    Phone(String),
    Email(String),
    Url(String, &'static str),
    Summary,
    Value(&'static str, String),
}

impl Described {
    /// The place after the change, or everything that is wrong with it.
    pub(super) fn over(
        self,
        id: &str,
        before: Option<StandardPlace>,
    ) -> Result<StandardPlace, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let text = self.postal_code.unwrap_or_else(|| {
            before.as_ref().map(|before| before.postal_code.to_string()).unwrap_or_default()
        });
        // What is not a postal code stands there no longer than the other flaws are looked for.
        let postal_code = text.parse().unwrap_or_else(|_| {
            flaws.push(Flaw::PostalCode(text));
            PostalCode::unknown()
        });
        let mut place = before.unwrap_or_else(|| blank(id, postal_code.clone()));
        place.postal_code = postal_code;
        let is_named = self.name.is_some();
        let name = self.name.map(|name| line(&name));
        required(&mut place.name, name, Flaw::Name, &mut flaws);
        // What a file brought once is nobody's mistake now.
        if is_named && is_long(&place.name) {
            flaws.push(Flaw::NameTooLong);
        }
        let commune_name = self.commune_name.map(|name| super::standard::commune(&name));
        required(&mut place.commune, commune_name, Flaw::Commune, &mut flaws);
        let address = self.address.map(|address| super::standard::street(&address));
        required(&mut place.address, address, Flaw::Address, &mut flaws);
        parsed(&mut place.pivot, self.pivot, Flaw::Pivot, &mut flaws);
        parsed(&mut place.insee_code, self.insee_code, Flaw::InseeCode, &mut flaws);
        parsed(&mut place.phone, self.phone, Flaw::Phone, &mut flaws);
        let flaw = |url| Flaw::Url(url, "place.accessibilityUrl");
        parsed(&mut place.accessibility, self.accessibility_url, flaw, &mut flaws);
        let flaw = |url| Flaw::Url(url, "place.appointmentUrl");
        parsed(&mut place.booking, self.appointment_url, flaw, &mut flaws);
        several(&mut place.emails, self.emails, Flaw::Email, &mut flaws);
        let flaw = |url| Flaw::Url(url, "place.websites");
        several(&mut place.websites, self.websites, flaw, &mut flaws);
        words(&mut place.address_complement, self.address_complement);
        words(&mut place.opening_hours, self.opening_hours);
        words(&mut place.summary, self.summary);
        words(&mut place.detail, self.detail);
        words(&mut place.parent, self.parent_structure);
        if place.summary.as_ref().is_some_and(|text| text.chars().count() > LONGEST_SUMMARY) {
            flaws.push(Flaw::Summary);
        }
        match self.coordinates {
            Patch::Keep => {}
            Patch::Put(None) => place.coordinates = None,
            Patch::Put(Some((latitude, longitude))) => {
                place.coordinates = Coordinates::new(latitude, longitude);
                if place.coordinates.is_none() {
                    flaws.push(Flaw::Coordinates);
                }
            }
        }
        closed(&mut place.typologies, self.typologies, "place.typologies", &mut flaws);
        closed(&mut place.mobility, self.mobility, "place.mobility", &mut flaws);
        closed(&mut place.services, self.services, "place.services", &mut flaws);
        closed(&mut place.audiences, self.audiences, "place.audiences", &mut flaws);
        closed(&mut place.special_care, self.special_care, "place.specialCare", &mut flaws);
        closed(&mut place.fees, self.fees, "place.fees", &mut flaws);
        closed(&mut place.programmes, self.programmes, "place.programmes", &mut flaws);
        closed(&mut place.labels, self.labels, "place.labels", &mut flaws);
        closed(&mut place.access, self.access, "place.access", &mut flaws);
        closed(&mut place.support, self.support, "place.support", &mut flaws);
        if let Some(labels) = self.other_labels {
            let labels = labels.iter().map(|label| label.trim().to_owned());
            place.other_labels = labels.filter(|label| !label.is_empty()).collect();
        }
        if flaws.is_empty() { Ok(place) } else { Err(flaws) }
    }
}

fn required(field: &mut String, described: Option<String>, flaw: Flaw, flaws: &mut Vec<Flaw>) {
    if let Some(text) = described {
        text.trim().clone_into(field);
    }
    if field.is_empty() {
        flaws.push(flaw);
    }
}

fn words(field: &mut Option<String>, described: Patch<String>) {
    if let Patch::Put(text) = described {
        *field = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    }
}

fn parsed<V: FromStr>(
    field: &mut Option<V>,
    described: Patch<String>,
    flaw: fn(String) -> Flaw,
    flaws: &mut Vec<Flaw>,
) {
    let Patch::Put(text) = described else { return };
    *field = None;
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
    match text.parse() {
        Ok(value) => *field = Some(value),
        Err(_) => flaws.push(flaw(text)),
    }
}

fn several<V: FromStr>(
    field: &mut Vec<V>,
    described: Option<Vec<String>>,
    flaw: fn(String) -> Flaw,
    flaws: &mut Vec<Flaw>,
) {
    let Some(texts) = described else { return };
    field.clear();
    for text in texts {
        match text.parse() {
            Ok(value) => field.push(value),
            Err(_) => flaws.push(flaw(text)),
        }
    }
}

fn closed<L: ClosedList>(
    field: &mut BTreeSet<L>,
    described: Option<Vec<String>>,
    path: &'static str,
    flaws: &mut Vec<Flaw>,
) {
    let Some(texts) = described else { return };
    field.clear();
    for text in texts {
        match L::recognise(&text) {
            Some(value) => {
                field.insert(value);
            }
            None => flaws.push(Flaw::Value(path, text)),
        }
    }
}

fn blank(id: &str, postal_code: PostalCode) -> StandardPlace {
    StandardPlace {
        id: id.to_owned(),
        pivot: None,
        name: String::new(),
        commune: String::new(),
        postal_code,
        insee_code: None,
        address: String::new(),
        address_complement: None,
        coordinates: None,
        typologies: BTreeSet::new(),
        phone: None,
        emails: Vec::new(),
        websites: Vec::new(),
        opening_hours: None,
        summary: None,
        detail: None,
        source: None,
        mobility: BTreeSet::new(),
        parent: None,
        updated_on: None,
        services: BTreeSet::new(),
        audiences: BTreeSet::new(),
        special_care: BTreeSet::new(),
        fees: BTreeSet::new(),
        programmes: BTreeSet::new(),
        labels: BTreeSet::new(),
        other_labels: BTreeSet::new(),
        access: BTreeSet::new(),
        support: BTreeSet::new(),
        accessibility: None,
        booking: None,
    }
}
