//! Identifiers at the door: opaque, typed, and simply not found when they are of another kind.

use async_graphql::{Context, ID, Result};
use domain::{
    error::{Denied, Halt},
    id::{Id, Kind},
};

use super::error::halted;

/// Reads an identifier of this kind.
pub(crate) fn read<K: Kind>(ctx: &Context<'_>, id: &ID) -> Result<Id<K>> {
    id.parse().map_err(|_| halted(asker(ctx), &Halt::Denied(Denied::Hidden)))
}

/// Reads one that may be absent.
pub(crate) fn read_some<K: Kind>(ctx: &Context<'_>, id: Option<&ID>) -> Result<Option<Id<K>>> {
    id.map(|id| read(ctx, id)).transpose()
}

/// Reads several.
pub(crate) fn read_all<K: Kind>(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Id<K>>> {
    ids.iter().map(|id| read(ctx, id)).collect()
}

/// Reads the key of an identifier of any kind.
pub(crate) fn read_any(ctx: &Context<'_>, id: &ID) -> Result<uuid::Uuid> {
    let hidden = || halted(asker(ctx), &Halt::Denied(Denied::Hidden));
    domain::id::parse_any(id).map(|(_, key)| key).ok_or_else(hidden)
}

/// Writes an identifier of this kind.
pub(crate) fn write<K: Kind>(id: impl Into<Id<K>>) -> ID {
    ID(id.into().to_string())
}

/// Who asks.
pub(crate) fn asker<'a>(ctx: &Context<'a>) -> &'a domain::context::Context {
    ctx.data_unchecked()
}
