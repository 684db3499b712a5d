//! Requests that wait for an answer, and one's own.

use std::collections::HashMap;

use uuid::Uuid;

use super::{JoinRequest, State};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::Halt,
    member::{known, sought},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Resource},
};

/// Which requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// So far.
    pub state: Option<State>,
    /// Of somebody whose name has words that begin so, among those whom the asker may know.
    pub search: Option<String>,
}

const BY_TIME: Order =
    Order { name: "join_request.time", columns: &["created_at", "id"], is_descending: true };

impl Keyed for JoinRequest {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.created_at), Key::Id(self.id)]
    }
}

fn filtered(ctx: &Context, mut select: Sql, filter: &Filter) -> Sql {
    if let Some(state) = &filter.state {
        select = select.and("and state = ?", binds![in_words(state)]);
    }
    if let Some(search) = &filter.search {
        select = select
            .and("and join_request.member_id in (select member.id from member where", vec![])
            .append(sought(ctx, search))
            .and("and", vec![])
            .append(known(ctx, "member.id", true))
            .and(")", vec![]);
    }
    select
}

/// The requests to enter each of these networks, the newest first.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<JoinRequest>>, Halt> {
    let listed: Vec<Uuid> = networks
        .iter()
        .copied()
        .filter(|network| ctx.may(&Ask::AnswerJoinRequest { network: *network }).is_ok())
        .collect();
    let select = Sql::new("select * from join_request where true", vec![]);
    List::new(filtered(ctx, select, filter), BY_TIME, filter)
        .fetch_for_each(ctx, "network_id", &listed, page)
        .await
}

/// The requests of the person who asks, the newest first.
pub async fn mine(
    ctx: &Context,
    filter: &Filter,
    page: &Request,
) -> Result<Page<JoinRequest>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    let select = Sql::new("select * from join_request where member_id = ?", binds![me]);
    List::new(filtered(ctx, select, filter), BY_TIME, filter).fetch(ctx, page).await
}

/// The requests of these identifiers that the asker may know of: to networks that they lead, and their own.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, JoinRequest>, Halt> {
    let sees_own = ctx.standing().has_scope(Resource::Member, false).is_ok();
    let rows: Vec<JoinRequest> =
        Sql::new("select * from join_request where id in ?", binds![ids]).all(ctx.db()).await?;
    Ok(rows
        .into_iter()
        .filter(|row| {
            (sees_own
                && ctx.standing().is(row.member_id)
                && ctx.standing().covers(&[row.network_id]))
                || ctx.may(&Ask::AnswerJoinRequest { network: row.network_id }).is_ok()
        })
        .map(|row| (row.id, row))
        .collect())
}
