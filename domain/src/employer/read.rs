//! Finding employers.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{Contact, Employer, linked, networks_of};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::{EmployerId, NetworkId},
    identifier::{Rna, Siret},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Standing},
    territory::Area,
    text::{fold, sought},
};
use entities::employer::Model;

/// Which employers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Whose name has these words, or that have this number.
    pub search: Option<String>,
    /// With staff or places in this network, or in one below it.
    pub network: Option<NetworkId>,
    /// In a commune of this area.
    pub area: Option<Area>,
    /// With someone who acts for them, or without.
    pub has_manager: Option<bool>,
    /// Closed records too.
    pub with_archived: bool,
    /// Only some of these.
    pub among: Option<Vec<Uuid>>,
}

/// In which order employers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EmployerOrder {
    /// By name.
    #[default]
    ByName,
    /// The last written down first.
    Newest,
}

impl EmployerOrder {
    /// Identifiers grow with time.
    const fn order(self) -> Order {
        match self {
            Self::ByName => {
                Order { name: "employer.name", columns: &["search", "id"], is_descending: false }
            }
            Self::Newest => {
                Order { name: "employer.newest", columns: &["id"], is_descending: true }
            }
        }
    }
}

struct Row {
    row: Model,
    networks: Vec<Uuid>,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: Model::from_query_result(row, prefix)?,
            networks: networks_of(row, prefix)?,
        })
    }
}

impl Keyed for Row {
    fn key(&self, order: &Order) -> Vec<Key> {
        let mut keys = vec![Key::Text(self.row.search.clone()), Key::Id(self.row.id)];
        keys.split_off(keys.len() - order.columns.len())
    }
}

impl Row {
    fn seen_by(self, standing: &Standing) -> Employer {
        let Self { row, networks } = self;
        let ask = Ask::SeeEmployerContact { employer: row.id, networks: &networks };
        let contact =
            standing.may(&ask).is_ok().then_some(Contact { email: row.email, phone: row.phone });
        Employer {
            id: row.id,
            name: row.name,
            siret: row.siret,
            rna: row.rna,
            address: row.address,
            postal_code: row.postal_code,
            commune_name: row.commune_name,
            insee_code: row.insee_code,
            website_url: row.website_url,
            contact,
            archived_at: row.archived_at,
            revision: row.revision,
            created_at: row.created_at,
            networks,
        }
    }
}

fn select(ctx: &Context, db: &impl ConnectionTrait) -> Sql {
    Sql::new("select employer.*,", vec![])
        .append(linked(db, ctx.today()))
        .and("from employer", vec![])
}

/// The employer of this identifier.
pub async fn load(ctx: &Context, id: EmployerId) -> Result<Employer, Halt> {
    ctx.may(&Ask::SeeEmployer)?;
    Ok(among(ctx, ctx.db(), &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The employers of these identifiers; none for who may not know of employers.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Employer>, Halt> {
    if ctx.may(&Ask::SeeEmployer).is_err() {
        return Ok(HashMap::new());
    }
    among(ctx, ctx.db(), ids).await
}

/// The same, within a change whose asker may know of them.
pub(crate) async fn among(
    ctx: &Context,
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Employer>, Halt> {
    let rows: Vec<Row> = select(ctx, db).and("where employer.id in ?", binds![ids]).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.row.id, row.seen_by(ctx.standing()))).collect())
}

/// The employer of this SIRET.
pub async fn by_siret(ctx: &Context, siret: &str) -> Result<Employer, Halt> {
    let siret: Siret = siret.parse().map_err(|_| Denied::Hidden)?;
    one(ctx, Sql::new("where employer.siret = ?", binds![siret.as_str()])).await
}

/// The employer of this RNA number.
pub async fn by_rna(ctx: &Context, rna: &str) -> Result<Employer, Halt> {
    let rna: Rna = rna.parse().map_err(|_| Denied::Hidden)?;
    one(ctx, Sql::new("where employer.rna = ?", binds![rna.as_str()])).await
}

async fn one(ctx: &Context, condition: Sql) -> Result<Employer, Halt> {
    ctx.may(&Ask::SeeEmployer)?;
    let row: Option<Row> = select(ctx, ctx.db()).append(condition).one(ctx.db()).await?;
    Ok(row.ok_or(Denied::Hidden)?.seen_by(ctx.standing()))
}

/// The employers of the federation.
pub async fn list(
    ctx: &Context,
    filter: &Filter,
    order: EmployerOrder,
    page: &Request,
) -> Result<Page<Employer>, Halt> {
    ctx.may(&Ask::SeeEmployer)?;
    let select = filtered(ctx, select(ctx, ctx.db()).and("where true", vec![]), filter);
    let rows = List::new(select, order.order(), filter).fetch(ctx, page).await?;
    Ok(rows.map(|row: Row| row.seen_by(ctx.standing())))
}

fn filtered(ctx: &Context, mut select: Sql, filter: &Filter) -> Sql {
    if !filter.with_archived {
        select = select.and("and employer.archived_at is null", vec![]);
    }
    if let Some(search) = &filter.search {
        let search = sought(search);
        let folded = fold(search);
        let number: String = search.chars().filter(|c| !c.is_whitespace()).collect();
        select = select.and(
            "and (employer.search like ? or employer.siret = ? or employer.rna = ?)",
            binds![format!("%{folded}%"), number.clone(), number.to_uppercase()],
        );
    }
    if let Some(network) = filter.network {
        let today = ctx.today();
        select = select.and(
            "and employer.id in (select employment.employer_id from employment \
             join membership on membership.member_id = employment.member_id \
             join network_ancestor branch on branch.descendant_id = membership.network_id \
             where branch.ancestor_id = ? and employment.status = 'confirmed' \
             and employment.started_on <= ? \
             and (employment.ended_on is null or employment.ended_on > ?) \
             and membership.started_on <= ? \
             and (membership.ended_on is null or membership.ended_on > ?) \
             union select place.employer_id from place \
             join network_ancestor branch on branch.descendant_id = place.network_id \
             where branch.ancestor_id = ? and place.employer_id is not null \
             and place.archived_at is null)",
            binds![network, today, today, today, today, network],
        );
    }
    if let Some(area) = &filter.area {
        select = select.and("and", vec![]).append(area.holds("employer"));
    }
    if let Some(has_manager) = filter.has_manager {
        select = select.and(
            "and exists (select 1 from employer_manager manager \
             where manager.employer_id = employer.id and manager.state = 'confirmed') = ?",
            binds![has_manager],
        );
    }
    if let Some(among) = &filter.among {
        select = select.and("and employer.id in ?", binds![among.clone()]);
    }
    select
}
