//! Writing down, changing and closing places.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::{
    patch::Patch,
    place::{self, ArchiveRefusal, Create, CreateRefusal, ReopenRefusal, Update, UpdateRefusal},
};

use super::{Place, PlaceKey, input::PlaceInput};
use crate::graphql::{
    id::{asker, read, read_some},
    loader::load,
    payload::payload,
};

payload! {
    /// What came of writing down a place.
    PlaceCreatePayload refused by CreateRefusal {
        /// The new place.
        place: Place
    }
}
payload! {
    /// What came of changing a place.
    PlaceUpdatePayload refused by UpdateRefusal {
        /// The changed place.
        or current place: Place
    }
}
payload! {
    /// What came of closing a place.
    PlaceArchivePayload refused by ArchiveRefusal {
        /// The closed place.
        place: Place
    }
}
payload! {
    /// What came of opening a place again.
    PlaceReopenPayload refused by ReopenRefusal {
        /// The open place.
        place: Place
    }
}

/// A place to be written down.
#[derive(InputObject)]
pub struct PlaceCreateInput {
    /// In which network’s file.
    network_id: ID,
    /// The standard’s own `id`; given by us when you have none.
    standard_id: Option<String>,
    /// The employer that holds it.
    employer_id: Option<ID>,
    /// What the standard wants to know; name, commune, postal code and address are needed.
    place: PlaceInput,
}

/// What changes of a place.
#[derive(InputObject)]
pub struct PlaceUpdateInput {
    /// The place.
    place_id: ID,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
    /// The employer that holds it; only a lead of the network changes it.
    employer_id: MaybeUndefined<ID>,
    /// What changes; what is not named stays, what is null is emptied.
    place: PlaceInput,
}

/// Closes a place: it leaves the lists and the network’s file: which one.
#[derive(InputObject)]
pub struct PlaceArchiveInput {
    /// The place.
    place_id: ID,
}

/// Opens a place again: which one.
#[derive(InputObject)]
pub struct PlaceReopenInput {
    /// The place.
    place_id: ID,
}

/// What can be done to places.
#[derive(Default)]
pub struct PlaceMutation;

/// What can be done to places.
#[Object]
impl PlaceMutation {
    /// Writes down a place of a network that you lead.
    async fn place_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write down.")] input: PlaceCreateInput,
    ) -> Result<Option<PlaceCreatePayload>> {
        let asked = Create {
            network: read(ctx, &input.network_id)?,
            standard_id: input.standard_id,
            employer: read_some(ctx, input.employer_id.as_ref())?,
            described: input.place.into(),
        };
        PlaceCreatePayload::of(ctx, place::create(asker(ctx), asked).await, Place::of)
    }

    /// Changes a place: a lead of its network, or a manager of its employer.
    async fn place_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: PlaceUpdateInput,
    ) -> Result<Option<PlaceUpdatePayload>> {
        let employer = match input.employer_id {
            MaybeUndefined::Value(id) => Patch::Put(Some(read(ctx, &id)?)),
            MaybeUndefined::Null => Patch::Put(None),
            MaybeUndefined::Undefined => Patch::Keep,
        };
        let id = read(ctx, &input.place_id)?;
        let asked = Update {
            expected_revision: input.expected_revision,
            employer,
            described: input.place.into(),
        };
        let outcome = place::update(asker(ctx), id, asked).await;
        let current = load(ctx, PlaceKey(id.uuid()));
        PlaceUpdatePayload::of_edit(ctx, outcome, Place::of, current).await
    }

    /// Closes a place: it leaves the lists and the network’s file
    async fn place_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PlaceArchiveInput,
    ) -> Result<Option<PlaceArchivePayload>> {
        let id = read(ctx, &input.place_id)?;
        PlaceArchivePayload::of(ctx, place::archive(asker(ctx), id).await, Place::of)
    }

    /// Opens a place again
    async fn place_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PlaceReopenInput,
    ) -> Result<Option<PlaceReopenPayload>> {
        let id = read(ctx, &input.place_id)?;
        PlaceReopenPayload::of(ctx, place::reopen(asker(ctx), id).await, Place::of)
    }
}
