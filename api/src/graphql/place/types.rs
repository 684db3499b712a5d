//! What a place is.
#![expect(
    clippy::doc_markdown,
    reason = "the standard's own column names, for who reads the schema"
)]

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, OneofObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{id::PlaceKind, place, policy::Ask};

use crate::graphql::{
    employer::{Employer, EmployerKey},
    id::{asker, read_some, write},
    loader::load,
    network::{Network, NetworkKey, TerritoryBy},
    permission::Permission,
    scalar::{Date, EmailAddress, InseeCode, PhoneNumber, Url},
};

/// Where the public is received (lieu), in the terms of the national standard.
#[derive(Clone)]
pub struct Place(Arc<place::Place>);

impl Place {
    pub(crate) fn of(place: place::Place) -> Self {
        Self(Arc::new(place))
    }
}

/// A point on Earth.
#[derive(SimpleObject)]
pub struct Coordinates {
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
}

/// Where the public is received (lieu), in the terms of the national standard.
#[Object]
impl Place {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<PlaceKind>(self.0.id)
    }

    /// The standard’s own `id`, unique in the network’s file.
    async fn standard_id(&self) -> &str {
        &self.0.standard_id
    }

    /// In which network’s file.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        load(ctx, NetworkKey(self.0.network_id)).await
    }

    /// The employer that holds it; null when none is known, or you are not signed in.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        match self.0.employer_id {
            Some(id) => load(ctx, EmployerKey(id)).await,
            None => Ok(None),
        }
    }

    /// Where it is.
    async fn coordinates(&self) -> Option<Coordinates> {
        let (latitude, longitude) = self.0.latitude.zip(self.0.longitude)?;
        Some(Coordinates { latitude, longitude })
    }

    /// Its name (nom).
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Commune (commune).
    async fn commune_name(&self) -> &str {
        &self.0.commune_name
    }

    /// Postal code (code_postal).
    async fn postal_code(&self) -> &str {
        &self.0.postal_code
    }

    /// Number and street (adresse).
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// SIRET, RNA or RIDET of the organisation; fourteen zeros when it is not known (pivot).
    async fn pivot(&self) -> &str {
        &self.0.pivot
    }

    /// Commune’s code (code_insee).
    async fn insee_code(&self) -> Option<InseeCode> {
        self.0.insee_code.clone().map(InseeCode)
    }

    /// More of the address (complement_adresse).
    async fn address_complement(&self) -> Option<&str> {
        self.0.address_complement.as_deref()
    }

    /// Telephone (telephone).
    async fn phone(&self) -> Option<PhoneNumber> {
        self.0.phone.clone().map(PhoneNumber)
    }

    /// Opening hours in the form of OpenStreetMap (horaires).
    async fn opening_hours(&self) -> Option<&str> {
        self.0.opening_hours.as_deref()
    }

    /// At most 280 characters (presentation_resume).
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// More (presentation_detail).
    async fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The organisation above (structure_parente).
    async fn parent_structure(&self) -> Option<&str> {
        self.0.parent_structure.as_deref()
    }

    /// Its page on Acceslibre (fiche_acces_libre).
    async fn accessibility_url(&self) -> Option<Url> {
        self.0.accessibility_url.clone().map(Url)
    }

    /// Where to make an appointment (prise_rdv).
    async fn appointment_url(&self) -> Option<Url> {
        self.0.appointment_url.clone().map(Url)
    }

    /// Kinds of place (typologie).
    async fn typologies(&self) -> Vec<String> {
        place::values(&self.0, "typologie")
    }

    /// Where to write (courriels).
    async fn emails(&self) -> Vec<EmailAddress> {
        place::values(&self.0, "courriels").into_iter().map(EmailAddress).collect()
    }

    /// On the web (site_web).
    async fn websites(&self) -> Vec<Url> {
        place::values(&self.0, "site_web").into_iter().map(Url).collect()
    }

    /// Whether it moves (itinerance).
    async fn mobility(&self) -> Vec<String> {
        place::values(&self.0, "itinerance")
    }

    /// What is offered (services).
    async fn services(&self) -> Vec<String> {
        place::values(&self.0, "services")
    }

    /// Whom it is especially for (publics_specifiquement_adresses).
    async fn audiences(&self) -> Vec<String> {
        place::values(&self.0, "publics_specifiquement_adresses")
    }

    /// Special care (prise_en_charge_specifique).
    async fn special_care(&self) -> Vec<String> {
        place::values(&self.0, "prise_en_charge_specifique")
    }

    /// What it costs (frais_a_charge).
    async fn fees(&self) -> Vec<String> {
        place::values(&self.0, "frais_a_charge")
    }

    /// National programmes (dispositif_programmes_nationaux).
    async fn programmes(&self) -> Vec<String> {
        place::values(&self.0, "dispositif_programmes_nationaux")
    }

    /// Labels (formations_labels).
    async fn labels(&self) -> Vec<String> {
        place::values(&self.0, "formations_labels")
    }

    /// Other labels (autres_formations_labels).
    async fn other_labels(&self) -> Vec<String> {
        place::values(&self.0, "autres_formations_labels")
    }

    /// How one comes in (modalites_acces).
    async fn access(&self) -> Vec<String> {
        place::values(&self.0, "modalites_acces")
    }

    /// How one is helped (modalites_accompagnement).
    async fn support(&self) -> Vec<String> {
        place::values(&self.0, "modalites_accompagnement")
    }

    /// Who told it first (source).
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// When it was last checked (date_maj).
    async fn updated_on(&self) -> Date {
        Date(self.0.updated_on)
    }

    /// Since when it is closed.
    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.archived_at
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Since when it is known.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: PlaceAction,
    ) -> Permission {
        let (network, employer) = (self.0.network_id, self.0.employer_id);
        let ask = match action {
            PlaceAction::Edit => Ask::EditPlace { network, employer },
            PlaceAction::ChangeEmployer => Ask::CreatePlace { network, employer: None },
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to a place. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PlaceAction {
    /// Change it, close it and open it again.
    Edit,
    /// Say which employer holds it.
    ChangeEmployer,
}

/// Which places.
#[derive(InputObject, Default)]
pub struct PlaceFilter {
    /// Whose name has words that begin so; accents and case are forgiven.
    search: Option<String>,
    /// In a commune of this territory.
    territory: Option<TerritoryBy>,
    /// In the file of this network, or of one below it.
    network_id: Option<ID>,
    /// Closed ones too.
    #[graphql(default)]
    with_archived: bool,
}

impl PlaceFilter {
    pub(crate) fn read(self, ctx: &Context<'_>) -> Result<place::Filter> {
        Ok(place::Filter {
            search: self.search,
            area: self.territory.map(|by| by.read(ctx)).transpose()?,
            network: read_some(ctx, self.network_id.as_ref())?,
            with_archived: self.with_archived,
        })
    }
}

/// By what a place is known: exactly one of these.
#[derive(OneofObject)]
pub enum PlaceBy {
    /// Its identifier.
    Id(ID),
    /// The standard’s own `id` in a network’s file.
    StandardId(PlaceStandardId),
}

/// The standard’s own `id` in a network’s file.
#[derive(InputObject)]
pub struct PlaceStandardId {
    /// The network.
    pub(crate) network_id: ID,
    /// The standard’s `id`.
    pub(crate) standard_id: String,
}
