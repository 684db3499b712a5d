//! Finding events: one, several, lists of all and of a network, and how many places are held.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Event, Kind, Mode, Row, State, Visibility, facts_columns, visible};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    employer::linked,
    error::{Denied, Halt},
    id::EventId,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::Ask,
    text::{fold, sought},
};

/// Which networks' events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Those that the network hosts itself.
    #[default]
    Own,
    /// Those that it or any network below it hosts.
    Subtree,
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Hosted by this network.
    pub network: Option<Uuid>,
    /// By itself, or by any below it too.
    pub reach: Reach,
    /// Hosted by one of these; none means any.
    pub hosts: Vec<Uuid>,
    /// Not over at this time.
    pub from: Option<DateTime<Utc>>,
    /// Begun before this time.
    pub to: Option<DateTime<Utc>>,
    /// Put off, from a day that was to begin between these times.
    pub former: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Over at this time, or called done.
    pub over_at: Option<DateTime<Utc>>,
    /// Neither over at this time nor called done.
    pub open_at: Option<DateTime<Utc>>,
    /// Of one of these kinds; none means any.
    pub kinds: Vec<Kind>,
    /// In one of these states; none means any.
    pub states: Vec<State>,
    /// Known to these.
    pub visibility: Option<Visibility>,
    /// Where one takes part.
    pub mode: Option<Mode>,
    /// Whose title has these words, accents forgiven.
    pub search: Option<String>,
    /// That somebody of this employer's staff may attend; for who may see the staff.
    pub employer: Option<Uuid>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventOrder {
    /// The earliest first.
    #[default]
    StartAsc,
    /// The latest first.
    StartDesc,
}

impl EventOrder {
    const fn order(self) -> Order {
        let is_descending = matches!(self, Self::StartDesc);
        let name = if is_descending { "event.start_desc" } else { "event.start" };
        Order { name, columns: &["starts_at", "id"], is_descending }
    }
}

impl Keyed for Row {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.model.starts_at), Key::Id(self.model.id)]
    }
}

/// The columns of a [`Row`], for a select from `event`.
fn columns(ctx: &Context) -> Sql {
    let facts = facts_columns(ctx.db());
    Sql::new(
        &format!(
            "event.*, {facts}, exists (select 1 from registration mine \
             where mine.event_id = event.id and mine.state = 'confirmed' and mine.member_id = ?) \
             as is_coming"
        ),
        binds![ctx.standing().member],
    )
}

/// The event of this identifier, when this asker may know of it.
pub async fn load(ctx: &Context, id: EventId) -> Result<Event, Halt> {
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// Those of these events that this asker may know of, in one statement.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Event>, Halt> {
    let rows: Vec<Row> = Sql::new("select", vec![])
        .append(columns(ctx))
        .and("from event where event.id in ?", binds![ids])
        .all(ctx.db())
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| ctx.may(&Ask::SeeEvent { event: &row.facts }).is_ok())
        .map(|row| (row.model.id, row.seen_by(ctx.standing())))
        .collect())
}

fn filtered(select: Sql, filter: &Filter) -> Sql {
    let mut select = select;
    if let Some(network) = filter.network {
        select = match filter.reach {
            Reach::Own => select.and(
                "and exists (select 1 from event_host host \
                 where host.event_id = event.id and host.network_id = ?)",
                binds![network],
            ),
            Reach::Subtree => select.and(
                "and exists (select 1 from event_host host \
                 join network_ancestor reached on reached.descendant_id = host.network_id \
                 where host.event_id = event.id and reached.ancestor_id = ?)",
                binds![network],
            ),
        };
    }
    if !filter.hosts.is_empty() {
        select = select.and(
            "and event.id in (select event_id from event_host where network_id in ?)",
            binds![filter.hosts.as_slice()],
        );
    }
    if let Some(from) = filter.from {
        select = select.and("and event.ends_at > ?", binds![from]);
    }
    if let Some(to) = filter.to {
        select = select.and("and event.starts_at < ?", binds![to]);
    }
    if let Some((from, to)) = filter.former {
        select = select.and(
            "and event.former_starts_at >= ? and event.former_starts_at < ? \
             and event.state = 'postponed'",
            binds![from, to],
        );
    }
    if let Some(at) = filter.over_at {
        select = select.and("and (event.ends_at <= ? or event.state = 'done')", binds![at]);
    }
    if let Some(at) = filter.open_at {
        select = select.and("and event.ends_at > ? and event.state <> 'done'", binds![at]);
    }
    if !filter.kinds.is_empty() {
        let words: Vec<String> = filter.kinds.iter().map(in_words).collect();
        select = select.and("and event.kind in ?", binds![words]);
    }
    if !filter.states.is_empty() {
        let words: Vec<String> = filter.states.iter().map(in_words).collect();
        select = select.and("and event.state in ?", binds![words]);
    }
    if let Some(visibility) = &filter.visibility {
        select = select.and("and event.visibility = ?", binds![in_words(visibility)]);
    }
    if let Some(mode) = &filter.mode {
        select = select.and("and event.mode = ?", binds![in_words(mode)]);
    }
    if let Some(search) = &filter.search {
        // Folded words have no `%` and no `_`.
        let words = fold(sought(search));
        select = select.and("and event.search like ?", binds![format!("%{words}%")]);
    }
    select
}

