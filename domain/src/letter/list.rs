//! The letters of a network and their fate, for those who run it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    member::{named, private},
    outbox::{Category, Hindrance, State, state_word},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Role},
    text,
};

/// A letter with its fate.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Letter {
    /// Its row.
    pub id: Uuid,
    /// In which network's affairs.
    pub network_id: Uuid,
    /// What it tells.
    pub kind: String,
    /// Whether it may be refused.
    pub category: String,
    /// To whom, when a member.
    pub member_id: Option<Uuid>,
    /// To which address; empty when it is not shown to this asker.
    pub email: String,
    /// About which event.
    pub event_id: Option<Uuid>,
    /// How far it is.
    pub state: State,
    /// Not before this time.
    pub due_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
    /// What the mail server answered, when it did not take it; or what else hindered it.
    pub last_error: Option<String>,
    /// Since when it is told.
    pub created_at: DateTime<Utc>,
    /// When a mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    shows_address: bool,
}

impl Letter {
    /// The same without the address, and without what a mail server said of it, unless it is shown.
    fn seen(mut self) -> Self {
        if !self.shows_address {
            self.email.clear();
            self.last_error = self.last_error.filter(|_| self.state == State::Skipped);
        }
        self
    }

    /// Why it did not leave, where no mail server said so.
    pub fn hindrance(&self) -> Option<Hindrance> {
        Hindrance::of_word(self.last_error.as_deref()?)
    }

    /// Whether and how it may be refused.
    pub fn category(&self) -> Category {
        Category::of_word(&self.category).unwrap_or(Category::Transactional)
    }
}

/// Which letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// In this state.
    pub state: Option<State>,
    /// Tried before, and to be tried again; or not tried yet. Only of letters that wait.
    pub is_deferred: Option<bool>,
    /// That tell this, such as `registration_confirmed`.
    pub kind: Option<String>,
    /// About this event.
    pub event_id: Option<Uuid>,
    /// To an address that has these signs, or to a member whose name has words that begin so.
    pub search: Option<String>,
}

const COLUMNS: &str = "id, network_id, kind, category, member_id, email, event_id, state, due_at, \
    attempts, last_error, created_at, sent_at";

const NEWEST: Order =
    Order { name: "letter.newest", columns: &["created_at", "id"], is_descending: true };

impl Keyed for Letter {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.created_at), Key::Id(self.id)]
    }
}

/// The letters of each of these networks, the newest first; nothing for those that the asker does not run.
pub async fn list_within(
    ctx: &Context,
    networks: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Letter>>, Halt> {
    let seen: Vec<Uuid> = networks
        .iter()
        .copied()
        .filter(|network| ctx.may(&Ask::SeeLetters { network: *network }).is_ok())
        .collect();
    let mut select = selected(ctx);
    if let Some(state) = filter.state {
        select = select.and("and state = ?", binds![state_word(state)]);
    }
    if let Some(is_deferred) = filter.is_deferred {
        let tried = if is_deferred { "and attempts > 0" } else { "and attempts = 0" };
        select = select.and("and state = ?", binds![state_word(State::Pending)]).and(tried, vec![]);
    }
    if let Some(kind) = &filter.kind {
        select = select.and("and kind = ?", binds![kind]);
    }
    if let Some(event) = filter.event_id {
        select = select.and("and event_id = ?", binds![event]);
    }
    if let Some(search) = &filter.search {
        select = select.append(to(ctx, search));
    }
    let pages: HashMap<Uuid, Page<Letter>> =
        List::new(select, NEWEST, filter).fetch_for_each(ctx, "network_id", &seen, page).await?;
    Ok(pages.into_iter().map(|(network, page)| (network, page.map(Letter::seen))).collect())
}

/// The letters of networks, each with whether its address is shown.
fn selected(ctx: &Context) -> Sql {
    Sql::new(&format!("select {COLUMNS}, coalesce("), vec![])
        .append(shown(ctx))
        .and(", false) as shows_address from outbox where network_id is not null", vec![])
}

/// The condition that a letter's address is shown: that of somebody's member like their own field; of who
/// is a member nowhere, and of who has no record, to those who hold a role in the network itself.
fn shown(ctx: &Context) -> Sql {
    let (standing, today) = (ctx.standing(), ctx.today());
    Sql::new(
        "(? or (network_id in ? and not exists (select 1 from membership tie \
         where tie.member_id = outbox.member_id and tie.started_on <= ? \
         and (tie.ended_on is null or tie.ended_on > ?))) or (member_id is not null and",
        binds![standing.is_administrator, standing.hold(Role::Organiser), today, today],
    )
    .append(private(ctx, "outbox.member_id"))
    .and("))", vec![])
}

/// To whom: by a part of the address, or by the beginnings of the words of a name.
fn to(ctx: &Context, search: &str) -> Sql {
    let address = text::sought(search).to_lowercase();
    Sql::new("and ((lower(email) like ? and", binds![format!("%{address}%")])
        .append(shown(ctx))
        .and(") or member_id in (select member.id from member where", vec![])
        .append(named("member", search))
        .and("))", vec![])
}

/// The letters of these identifiers that are of a network that the asker runs.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Letter>, Halt> {
    let letters: Vec<Letter> = selected(ctx).and("and id in ?", binds![ids]).all(ctx.db()).await?;
    let is_seen =
        |letter: &Letter| ctx.may(&Ask::SeeLetters { network: letter.network_id }).is_ok();
    Ok(letters.into_iter().filter(is_seen).map(|letter| (letter.id, letter.seen())).collect())
}
