//! Who is asked to come to an event, and who of them has not answered; for those who organise it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    member::sought,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, EventFacts},
    registration::is_private_to,
};

/// That those of `asked` said nothing yet: they neither registered nor sent an excuse, and nobody
/// noted whether they came.
pub(super) const IS_SILENT: &str = "not exists (select 1 from registration held \
     where held.event_id = asked.event_id and held.member_id = asked.member_id) \
     and not exists (select 1 from attendance said where said.event_id = asked.event_id \
     and said.member_id = asked.member_id and said.session_id is null)";

/// Somebody who is asked to come.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Asked {
    /// The identifier of the invitation.
    pub id: Uuid,
    /// To which event.
    pub event_id: Uuid,
    /// Who.
    pub member_id: Uuid,
    /// The person's name, as lists show it.
    pub name: String,
    /// Whether they answered: by a registration or an excuse; who came has answered, too.
    pub has_answered: bool,
    /// Since when they are asked.
    pub created_at: DateTime<Utc>,
}

/// Which of those who are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AskedFilter {
    /// Only those who answered, or only those who did not.
    pub has_answered: Option<bool>,
    /// Each word begins one of the person's names; accents and case are forgiven.
    pub search: Option<String>,
}

/// How many are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct AskedTally {
    /// In all, so far.
    pub all: i64,
    /// Of them, those who said nothing yet.
    pub silent: i64,
    /// Those who will be asked once they accept an invitation to a network.
    pub newcomers: i64,
}

const BY_NAME: Order =
    Order { name: "asked.name", columns: &["member_search", "id"], is_descending: false };

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    asked: Asked,
    member_search: String,
}

impl Keyed for Row {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Text(self.member_search.clone()), Key::Id(self.asked.id)]
    }
}

/// Those whom the filter means, as far as this asker may know that they are asked.
fn selected(ctx: &Context, events: &[Uuid], filter: &AskedFilter) -> Sql {
    let mut select = Sql::new(
        &format!(
            "select asked.id, asked.event_id, asked.member_id, \
             trim(member.first_name || ' ' || member.last_name) as name, \
             case when {IS_SILENT} then false else true end as has_answered, asked.created_at, \
             member.search as member_search from event_invitation asked \
             join member on member.id = asked.member_id and member.archived_at is null \
             where asked.event_id in ? and"
        ),
        binds![events],
    )
    .append(is_private_to(ctx.standing(), "asked"));
    match filter.has_answered {
        None => {}
        Some(true) => select = select.and(&format!("and not ({IS_SILENT})"), vec![]),
        Some(false) => select = select.and(&format!("and {IS_SILENT}"), vec![]),
    }
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(sought(ctx, search));
    }
    select
}

/// Who is asked to come to each of these events, by name, as far as this asker may know of it, in one
/// statement.
pub async fn asked_of_events(
    ctx: &Context,
    events: &[Uuid],
    filter: &AskedFilter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Asked>>, Halt> {
    let pages = List::new(selected(ctx, events, filter), BY_NAME, filter)
        .fetch_for_each(ctx, "event_id", events, page)
        .await?;
    Ok(pages.into_iter().map(|(event, rows)| (event, rows.map(|row: Row| row.asked))).collect())
}

/// All of an event at once, for a file to take away: for who may see who comes.
pub async fn asked_roll(
    ctx: &Context,
    event: &EventFacts,
    filter: &AskedFilter,
) -> Result<Vec<Asked>, Halt> {
    ctx.may(&Ask::SeeRegistrants { event })?;
    Ok(selected(ctx, &[event.id], filter)
        .and("order by member.search, asked.id", vec![])
        .all(ctx.db())
        .await?)
}

/// How many are asked to come to this event, for who may see who comes: one statement.
pub async fn asked_tally(ctx: &Context, event: &EventFacts) -> Result<AskedTally, Halt> {
    ctx.may(&Ask::SeeRegistrants { event })?;
    let tally = Sql::new(
        &format!(
            "select count(*) as \"all\", count(case when {IS_SILENT} then 1 end) as silent, \
             (select count(*) from event_newcomer kept \
             join invitation on invitation.id = kept.invitation_id \
             where kept.event_id = ? and invitation.state = 'sent' and invitation.expires_at > ?) \
             as newcomers from event_invitation asked \
             join member on member.id = asked.member_id and member.archived_at is null \
             where asked.event_id = ?"
        ),
        binds![event.id, ctx.now(), event.id],
    )
    .one(ctx.db())
    .await?;
    Ok(tally.unwrap_or_default())
}
