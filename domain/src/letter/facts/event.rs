//! An event, as letters and their calendar part tell it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::About;
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    event::{Mode, State, asking::Terms, link},
    id::EventId,
    outbox::{Answer, Recipient},
    registration::Window,
};

/// An event with its hosts and sessions.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its identifier.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// What it is about, in Markdown.
    pub description: String,
    /// On site, online or both.
    pub mode: Mode,
    /// How far it is.
    pub state: State,
    /// Why it was postponed or cancelled.
    pub state_reason: Option<String>,
    /// When it was to begin, while it is put off.
    pub former_starts_at: Option<DateTime<Utc>>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// The zone in which its people read the clock.
    pub zone: Tz,
    /// Whether the date may still move.
    pub is_date_tentative: bool,
    /// The place's name and address.
    pub venue: Option<String>,
    /// Whether the place may still change.
    pub is_venue_tentative: bool,
    /// Where to join online; only for those who have a place.
    pub online_url: Option<String>,
    /// How many may come on site; no number means as many as come.
    pub capacity_on_site: Option<i32>,
    /// How many may join online; no number means as many as come.
    pub capacity_online: Option<i32>,
    /// From when one may register.
    pub registration_opens_at: Option<DateTime<Utc>>,
    /// Until when one may register.
    pub registration_closes_at: Option<DateTime<Utc>>,
    /// Until when one may take it back.
    pub cancel_until: Option<DateTime<Utc>>,
    /// The SEQUENCE of RFC 5545.
    pub sequence: i32,
    /// The networks that host it, the first before the others.
    pub hosts: Vec<Host>,
    /// Its agenda.
    pub sessions: Vec<Session>,
    /// What its organisers add when they invite.
    pub word: Option<String>,
    /// What the link of an invitation carries, so that its reader answers without signing in.
    pub token: Option<String>,
}

impl Event {
    /// Whether one may register at this time.
    pub fn takes_registrations(&self, now: DateTime<Utc>) -> bool {
        let window = Window {
            state: self.state,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            opens_at: self.registration_opens_at,
            closes_at: self.registration_closes_at,
        };
        window.refusal(now, false).is_none()
    }
}

/// The event of a letter, by another name where both are imported.
pub type LetterEvent = Event;

/// A host network.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Host {
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where to write.
    pub contact_email: Option<String>,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Session {
    /// Its title.
    pub title: String,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// Where in the house.
    pub room: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    title: String,
    description: String,
    mode: Mode,
    state: State,
    state_reason: Option<String>,
    former_starts_at: Option<DateTime<Utc>>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: String,
    is_date_tentative: bool,
    venue: Option<String>,
    venue_address: Option<String>,
    is_venue_tentative: bool,
    online_url: Option<String>,
    capacity_on_site: Option<i32>,
    capacity_online: Option<i32>,
    registration_opens_at: Option<DateTime<Utc>>,
    registration_closes_at: Option<DateTime<Utc>>,
    cancel_until: Option<DateTime<Utc>>,
    sequence: i32,
}

