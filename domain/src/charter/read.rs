//! Finding charters and their published versions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Charter, Rule, Version};
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt},
    id::{CharterId, CharterVersionId},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Resource},
};

const COLUMNS: &str = "charter.id, charter.network_id, charter.title, charter.asks_volunteer, \
    charter.asks_structure, charter.validity_months, charter.draft, charter.archived_at, \
    charter.revision, charter.created_at, (select version.id from charter_version version \
    where version.charter_id = charter.id order by version.number desc limit 1) \
    as current_version_id";

const VERSION_COLUMNS: &str = "version.id, version.charter_id, version.number, version.body, \
    version.body_hash, version.asks_volunteer, version.asks_structure, version.validity_months, \
    version.asks_again, version.published_by_id, version.published_at";

const BY_TITLE: Order =
    Order { name: "charter.title", columns: &["title", "id"], is_descending: false };

const NEWEST: Order =
    Order { name: "charter_version.newest", columns: &["number", "id"], is_descending: true };

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    network_id: Uuid,
    title: String,
    asks_volunteer: bool,
    asks_structure: bool,
    validity_months: Option<i32>,
    draft: String,
    archived_at: Option<DateTime<Utc>>,
    revision: i32,
    created_at: DateTime<Utc>,
    current_version_id: Option<Uuid>,
}

impl Row {
    fn seen_by(self, ctx: &Context) -> Result<Charter, Denied> {
        let network = self.network_id;
        let is_published = self.current_version_id.is_some();
        ctx.may(&Ask::SeeCharter { network, is_published })?;
        // To read an unpublished text is not to write it: a token that only reads sees it too.
        let sees_draft = ctx.may(&Ask::SeeCharter { network, is_published: false }).is_ok();
        Ok(Charter {
            id: self.id,
            network_id: self.network_id,
            title: self.title,
            asks_volunteer: self.asks_volunteer,
            asks_structure: self.asks_structure,
            validity_months: self.validity_months,
            draft: sees_draft.then_some(self.draft),
            current_version_id: self.current_version_id,
            archived_at: self.archived_at,
            revision: self.revision,
            created_at: self.created_at,
        })
    }
}

impl Keyed for Row {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Text(self.title.clone()), Key::Id(self.id)]
    }
}

/// Whether this asker may change a charter; one that they may not know of is not found.
pub(super) async fn may_edit(
    ctx: &Context,
    tx: &Transaction,
    charter: &entities::charter::Model,
) -> Result<(), Halt> {
    let network = charter.network_id;
    let Err(denied) = ctx.may(&Ask::EditCharter { network }) else { return Ok(()) };
    let is_published =
        Sql::new("select 1 as one from charter_version where charter_id = ?", binds![charter.id])
            .exists(&**tx)
            .await?;
    ctx.may(&Ask::SeeCharter { network, is_published })?;
    Err(denied.into())
}

/// The charter of this identifier.
pub async fn load(ctx: &Context, id: CharterId) -> Result<Charter, Halt> {
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The charters of these identifiers that this asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Charter>, Halt> {
    ctx.standing().has_scope(Resource::Charter, false)?;
    let rows: Vec<Row> =
        Sql::new(&format!("select {COLUMNS} from charter where charter.id in ?"), binds![ids])
            .all(ctx.db())
            .await?;
    let seen = rows.into_iter().filter_map(|row| row.seen_by(ctx).ok());
    Ok(seen.map(|charter| (charter.id, charter)).collect())
}

/// The charters of each of these networks, by title: the published ones, and the drafts of networks
/// that this asker leads.
pub async fn list_below(
    ctx: &Context,
    networks: &[Uuid],
    with_archived: bool,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Charter>>, Halt> {
    ctx.standing().has_scope(Resource::Charter, false)?;
    let read_when = |is_published| {
        let seen = move |network: &&Uuid| {
            ctx.may(&Ask::SeeCharter { network: **network, is_published }).is_ok()
        };
        networks.iter().filter(seen).copied().collect::<Vec<_>>()
    };
    let mut select = Sql::new(
        &format!(
            "select {COLUMNS} from charter where (charter.network_id in ? or \
             (charter.network_id in ? and exists (select 1 from charter_version published \
             where published.charter_id = charter.id)))"
        ),
        binds![read_when(false), read_when(true)],
    );
    if !with_archived {
        select = select.and("and charter.archived_at is null", vec![]);
    }
    let pages = List::new(select, BY_TITLE, &with_archived)
        .fetch_for_each::<Row>(ctx, "network_id", networks, page)
        .await?;
    let seen = |page: Page<Row>| -> Result<Page<Charter>, Denied> {
        let Page { items, has_next, has_previous, total } = page;
        let items = items
            .into_iter()
            .map(|(cursor, row)| Ok((cursor, row.seen_by(ctx)?)))
            .collect::<Result<_, Denied>>()?;
        Ok(Page { items, has_next, has_previous, total })
    };
    pages.into_iter().map(|(network, page)| Ok((network, seen(page)?))).collect()
}

#[derive(FromQueryResult)]
struct VersionRow {
    id: Uuid,
    charter_id: Uuid,
    number: i32,
    body: String,
    body_hash: String,
    asks_volunteer: bool,
    asks_structure: bool,
    validity_months: Option<i32>,
    asks_again: bool,
    published_by_id: Option<Uuid>,
    published_at: DateTime<Utc>,
}

impl Keyed for VersionRow {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Number(i64::from(self.number)), Key::Id(self.id)]
    }
}

