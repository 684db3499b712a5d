//! Finding places.

use std::collections::HashMap;

use uuid::Uuid;

use super::Place;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::{NetworkId, PlaceId},
    member::named,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::Ask,
    territory::Area,
};

/// Which places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Whose name has words that begin so.
    pub search: Option<String>,
    /// In a commune of this area.
    pub area: Option<Area>,
    /// In the file of this network, or of one below it.
    pub network: Option<NetworkId>,
    /// Closed ones too.
    pub with_archived: bool,
}

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

/// The places of the federation, by name.
pub async fn list(ctx: &Context, filter: &Filter, page: &Request) -> Result<Page<Place>, Halt> {
    ctx.may(&Ask::SeePlace)?;
    let mut select = Sql::new("select place.* from place where true", vec![]);
    if !filter.with_archived {
        select = select.and("and place.archived_at is null", vec![]);
    }
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(named("place", search));
    }
    if let Some(area) = &filter.area {
        select = select.and("and", vec![]).append(area.holds("place"));
    }
    if let Some(network) = filter.network {
        select = select.and(
            "and place.network_id in \
             (select descendant_id from network_ancestor where ancestor_id = ?)",
            binds![network],
        );
    }
    List::new(select, BY_NAME, filter).fetch(ctx, page).await
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
    list.fetch_for_each(ctx, "employer_id", employers, page).await
}

/// The places of each of these networks, by name.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    page: &Request,
) -> Result<HashMap<Uuid, Page<Place>>, Halt> {
    ctx.may(&Ask::SeePlace)?;
    open().fetch_for_each(ctx, "network_id", networks, page).await
}
