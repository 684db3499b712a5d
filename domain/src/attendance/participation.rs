//! What a person came to, for themselves: a record to show to an employer or to keep.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use super::State;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    event,
    page::{Key, Keyed, List, MOST_COUNTED, Order, Page, Request},
    policy::Resource,
    registration,
    text::sought_words,
};

/// One event that a person registered for or came to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Participation {
    /// Which.
    pub event_id: Uuid,
    /// Its title.
    pub title: String,
    /// What kind of event it was.
    pub kind: event::Kind,
    /// Where one took part.
    pub mode: event::Mode,
    /// How far it is.
    pub event_state: event::State,
    /// When it began.
    pub starts_at: DateTime<Utc>,
    /// When it ended.
    pub ends_at: DateTime<Utc>,
    /// The zone in which its times are told.
    pub time_zone: String,
    /// The venue.
    pub venue: Option<String>,
    /// The names of the host networks.
    pub hosts: String,
    /// How far the registration is; nothing for who came without one.
    pub state: Option<registration::State>,
    /// Whether they came, once it is recorded.
    pub attendance: Option<State>,
}

/// One session that a person came to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Attended {
    event_id: Uuid,
    /// Its title.
    pub title: String,
    /// When it began.
    pub starts_at: DateTime<Utc>,
    /// When it ended.
    pub ends_at: DateTime<Utc>,
}

/// Which of what one registered for or came to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnFilter {
    /// What began from this moment.
    pub from: DateTime<Utc>,
    /// What began before this moment.
    pub before: DateTime<Utc>,
    /// What has, in its title or its hosts' names, words that begin so; accents and case are forgiven.
    pub search: Option<String>,
    /// Only where one had a place, or was noted.
    pub had_place: bool,
    /// The earliest first; otherwise the latest.
    pub is_earliest_first: bool,
}

impl OwnFilter {
    /// All between these moments, the latest first.
    pub const fn between(from: DateTime<Utc>, before: DateTime<Utc>) -> Self {
        Self { from, before, search: None, had_place: false, is_earliest_first: false }
    }

    const fn order(&self) -> Order {
        let columns = &["starts_at", "event_id"];
        if self.is_earliest_first {
            Order { name: "participation.own.earliest", columns, is_descending: false }
        } else {
            Order { name: "participation.own", columns, is_descending: true }
        }
    }
}

impl Keyed for Participation {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.starts_at), Key::Id(self.event_id)]
    }
}

/// What the asker registered for or came to. What they took back and what never took place is left
/// out; what they left since stays.
pub async fn participations(
    ctx: &Context,
    filter: &OwnFilter,
    page: &Request,
) -> Result<Page<Participation>, Halt> {
    List::new(own(ctx, filter)?, filter.order(), filter).fetch(ctx, page).await
}

/// The same whole list, to be printed.
pub async fn participation_roll(
    ctx: &Context,
    filter: &OwnFilter,
) -> Result<Vec<Participation>, Halt> {
    let order = filter.order();
    let listed = Sql::new("select * from (", vec![])
        .append(own(ctx, filter)?)
        .and(&format!(") listed order by {} limit {MOST_COUNTED}", order.text()), vec![]);
    Ok(listed.all(ctx.db()).await?)
}

fn own(ctx: &Context, filter: &OwnFilter) -> Result<Sql, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Registration, false)?;
    let joined = match ctx.db().get_database_backend() {
        DbBackend::Postgres => "string_agg(network.name, ', ' order by host.rank, network.id)",
        _ => "group_concat(network.name, ', ' order by host.rank, network.id)",
    };
    let mut select = Sql::new(
        &format!(
            "select event.id as event_id, event.title, event.kind, event.mode, \
             event.state as event_state, event.starts_at, event.ends_at, event.time_zone, \
             event.venue, coalesce((select {joined} from event_host host \
             join network on network.id = host.network_id where host.event_id = event.id), '') \
             as hosts, registration.state, attendance.state as attendance from event \
             left join registration on registration.event_id = event.id \
             and registration.member_id = ? and registration.state not in ('cancelled', 'declined') \
             left join attendance on attendance.event_id = event.id \
             and attendance.member_id = ? and attendance.session_id is null \
             where event.starts_at >= ? and event.starts_at < ? \
             and event.state not in ('draft', 'cancelled') \
             and (registration.id is not null or attendance.id is not null)"
        ),
        binds![me, me, filter.from, filter.before],
    );
    if filter.had_place {
        select = select
            .and("and (attendance.id is not null or registration.state = 'confirmed')", vec![]);
    }
    for word in sought_words(filter.search.as_deref().unwrap_or_default()) {
        let (begins, follows) = (format!("{word}%"), format!("% {word}%"));
        select = select.and(
            "and (event.search like ? or event.search like ? or exists (select 1 \
             from event_host host join network on network.id = host.network_id \
             where host.event_id = event.id \
             and (network.search like ? or network.search like ?)))",
            binds![begins.clone(), follows.clone(), begins, follows],
        );
    }
    Ok(select)
}

/// The sessions of these events that the asker came to, in order.
pub async fn attended(
    ctx: &Context,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Attended>>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Registration, false)?;
    let rows: Vec<Attended> = Sql::new(
        "select session.event_id, session.title, session.starts_at, session.ends_at \
         from attendance join session on session.id = attendance.session_id \
         where attendance.member_id = ? and attendance.state = 'present' \
         and session.event_id in ? \
         order by session.event_id, session.starts_at, session.rank, session.id",
        binds![me, events],
    )
    .all(ctx.db())
    .await?;
    let mut attended: HashMap<Uuid, Vec<Attended>> = HashMap::new();
    for row in rows {
        attended.entry(row.event_id).or_default().push(row);
    }
    Ok(attended)
}

#[derive(FromQueryResult)]
struct Ends {
    earliest: Option<DateTime<Utc>>,
    latest: Option<DateTime<Utc>>,
}

/// When the first and the last event began that the asker registered for or came to.
pub async fn span(ctx: &Context) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Registration, false)?;
    let ends: Option<Ends> = Sql::new(
        "select min(event.starts_at) as earliest, max(event.starts_at) as latest from \
         (select event_id from registration where member_id = ? \
         and state not in ('cancelled', 'declined') \
         union select event_id from attendance where member_id = ? and session_id is null) part \
         join event on event.id = part.event_id and event.state not in ('draft', 'cancelled')",
        binds![me, me],
    )
    .one(ctx.db())
    .await?;
    Ok(ends.and_then(|ends| ends.earliest.zip(ends.latest)))
}