impl From<VersionRow> for Version {
    fn from(row: VersionRow) -> Self {
        Self {
            id: row.id,
            charter_id: row.charter_id,
            number: row.number,
            body: row.body,
            body_hash: row.body_hash,
            asks_volunteer: row.asks_volunteer,
            asks_structure: row.asks_structure,
            validity_months: row.validity_months,
            asks_again: row.asks_again,
            published_by_id: row.published_by_id,
            published_at: row.published_at,
        }
    }
}

/// The version of this identifier.
pub async fn version(ctx: &Context, id: CharterVersionId) -> Result<Version, Halt> {
    Ok(versions_by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The versions of these identifiers; what is published is public.
pub async fn versions_by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Version>, Halt> {
    ctx.standing().has_scope(Resource::Charter, false)?;
    let rows: Vec<VersionWithin> = Sql::new(
        &format!(
            "select {VERSION_COLUMNS}, charter.network_id from charter_version version \
             join charter on charter.id = version.charter_id where version.id in ?"
        ),
        binds![ids],
    )
    .all(ctx.db())
    .await?;
    let seen = |row: &VersionWithin| {
        ctx.may(&Ask::SeeCharter { network: row.network_id, is_published: true }).is_ok()
    };
    Ok(rows.into_iter().filter(seen).map(|row| (row.version.id, row.version.into())).collect())
}

struct VersionWithin {
    version: VersionRow,
    network_id: Uuid,
}

impl FromQueryResult for VersionWithin {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            version: VersionRow::from_query_result(row, prefix)?,
            network_id: row.try_get(prefix, "network_id")?,
        })
    }
}

/// The versions of each of these charters, the newest first. Whoever holds a charter may see them.
pub async fn list_versions(
    ctx: &Context,
    charters: &[Uuid],
    page: &Request,
) -> Result<HashMap<Uuid, Page<Version>>, Halt> {
    let select = Sql::new(
        &format!(
            "select {VERSION_COLUMNS} from charter_version version where version.charter_id in ?"
        ),
        binds![charters],
    );
    let pages = List::new(select, NEWEST, &())
        .fetch_for_each::<VersionRow>(ctx, "charter_id", charters, page)
        .await?;
    Ok(pages.into_iter().map(|(id, rows)| (id, rows.map(Version::from))).collect())
}

#[derive(FromQueryResult)]
struct RuleRow {
    charter_id: Uuid,
    number: i32,
    published_at: DateTime<Utc>,
    asks_again: bool,
    asks_volunteer: bool,
    asks_structure: bool,
}

/// The rules of every version of these charters, in one statement.
pub(super) async fn rules(
    db: &impl ConnectionTrait,
    charters: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Rule>>, Halt> {
    let rows: Vec<RuleRow> = Sql::new(
        "select charter_id, number, published_at, asks_again, asks_volunteer, asks_structure \
         from charter_version where charter_id in ? order by charter_id, number",
        binds![charters],
    )
    .all(db)
    .await?;
    let mut rules: HashMap<Uuid, Vec<Rule>> = HashMap::new();
    for row in rows {
        rules.entry(row.charter_id).or_default().push(Rule {
            number: row.number,
            since: row.published_at.with_timezone(&FEDERATION_ZONE).date_naive(),
            asks_again: row.asks_again,
            asks_volunteer: row.asks_volunteer,
            asks_structure: row.asks_structure,
        });
    }
    Ok(rules)
}