/// The event, whatever its state.
pub(super) async fn load(ctx: &Context, id: EventId) -> Result<Option<Event>, Halt> {
    let row: Option<Row> = Sql::new(
        "select id, title, description, mode, state, state_reason, former_starts_at, starts_at, \
         ends_at, time_zone, \
         is_date_tentative, venue, venue_address, is_venue_tentative, online_url, \
         capacity_on_site, capacity_online, registration_opens_at, registration_closes_at, \
         cancel_until, sequence from event where id = ?",
        binds![id],
    )
    .one(ctx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let hosts = Sql::new(
        "select network.slug, network.name, network.contact_email from event_host host \
         join network on network.id = host.network_id where host.event_id = ? \
         order by host.rank, network.name",
        binds![id],
    )
    .all(ctx.db())
    .await?;
    let sessions = Sql::new(
        "select title, starts_at, ends_at, room from session where event_id = ? \
         order by starts_at, rank, id",
        binds![id],
    )
    .all(ctx.db())
    .await?;
    let venue = [row.venue, row.venue_address].into_iter().flatten().collect::<Vec<_>>();
    Ok(Some(Event {
        id: row.id.into(),
        title: row.title,
        description: row.description,
        mode: row.mode,
        state: row.state,
        state_reason: row.state_reason.filter(|reason| !reason.trim().is_empty()),
        former_starts_at: row.former_starts_at,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        zone: row.time_zone.parse().unwrap_or(FEDERATION_ZONE),
        is_date_tentative: row.is_date_tentative,
        venue: (!venue.is_empty()).then(|| venue.join(", ")),
        is_venue_tentative: row.is_venue_tentative,
        online_url: row.online_url,
        capacity_on_site: row.capacity_on_site,
        capacity_online: row.capacity_online,
        registration_opens_at: row.registration_opens_at,
        registration_closes_at: row.registration_closes_at,
        cancel_until: row.cancel_until,
        sequence: row.sequence,
        hosts,
        sessions,
        word: None,
        token: None,
    }))
}

/// The event, whatever its state, for a word of its organisers.
pub(super) async fn any(ctx: &Context, id: EventId) -> Result<Option<About>, Halt> {
    Ok(load(ctx, id).await?.filter(|event| event.state != State::Draft).map(about))
}

/// The event, as long as someone who is asked to come can still answer.
pub(super) async fn invited(
    ctx: &Context,
    id: EventId,
    to: &Recipient,
) -> Result<Option<About>, Halt> {
    let Some(event) = load(ctx, id).await? else { return Ok(None) };
    let terms = Terms {
        state: event.state,
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        registration_closes_at: event.registration_closes_at,
    };
    if terms.wrong(ctx.now()).is_some() || has_answered(ctx, id, to.member_id).await? {
        return Ok(None);
    }
    let sql = "select id, word from event_invitation where event_id = ? and member_id = ?";
    let row: Option<Invitation> = Sql::new(sql, binds![id, to.member_id]).one(ctx.db()).await?;
    let Some(row) = row else { return Ok(Some(about(event))) };
    let token = link::token(ctx.secret(), row.id.into(), &to.email);
    let word = Some(row.word).filter(|word| !word.is_empty());
    Ok(Some(about(Event { word, token: Some(token), ..event })))
}

/// What the organisers said to this person.
#[derive(FromQueryResult)]
struct Invitation {
    id: Uuid,
    word: String,
}

/// The event with a deadline that is still to come, for someone who has not answered.
pub(super) async fn unanswered(
    ctx: &Context,
    id: EventId,
    to: &Recipient,
) -> Result<Option<About>, Halt> {
    let found = invited(ctx, id, to).await?;
    Ok(found.filter(
        |about| matches!(about, About::Event(event) if event.registration_closes_at.is_some()),
    ))
}

/// The event, as long as what the link of a letter answered stands.
pub(super) async fn answered(
    ctx: &Context,
    id: EventId,
    to: &Recipient,
    answer: Answer,
) -> Result<Option<About>, Halt> {
    let Some(event) = load(ctx, id).await? else { return Ok(None) };
    let Some(member) = to.member_id else { return Ok(None) };
    let sql = match answer {
        Answer::Excuse => {
            "select 1 as one from attendance where event_id = ? and member_id = ? \
             and session_id is null and state = 'excused'"
        }
        Answer::OfferLeft => {
            "select 1 as one from registration where event_id = ? and member_id = ? \
             and state = 'declined'"
        }
        Answer::Sessions => {
            "select 1 as one from registration where event_id = ? and member_id = ? \
             and state not in ('declined', 'cancelled')"
        }
    };
    let stands = Sql::new(sql, binds![id, member]).exists(ctx.db()).await?;
    // What is put off has no day yet that could be over.
    let is_to_come = match event.state {
        State::Published => event.ends_at > ctx.now(),
        State::Postponed => true,
        State::Draft | State::Cancelled | State::Done => false,
    };
    if !is_to_come || !stands {
        return Ok(None);
    }
    let sql = "select id, word from event_invitation where event_id = ? and member_id = ?";
    let row: Option<Invitation> = Sql::new(sql, binds![id, member]).one(ctx.db()).await?;
    let token = row
        .filter(|_| event.state == State::Postponed || event.starts_at > ctx.now())
        .map(|row| link::token(ctx.secret(), row.id.into(), &to.email));
    Ok(Some(about(Event { token, ..event })))
}

/// Whoever registered has answered, even if they took it back; so has who sent an excuse.
async fn has_answered(ctx: &Context, id: EventId, member: Option<Uuid>) -> Result<bool, Halt> {
    let Some(member) = member else { return Ok(false) };
    let sql = "select 1 as one from registration where event_id = ? and member_id = ? \
        union all select 1 from attendance where event_id = ? and member_id = ? \
        and state = 'excused'";
    Ok(Sql::new(sql, binds![id, member, id, member]).exists(ctx.db()).await?)
}

fn about(event: Event) -> About {
    // Only those who have a place learn where to join.
    About::Event(Box::new(Event { online_url: None, ..event }))
}
