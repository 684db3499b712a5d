//! Finding networks: one, several, the tree above and below.

use std::collections::HashMap;

use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{Network, Row};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::NetworkId,
    page::{Key, Keyed, List, Order, Page, Request},
    text::sought_words,
};

pub(super) const COLUMNS: &str = "network.id, network.slug, network.name, network.level, network.parent_id, \
    network.is_thematic, network.description, network.host, network.contact_email, \
    network.contact_phone, network.chat_url, network.resources_url, network.website_url, \
    network.archived_at, network.revision, network.created_at";

/// A level of the federation.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Level {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// From the widest to the narrowest.
    pub rank: i32,
}

/// A commune of INSEE's official geographic code.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Commune {
    /// Its INSEE code.
    pub insee_code: String,
    /// Its name.
    pub name: String,
    /// Its postal codes, separated by `|`.
    pub postal_codes: String,
    /// The SIREN of its EPCI.
    pub epci_code: String,
    /// The name of its EPCI.
    pub epci_name: String,
    /// How many people live there.
    pub population: i32,
}

/// Which networks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Of this level.
    pub level: Option<String>,
    /// By theme, or by territory.
    pub is_thematic: Option<bool>,
    /// Whose territory has this commune.
    pub commune: Option<String>,
    /// Closed ones too.
    pub with_archived: bool,
    /// Whose name, or whose host's, has words that begin so; accents and case are forgiven.
    pub search: Option<String>,
    /// Only some of these.
    pub among: Option<Vec<Uuid>>,
}

const BY_NAME: Order =
    Order { name: "network.name", columns: &["name", "id"], is_descending: false };

/// In which order networks are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NetworkOrder {
    /// By name.
    #[default]
    ByName,
    /// The last that came to be first.
    Newest,
}

impl NetworkOrder {
    /// Identifiers grow with time.
    const fn order(self) -> Order {
        match self {
            Self::ByName => BY_NAME,
            Self::Newest => Order { name: "network.newest", columns: &["id"], is_descending: true },
        }
    }
}

impl Keyed for Row {
    fn key(&self, order: &Order) -> Vec<Key> {
        let mut keys = vec![Key::Text(self.name.clone()), Key::Id(self.id)];
        keys.split_off(keys.len() - order.columns.len())
    }
}

/// The network of this identifier.
pub async fn load(ctx: &Context, id: NetworkId) -> Result<Network, Halt> {
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The networks of these identifiers.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Network>, Halt> {
    let rows: Vec<Row> =
        Sql::new(&format!("select {COLUMNS} from network where id in ?"), binds![ids])
            .all(ctx.db())
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.seen_by(ctx.standing()))).collect())
}

/// The network of this slug.
pub async fn by_slug(ctx: &Context, slug: &str) -> Result<Network, Halt> {
    let row: Option<Row> =
        Sql::new(&format!("select {COLUMNS} from network where slug = ?"), binds![slug])
            .one(ctx.db())
            .await?;
    Ok(row.ok_or(Denied::Hidden)?.seen_by(ctx.standing()))
}

fn filtered(select: Sql, filter: &Filter) -> Sql {
    let mut select = select;
    if !filter.with_archived {
        select = select.and("and network.archived_at is null", vec![]);
    }
    if let Some(level) = &filter.level {
        select = select.and("and network.level = ?", binds![level]);
    }
    if let Some(is_thematic) = filter.is_thematic {
        select = select.and("and network.is_thematic = ?", binds![is_thematic]);
    }
    if let Some(commune) = &filter.commune {
        select = select.and(
            "and network.id in (select network_id from network_commune where insee_code = ?)",
            binds![commune],
        );
    }
    for word in sought_words(filter.search.as_deref().unwrap_or_default()) {
        select = select.and(
            "and (network.search like ? or network.search like ?)",
            binds![format!("{word}%"), format!("% {word}%")],
        );
    }
    if let Some(among) = &filter.among {
        select = select.and("and network.id in ?", binds![among.clone()]);
    }
    select
}

/// All networks.
pub async fn list(
    ctx: &Context,
    filter: &Filter,
    order: NetworkOrder,
    page: &Request,
) -> Result<Page<Network>, Halt> {
    let select = Sql::new(&format!("select {COLUMNS} from network where true"), vec![]);
    let rows = List::new(filtered(select, filter), order.order(), filter).fetch(ctx, page).await?;
    Ok(rows.map(|row: Row| row.seen_by(ctx.standing())))
}

