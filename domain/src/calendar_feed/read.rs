//! What calendars read: the public events of a branch, and what the person behind an address registered for.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{CalendarFeed, token};
use crate::{
    context::{Context, Door, House},
    database::{Sql, binds},
    error::Halt,
    event::{self, Event, EventOrder, Reach, State},
    id::MemberId,
    network::{self, Network},
    page::Request,
    policy::{self, Ask, By, Standing},
    registration::{self, MemberFilter, Registration},
    secret,
};

/// How far back a calendar still shows what is over.
const PAST: TimeDelta = TimeDelta::days(60);

/// The most pages of a public calendar, of a hundred events each.
const MOST_PAGES: usize = 5;

/// An entry of a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event, as the reader may see it.
    pub event: Event,
    /// The network that hosts it before the others.
    pub host: Option<Network>,
    /// The reader's own registration, in a calendar of their own.
    pub registration: Option<Registration>,
}

#[derive(FromQueryResult)]
struct Row {
    round: i32,
    token_hash: String,
    created_at: DateTime<Utc>,
}

/// One's own address; none when it is closed, or was made with another key of the server.
pub async fn of_viewer(ctx: &Context) -> Result<Option<CalendarFeed>, Halt> {
    let member = ctx.member()?.uuid();
    ctx.may(&Ask::KeepCalendarFeed { member })?;
    let row: Option<Row> = Sql::new(
        "select round, token_hash, created_at from calendar_feed \
         where member_id = ? and revoked_at is null",
        binds![member],
    )
    .one(ctx.db())
    .await?;
    Ok(row.and_then(|row| {
        let token = token(ctx.secret(), member, row.round);
        let is_this = secret::hash(&token) == row.token_hash;
        is_this.then_some(CalendarFeed { token, created_at: row.created_at })
    }))
}

#[derive(FromQueryResult)]
struct Owner {
    member_id: Uuid,
}

/// The person behind an address, as the one who asks; none when it opens nothing.
pub async fn reader(house: &House, token: &str, request_id: &str) -> Result<Option<Context>, Halt> {
    let owner: Option<Owner> = Sql::new(
        "select member_id from calendar_feed where token_hash = ? and revoked_at is null",
        binds![secret::hash(token)],
    )
    .one(house.db.read())
    .await?;
    let Some(owner) = owner else { return Ok(None) };
    let by = By::Member(MemberId::of(owner.member_id));
    let standing = policy::load(house.db.read(), &house.clock, by).await?;
    Ok(standing.map(|standing| Context::new(house.clone(), standing, Door::Letter, request_id)))
}

/// What the person who asks registered for, from the first to the last.
pub async fn own(ctx: &Context) -> Result<Vec<Entry>, Halt> {
    let me = ctx.member()?.uuid();
    let filter = MemberFilter { ends_after: Some(ctx.now() - PAST), ..MemberFilter::default() };
    let found = registration::list_of_members(ctx, &[me], &filter, &Request::first(100)).await?;
    let registrations: Vec<_> =
        found.into_values().flat_map(crate::page::Page::into_rows).collect();
    let ids: Vec<_> = registrations.iter().map(|registration| registration.event_id).collect();
    let mut events = event::by_ids(ctx, &ids).await?;
    let found = registrations
        .into_iter()
        .filter_map(|own| Some((events.remove(&own.event_id)?, Some(own))));
    with_hosts(ctx, found.collect()).await
}

/// The public events of the federation, or of a network and all below it, whoever asks: what
/// somebody may see because of who they are never enters a calendar that can be passed on.
pub async fn public(ctx: &Context, network: Option<Uuid>) -> Result<Vec<Entry>, Halt> {
    let ctx = ctx.with_standing(Standing::nobody());
    let filter = event::Filter {
        network,
        reach: Reach::Subtree,
        from: Some(ctx.now() - PAST),
        states: vec![State::Published, State::Postponed, State::Cancelled, State::Done],
        ..event::Filter::default()
    };
    let mut found = Vec::new();
    let mut request = Request::first(100);
    for _ in 0..MOST_PAGES {
        let page = event::list(&ctx, &filter, EventOrder::StartAsc, &request).await?;
        request.after = page.items.last().map(|(cursor, _)| cursor.clone());
        let has_next = page.has_next;
        found.extend(page.into_rows().into_iter().map(|event| (event, None)));
        if !has_next {
            break;
        }
    }
    with_hosts(&ctx, found).await
}

async fn with_hosts(
    ctx: &Context,
    found: Vec<(Event, Option<Registration>)>,
) -> Result<Vec<Entry>, Halt> {
    let hosts: Vec<_> =
        found.iter().filter_map(|(event, _)| event.facts.hosts.first().copied()).collect();
    let networks: HashMap<Uuid, Network> = network::by_ids(ctx, &hosts).await?;
    let entry = |(event, registration): (Event, Option<Registration>)| {
        let host = event.facts.hosts.first().and_then(|host| networks.get(host)).cloned();
        Entry { event, host, registration }
    };
    Ok(found.into_iter().map(entry).collect())
}
