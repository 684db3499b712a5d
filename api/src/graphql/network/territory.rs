//! Where a network is at work, and at which level.

use async_graphql::SimpleObject;
use domain::{
    network::{self, Level},
    territory,
};

use crate::graphql::scalar::InseeCode;

/// A commune of the official geographic code, with its EPCI.
#[derive(SimpleObject, Clone)]
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

/// An intercommunal body (EPCI) of the official geographic code.
#[derive(SimpleObject)]
pub struct Epci {
    /// Its SIREN.
    code: String,
    /// Its name.
    name: String,
    /// How many communes it has.
    commune_count: i32,
    /// How many people live there.
    population: i32,
}

impl Epci {
    pub(crate) fn of(body: territory::Body) -> Self {
        let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            code: body.epci_code,
            name: body.epci_name,
            commune_count: small(body.communes),
            population: small(body.population),
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

impl NetworkLevel {
    pub(crate) fn of(level: Level) -> Self {
        Self { code: level.code, name: level.name, rank: level.rank }
    }
}
