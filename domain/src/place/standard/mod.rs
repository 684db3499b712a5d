//! The national standard « lieux de médiation numérique », version 1.0.2: read leniently, written
//! strictly.
//!
//! Reading understands the files that are met: any usual encoding, `,` or `;`, lists cut by `|` or
//! `;`, spellings that differ by accents or apostrophes, coordinates of `0,0` for none, fourteen
//! zeros for no number. A row without one of the values that make a place (identifier, name,
//! commune, postal code, address) is refused; any other value that cannot be understood is left
//! out of its row, and every such case is reported with its line and column. A value outside a
//! closed list is left out for the same reason that we never write one; an unknown label alone has
//! a place to go, the column of other labels.
//!
//! Writing produces what the standard's schema accepts, and reading it back gives the same places.

mod cells;
mod keep;
mod letters;
pub mod list;
mod read;
mod typology;
mod write;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::identifier::{Email, InseeCode, Phone, Pivot, PostalCode, WebAddress};
pub use letters::{commune, street};
pub use list::{
    Access, Audience, ClosedList, Fee, Label, Mobility, Programme, Service, SpecialCare, Support,
};
pub use read::{Reading, read};
pub use typology::Typology;
pub use write::{Unwritable, differences, file_name, news, write};

/// The columns, in the order of the standard.
pub const COLUMNS: [&str; 32] = [
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
];

/// How many characters a summary may have.
pub const LONGEST_SUMMARY: usize = 280;

/// A place, with the standard's 32 columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandardPlace {
    /// `id`: what identifies the place at its source. One SIRET may have several places.
    pub id: String,
    /// `pivot`: the organisation that holds the place.
    pub pivot: Option<Pivot>,
    /// `nom`.
    pub name: String,
    /// `commune`.
    pub commune: String,
    /// `code_postal`.
    pub postal_code: PostalCode,
    /// `code_insee`.
    pub insee_code: Option<InseeCode>,
    /// `adresse`.
    pub address: String,
    /// `complement_adresse`.
    pub address_complement: Option<String>,
    /// `latitude` and `longitude`.
    pub coordinates: Option<Coordinates>,
    /// `typologie`.
    pub typologies: BTreeSet<Typology>,
    /// `telephone`.
    pub phone: Option<Phone>,
    /// `courriels`, the main one first.
    pub emails: Vec<Email>,
    /// `site_web`, the main one first.
    pub websites: Vec<WebAddress>,
    /// `horaires`, in OpenStreetMap's notation.
    pub opening_hours: Option<String>,
    /// `presentation_resume`, 280 characters at most.
    pub summary: Option<String>,
    /// `presentation_detail`.
    pub detail: Option<String>,
    /// `source`: who collected the facts.
    pub source: Option<String>,
    /// `itinerance`.
    pub mobility: BTreeSet<Mobility>,
    /// `structure_parente`.
    pub parent: Option<String>,
    /// `date_maj`: the day the facts were last checked.
    pub updated_on: Option<NaiveDate>,
    /// `services`.
    pub services: BTreeSet<Service>,
    /// `publics_specifiquement_adresses`.
    pub audiences: BTreeSet<Audience>,
    /// `prise_en_charge_specifique`.
    pub special_care: BTreeSet<SpecialCare>,
    /// `frais_a_charge`.
    pub fees: BTreeSet<Fee>,
    /// `dispositif_programmes_nationaux`.
    pub programmes: BTreeSet<Programme>,
    /// `formations_labels`.
    pub labels: BTreeSet<Label>,
    /// `autres_formations_labels`.
    pub other_labels: BTreeSet<String>,
    /// `modalites_acces`.
    pub access: BTreeSet<Access>,
    /// `modalites_accompagnement`.
    pub support: BTreeSet<Support>,
    /// `fiche_acces_libre`: the place's accessibility record.
    pub accessibility: Option<WebAddress>,
    /// `prise_rdv`: where one books.
    pub booking: Option<WebAddress>,
}

/// A point on the map, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl Coordinates {
    /// A point that can exist. `0,0` lies in the ocean and stands for "not known" in files.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let is_nowhere = latitude == 0.0 && longitude == 0.0;
        let is_possible =
            (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        (is_possible && !is_nowhere).then_some(Self { latitude, longitude })
    }
}

#[cfg(test)]
mod tests;
