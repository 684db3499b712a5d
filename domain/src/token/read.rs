//! Whose tokens there are, and noting that one is used.

use std::collections::HashMap;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{Row, Token};
use crate::{
    context::{Context, House},
    database::{Sql, binds},
    error::{Denied, Halt},
    id::MemberId,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::Ask,
};

const COLUMNS: &str = "id, name, hint, member_id, network_id, scopes, expires_at, last_used_at, \
    revoked_at, created_at";

/// The newest first.
const NEWEST: Order =
    Order { name: "token.newest", columns: &["created_at", "id"], is_descending: true };

/// How exactly the last use is noted: reading with a token should not mean writing at each request.
const NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

impl Keyed for Row {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.created_at), Key::Id(self.id)]
    }
}

/// The tokens of these identifiers that this asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Token>, Halt> {
    let rows: Vec<Row> =
        Sql::new(&format!("select {COLUMNS} from token where id in ?"), binds![ids])
            .all(ctx.db())
            .await?;
    Ok(rows
        .into_iter()
        .filter(|row| {
            let ask = Ask::RevokeToken { owner: row.member_id, network: row.network_id };
            ctx.may(&ask).is_ok()
        })
        .map(|row| (row.id, row.into()))
        .collect())
}

/// A person's own tokens.
pub async fn list_of_member(
    ctx: &Context,
    member: MemberId,
    page: &Request,
) -> Result<Page<Token>, Halt> {
    ctx.may(&Ask::RevokeToken { owner: member.uuid(), network: None })?;
    let select =
        Sql::new(&format!("select {COLUMNS} from token where member_id = ?"), binds![member]);
    let rows = List::new(select, NEWEST, &member).fetch::<Row>(ctx, page).await?;
    Ok(rows.map(Token::from))
}

/// Whether this asker sees all tokens of a network, whoever made them.
pub fn may_list(ctx: &Context, network: Uuid) -> Result<(), Denied> {
    ctx.may(&Ask::RevokeToken { owner: Uuid::nil(), network: Some(network) })?;
    Ok(())
}

/// The tokens limited to each of these networks, as far as this asker leads them.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    page: &Request,
) -> Result<HashMap<Uuid, Page<Token>>, Halt> {
    let led: Vec<_> = networks.iter().copied().filter(|id| may_list(ctx, *id).is_ok()).collect();
    let select = Sql::new(&format!("select {COLUMNS} from token where true"), vec![]);
    let pages =
        List::new(select, NEWEST, &()).fetch_for_each::<Row>(ctx, "network_id", &led, page).await?;
    Ok(pages.into_iter().map(|(id, rows)| (id, rows.map(Token::from))).collect())
}

/// Notes that a token is in use, at most once an hour.
pub async fn note_use(house: &House, token: Uuid) -> Result<(), Halt> {
    let now = house.clock.now();
    let is_stale = Sql::new(
        "select 1 as one from token where id = ? and (last_used_at is null or last_used_at < ?)",
        binds![token, now - NOTED_EVERY],
    );
    if is_stale.exists(house.db.read()).await? {
        Sql::new("update token set last_used_at = ? where id = ?", binds![now, token])
            .run(house.db.write())
            .await?;
    }
    Ok(())
}
