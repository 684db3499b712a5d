//! Finding places.

use std::collections::HashMap;

use uuid::Uuid;

use super::Place;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::{NetworkId, PlaceId},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::Ask,
};

const BY_NAME: Order =
    Order { name: "place.name", columns: &["search", "id"], is_descending: false };

impl Keyed for Place {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Text(self.search.clone()), Key::Id(self.id)]
    }
}

/// The place of this identifier.
pub async fn load(ctx: &Context, id: PlaceId) -> Result<Place, Halt> {
    ctx.may(&Ask::SeePlace)?;
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The places of these identifiers.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Place>, Halt> {
    if ctx.may(&Ask::SeePlace).is_err() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Place> =
        Sql::new("select * from place where id in ?", binds![ids]).all(ctx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The place that has this `id` of the standard in a network's file.
pub async fn by_standard_id(
    ctx: &Context,
    network: NetworkId,
    standard_id: &str,
) -> Result<Place, Halt> {
    ctx.may(&Ask::SeePlace)?;
    let row: Option<Place> = Sql::new(
        "select * from place where network_id = ? and standard_id = ?",
        binds![network, standard_id],
    )
    .one(ctx.db())
    .await?;
    Ok(row.ok_or(Denied::Hidden)?)
}

fn open() -> List {
    List::new(Sql::new("select * from place where archived_at is null", vec![]), BY_NAME, &())
}

/// The places of each of these employers, by name, closed ones too when they are asked for.
pub async fn list_of_employers(
    ctx: &Context,
    employers: &[Uuid],
    with_archived: bool,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Place>>, Halt> {
    ctx.may(&Ask::SeePlace)?;
    let all = Sql::new("select * from place where true", vec![]);
    let list = if with_archived { List::new(all, BY_NAME, &true) } else { open() };
    list.fetch_for_each(ctx.db(), "employer_id", employers, page).await
}

/// The places of each of these networks, by name.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    page: &Request,
) -> Result<HashMap<Uuid, Page<Place>>, Halt> {
    ctx.may(&Ask::SeePlace)?;
    open().fetch_for_each(ctx.db(), "network_id", networks, page).await
}
