//! A piece of the country by which people, employers and places are looked for.

use async_graphql::{Context, ID, OneofObject, Result};
use domain::{
    id::{Id, NetworkKind},
    territory::Area,
};

use crate::graphql::{id::read, scalar::InseeCode};

/// A piece of the country (territoire): exactly one of these.
#[derive(OneofObject)]
pub enum TerritoryBy {
    /// The commune of this INSEE code.
    Commune(InseeCode),
    /// The intercommunal body (intercommunalité) of this SIREN.
    Epci(String),
    /// All communes of this network.
    NetworkId(ID),
}

impl TerritoryBy {
    pub(crate) fn read(self, ctx: &Context<'_>) -> Result<Area> {
        Ok(match self {
            Self::Commune(code) => Area::Commune(code.0),
            Self::Epci(code) => Area::Body(code),
            Self::NetworkId(id) => Area::Network(read::<NetworkKind>(ctx, &id).map(Id::uuid)?),
        })
    }
}