/// The networks right below each of these, by name.
pub async fn list_below(
    ctx: &Context,
    parents: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Network>>, Halt> {
    let select = Sql::new(&format!("select {COLUMNS} from network where true"), vec![]);
    let pages = List::new(filtered(select, filter), BY_NAME, filter)
        .fetch_for_each(ctx, "parent_id", parents, page)
        .await?;
    Ok(pages
        .into_iter()
        .map(|(parent, rows)| (parent, rows.map(|row: Row| row.seen_by(ctx.standing()))))
        .collect())
}

struct Ancestor {
    of_id: Uuid,
    row: Row,
}

impl FromQueryResult for Ancestor {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { of_id: row.try_get(prefix, "of_id")?, row: Row::from_query_result(row, prefix)? })
    }
}

/// The networks above each of these, from the top down to its parent, in one statement.
pub async fn ancestors(
    ctx: &Context,
    networks: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Network>>, Halt> {
    let rows: Vec<Ancestor> = Sql::new(
        &format!(
            "select reached.descendant_id as of_id, {COLUMNS} from network_ancestor reached \
             join network on network.id = reached.ancestor_id \
             where reached.descendant_id in ? and reached.depth > 0 \
             order by reached.descendant_id, reached.depth desc"
        ),
        binds![networks],
    )
    .all(ctx.db())
    .await?;
    let mut ancestors: HashMap<Uuid, Vec<Network>> = HashMap::new();
    for Ancestor { of_id, row } in rows {
        ancestors.entry(of_id).or_default().push(row.seen_by(ctx.standing()));
    }
    Ok(ancestors)
}

#[derive(FromQueryResult)]
struct Count {
    ancestor_id: Uuid,
    count: i64,
}

/// How many open networks hang below each of these, at any depth.
pub async fn subtree_counts(ctx: &Context, networks: &[Uuid]) -> Result<HashMap<Uuid, i64>, Halt> {
    let rows: Vec<Count> = Sql::new(
        "select reached.ancestor_id, count(*) as count from network_ancestor reached \
         join network on network.id = reached.descendant_id and network.archived_at is null \
         where reached.ancestor_id in ? and reached.depth > 0 group by reached.ancestor_id",
        binds![networks],
    )
    .all(ctx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.ancestor_id, row.count)).collect())
}

#[derive(FromQueryResult)]
struct Covered {
    network_id: Uuid,
    search: String,
    #[sea_orm(nested)]
    commune: Commune,
}

impl Keyed for Covered {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Text(self.search.clone()), Key::Text(self.commune.insee_code.clone())]
    }
}

const COMMUNES_BY_NAME: Order =
    Order { name: "commune.name", columns: &["search", "insee_code"], is_descending: false };

fn covered(networks: &[Uuid]) -> Sql {
    Sql::new(
        "select covered.network_id, commune.search, commune.insee_code, commune.name, \
         commune.postal_codes, commune.epci_code, commune.epci_name, commune.population \
         from network_commune covered join commune on commune.insee_code = covered.insee_code \
         where covered.network_id in ?",
        binds![networks],
    )
}

/// All communes of each of these networks, by name.
pub async fn communes_of(
    ctx: &Context,
    networks: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Commune>>, Halt> {
    let by_name = "order by commune.search, commune.insee_code";
    let rows: Vec<Covered> = covered(networks).and(by_name, vec![]).all(ctx.db()).await?;
    let mut communes: HashMap<Uuid, Vec<Commune>> = HashMap::new();
    for row in rows {
        communes.entry(row.network_id).or_default().push(row.commune);
    }
    Ok(communes)
}

/// A page of the communes of each of these networks, by name.
pub async fn list_communes(
    ctx: &Context,
    networks: &[Uuid],
    page: &Request,
) -> Result<HashMap<Uuid, Page<Commune>>, Halt> {
    let pages = List::new(covered(networks), COMMUNES_BY_NAME, &())
        .fetch_for_each(ctx, "network_id", networks, page)
        .await?;
    Ok(pages
        .into_iter()
        .map(|(id, page): (Uuid, Page<Covered>)| (id, page.map(|row| row.commune)))
        .collect())
}

/// The communes of an intercommunal body that this network covers, by name.
pub async fn communes_within(
    ctx: &Context,
    network: NetworkId,
    epci_code: &str,
) -> Result<Vec<Commune>, Halt> {
    Ok(Sql::new(
        "select commune.insee_code, commune.name, commune.postal_codes, commune.epci_code, \
         commune.epci_name, commune.population from network_commune covered \
         join commune on commune.insee_code = covered.insee_code \
         where covered.network_id = ? and commune.epci_code = ? \
         order by commune.search, commune.insee_code",
        binds![network, epci_code],
    )
    .all(ctx.db())
    .await?)
}

/// The levels of the federation, from the widest.
pub async fn levels(ctx: &Context) -> Result<Vec<Level>, Halt> {
    Ok(Sql::new("select code, name, rank from network_level order by rank, code", vec![])
        .all(ctx.db())
        .await?)
}