/// The condition under which somebody of an employer's staff may attend an event: the twin, in SQL,
/// of the policy's answer to `Ask::Register` for each of them.
async fn attended_from(ctx: &Context, employer: Uuid) -> Result<Sql, Halt> {
    let networks = linked::networks(ctx, ctx.db(), employer).await?.ok_or(Denied::Hidden)?;
    ctx.may(&Ask::SeeStaff { employer, networks: &networks })?;
    let today = ctx.today();
    let above = "select up.ancestor_id from employment \
        join membership held on held.member_id = employment.member_id \
        join network_ancestor up on up.descendant_id = held.network_id \
        where employment.employer_id = ? and employment.status = 'confirmed' \
        and employment.started_on <= ? \
        and (employment.ended_on is null or employment.ended_on > ?) \
        and held.started_on <= ? and (held.ended_on is null or held.ended_on > ?)";
    let staff = || binds![employer, today, today, today, today];
    Ok(Sql::new("and (event.audience = 'everyone'", vec![])
        .and(
            "or (event.audience = 'federation' and exists (select 1 from event_host host \
             join network_ancestor reached on reached.descendant_id = host.network_id \
             where host.event_id = event.id and reached.ancestor_id in (",
            vec![],
        )
        .and(above, staff())
        .and(")))", vec![])
        .and(
            "or (event.audience = 'hosts' and exists (select 1 from event_host host \
             where host.event_id = event.id and host.network_id in (",
            vec![],
        )
        .and(above, staff())
        .and("))))", vec![]))
}

/// The events that this asker may know of.
pub async fn list(
    ctx: &Context,
    filter: &Filter,
    order: EventOrder,
    page: &Request,
) -> Result<Page<Event>, Halt> {
    let mut select = Sql::new("select", vec![])
        .append(columns(ctx))
        .and("from event where", vec![])
        .append(visible(ctx.standing())?);
    if let Some(employer) = filter.employer {
        select = select.append(attended_from(ctx, employer).await?);
    }
    let rows = List::new(filtered(select, filter), order.order(), filter).fetch(ctx, page).await?;
    Ok(rows.map(|row: Row| row.seen_by(ctx.standing())))
}

/// The same for each of these networks, in one statement.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    filter: &Filter,
    order: EventOrder,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Event>>, Halt> {
    let hosted = match filter.reach {
        Reach::Own => Sql::new(
            "(select event_id, network_id from event_host where network_id in ?)",
            binds![networks],
        ),
        Reach::Subtree => Sql::new(
            "(select distinct host.event_id, reached.ancestor_id as network_id \
             from event_host host \
             join network_ancestor reached on reached.descendant_id = host.network_id \
             where reached.ancestor_id in ?)",
            binds![networks],
        ),
    };
    let select = Sql::new("select hosted.network_id as of_network,", vec![])
        .append(columns(ctx))
        .and("from event join", vec![])
        .append(hosted)
        .and("hosted on hosted.event_id = event.id where", vec![])
        .append(visible(ctx.standing())?);
    let pages = List::new(filtered(select, filter), order.order(), filter)
        .fetch_for_each(ctx, "of_network", networks, page)
        .await?;
    Ok(pages
        .into_iter()
        .map(|(network, rows)| (network, rows.map(|row: Row| row.seen_by(ctx.standing()))))
        .collect())
}

/// How many places are held, and how many people stand in line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Places that someone has, or that are kept for someone.
    pub taken: i64,
    /// People in line.
    pub waiting: i64,
}

/// The same on site and online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// On site.
    pub on_site: Held,
    /// Online.
    pub online: Held,
}

#[derive(FromQueryResult)]
struct Count {
    event_id: Uuid,
    attends: String,
    taken: i64,
    waiting: i64,
}

/// How many places of each of these events are held, in one statement.
pub async fn places(
    db: &impl ConnectionTrait,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Places>, Halt> {
    let rows: Vec<Count> = Sql::new(
        "select event_id, attends, \
         sum(case when state in ('confirmed', 'offered') then 1 else 0 end) as taken, \
         sum(case when state = 'waitlisted' then 1 else 0 end) as waiting \
         from registration where event_id in ? group by event_id, attends",
        binds![events],
    )
    .all(db)
    .await?;
    let mut places: HashMap<Uuid, Places> = HashMap::new();
    for row in rows {
        let of_event = places.entry(row.event_id).or_default();
        let held = Held { taken: row.taken, waiting: row.waiting };
        match row.attends.as_str() {
            "online" => of_event.online = held,
            _ => of_event.on_site = held,
        }
    }
    Ok(places)
}
