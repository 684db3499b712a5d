//! Where a network is at work, and at which level.

use async_graphql::SimpleObject;
use domain::network;

use crate::graphql::scalar::InseeCode;

/// A commune of the official geographic code, with its EPCI.
#[derive(SimpleObject)]
pub struct Commune {
    /// Its INSEE code.
    insee_code: InseeCode,
    /// Its name.
    name: String,
    /// Its postal codes.
    postal_codes: Vec<String>,
    /// The SIREN of its EPCI (intercommunalité).
    epci_code: String,
    /// The name of its EPCI.
    epci_name: String,
    /// How many people live there.
    population: i32,
}

impl Commune {
    pub(crate) fn of(commune: network::Commune) -> Self {
        Self {
            insee_code: InseeCode(commune.insee_code),
            name: commune.name,
            postal_codes: commune.postal_codes.split('|').map(str::to_owned).collect(),
            epci_code: commune.epci_code,
            epci_name: commune.epci_name,
            population: commune.population,
        }
    }
}

/// A level of the federation, such as departmental or local.
#[derive(SimpleObject)]
pub struct NetworkLevel {
    /// Its code.
    pub(crate) code: String,
    /// Its name.
    pub(crate) name: String,
    /// From the widest to the narrowest.
    pub(crate) rank: i32,
}
