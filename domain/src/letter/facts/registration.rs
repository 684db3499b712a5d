//! A registration, or a seat in a session, as letters tell it.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{About, Event, Person, event};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    event::{State as EventState, link},
    id::{RegistrationId, SessionChoiceId},
    outbox::Recipient,
};
use entities::registration::{Attends, State};

/// A person's registration.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Its identifier.
    pub id: RegistrationId,
    /// How often it changed: it only grows, as the SEQUENCE of a calendar's entry must.
    pub revision: i32,
    /// How far it is.
    pub state: State,
    /// On site or online.
    pub attends: Attends,
    /// How many stand in line up to this person, when waitlisted.
    pub place_in_line: i64,
    /// Until when an offered place is kept.
    pub offered_until: Option<DateTime<Utc>>,
    /// Whether the place that was offered to this person is offered to another since.
    pub has_next: bool,
    /// Whether the place that is offered to this person goes to another who waits, if they leave it.
    pub is_awaited: bool,
    /// Why an organiser said no.
    pub reason: Option<String>,
    /// The person's name, for the calendar.
    pub name: String,
    /// Whether the person said that they will not come, and that counts.
    pub is_excused: bool,
    /// Who registered them, when they did not do it themselves.
    pub registered_by: Option<Person>,
    /// The sessions in which they have a seat.
    pub sessions: Vec<String>,
    /// The sessions that they asked for, without a seat so far.
    pub waited_sessions: Vec<WaitedSession>,
    /// When the rounds begin in which they may choose a session, and chose none.
    pub to_choose: Vec<DateTime<Utc>>,
}

impl Registration {
    /// Whether the person has a place.
    pub fn is_confirmed(&self) -> bool {
        self.state == State::Confirmed
    }

    /// Whether a place is kept until the person answers.
    pub fn is_offered(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Offered && self.offered_until.is_some_and(|until| until > now)
    }
}

/// A session that someone asked for, without a seat so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitedSession {
    /// Its title.
    pub title: String,
    /// The place in its line, from 1; none before there is a place at the event, or while it is put off.
    pub position: Option<i64>,
}

/// A seat in a session.
#[derive(Clone, Debug)]
pub struct SessionChoice {
    /// The session's title.
    pub title: String,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// How its holder takes part in the event.
    pub attends: Attends,
    /// The sessions at the same time whose seats were let go for it.
    pub given_up: Vec<String>,
}

/// What must still hold for the letter to be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expects {
    Pending,
    Confirmed,
    ConfirmedAndToCome,
    Waitlisted,
    Offered,
    Lapsed,
    Cancelled { had_place: bool },
    Declined,
    Changed { sequence: i32, is_of_excuse_alone: bool },
    EventPostponed,
    EventCancelled,
}

impl Expects {
    fn holds(self, event: &Event, registration: &Registration, now: DateTime<Utc>) -> bool {
        let state = registration.state;
        let is_active = !matches!(state, State::Declined | State::Cancelled);
        let is_open = matches!(event.state, EventState::Published | EventState::Done);
        let is_put_off = event.state == EventState::Postponed;
        let is_to_come = event.starts_at > now && event.state == EventState::Published;
        match self {
            // An organiser's answer to somebody is one, whenever the event takes place.
            Self::Pending => state == State::Pending && (is_open || is_put_off),
            Self::Confirmed => state == State::Confirmed && (is_open || is_put_off),
            Self::ConfirmedAndToCome => state == State::Confirmed && is_to_come,
            // Once the event has begun nobody is offered a place any more.
            Self::Waitlisted => state == State::Waitlisted && (is_to_come || is_put_off),
            Self::Offered => registration.is_offered(now) && is_to_come,
            // Once the event has begun there is nothing left to say of its places.
            Self::Lapsed => matches!(state, State::Declined | State::Waitlisted) && is_to_come,
            // Whatever came after it but a place: the entry must leave the calendar.
            Self::Cancelled { had_place } => {
                state == State::Cancelled || had_place && state != State::Confirmed
            }
            Self::Declined => state == State::Declined,
            // A later change has a letter of its own, with all that changed. An excuse that was lost and
            // sent anew counts: there is nothing left to say of it.
            Self::Changed { sequence, is_of_excuse_alone } => {
                let is_untold = !is_of_excuse_alone || !registration.is_excused;
                is_active && is_open && event.sequence <= sequence && is_untold
            }
            Self::EventPostponed => is_active && event.state == EventState::Postponed,
            Self::EventCancelled => event.state == EventState::Cancelled,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    event_id: Uuid,
    revision: i32,
    state: State,
    attends: Attends,
    offered_until: Option<DateTime<Utc>>,
    reason: Option<String>,
    has_next: bool,
    is_line_waiting: bool,
    taken: i64,
    invitation_id: Option<Uuid>,
    first_name: String,
    last_name: String,
    by_first_name: Option<String>,
    by_last_name: Option<String>,
    place_in_line: i64,
    is_excused: bool,
}

#[derive(FromQueryResult)]
struct Chosen {
    title: String,
    starts_at: DateTime<Utc>,
    has_seat: bool,
    position: i64,
}

/// The rounds to come of which nothing is chosen; nobody chooses while the event is put off.
fn to_choose(event: &Event, chosen: &[Chosen], now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    if event.state != EventState::Published {
        return Vec::new();
    }
    // Sessions that begin together form a round; one by itself leaves no choice.
    let rounds = event.sessions.chunk_by(|one, other| one.starts_at == other.starts_at);
    rounds
        .filter(|round| round.len() > 1)
        .filter_map(|round| round.first().map(|session| session.starts_at))
        .filter(|begins| *begins > now && chosen.iter().all(|choice| choice.starts_at != *begins))
        .collect()
}

/// The registration with its event, as long as what the letter says of them holds.
pub(super) async fn registration(
    ctx: &Context,
    id: RegistrationId,
    to: &Recipient,
    expects: Expects,
) -> Result<Option<About>, Halt> {
    let row: Option<Row> = Sql::new(
        "select held.id, held.event_id, held.revision, held.state, held.attends, held.offered_until, \
         held.reason, \
         (select invitation.id from event_invitation invitation where held.is_by_letter \
         and invitation.event_id = held.event_id and invitation.member_id = held.member_id) \
         as invitation_id, exists (select 1 from registration other where other.event_id = held.event_id \
         and other.attends = held.attends and other.state = 'offered' and other.id <> held.id \
         and other.state_changed_at >= held.state_changed_at) as has_next, \
         exists (select 1 from registration waiting where waiting.event_id = held.event_id \
         and waiting.attends = held.attends and waiting.state = 'waitlisted' \
         and waiting.id <> held.id) as is_line_waiting, \
         (select count(*) from registration placed where placed.event_id = held.event_id \
         and placed.attends = held.attends and placed.state in ('confirmed', 'offered')) as taken, \
         member.first_name, member.last_name, registrar.first_name as by_first_name, \
         registrar.last_name as by_last_name, (select count(*) from registration before \
         where before.event_id = held.event_id and before.attends = held.attends \
         and before.state = 'waitlisted' and before.rank <= held.rank) as place_in_line, \
         exists (select 1 from attendance noted where noted.event_id = held.event_id \
         and noted.member_id = held.member_id and noted.session_id is null \
         and noted.state = 'excused') as is_excused \
         from registration held join member on member.id = held.member_id \
         left join member registrar on registrar.id = held.registered_by_id where held.id = ?",
        binds![id],
    )
    .one(ctx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(mut event) = event::load(ctx, row.event_id.into()).await? else { return Ok(None) };
    let chosen: Vec<Chosen> = Sql::new(
        "select session.title, session.starts_at, choice.state = 'confirmed' as has_seat, \
         (select count(*) from session_choice ahead \
         join registration other on other.id = ahead.registration_id and other.state = 'confirmed' \
         where ahead.session_id = choice.session_id and ahead.state = 'waitlisted' \
         and ahead.rank <= choice.rank) as position from session_choice choice \
         join session on session.id = choice.session_id \
         where choice.registration_id = ? and choice.state in ('confirmed', 'waitlisted') \
         order by session.starts_at, session.rank",
        binds![id],
    )
    .all(ctx.db())
    .await?;
    let to_choose = to_choose(&event, &chosen, ctx.now());
    let takes_seats = row.state == State::Confirmed && event.state != EventState::Postponed;
    let (seats, waited): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|choice| choice.has_seat);
    let waited = waited.into_iter().map(|choice| WaitedSession {
        title: choice.title,
        // Who has no place yet does not stand in the line of a session, nor is a seat given while
        // the event is put off.
        position: takes_seats.then_some(choice.position),
    });
    let registrar = row.by_first_name.zip(row.by_last_name);
    let registrar = registrar.map(|(first, last)| super::full_name(&first, &last));
    let capacity = match row.attends {
        Attends::OnSite => event.capacity_on_site,
        Attends::Online => event.capacity_online,
    };
    // Of more places than there are, one less frees none; nor is any offered once the event has begun.
    let goes_on = capacity.is_some_and(|capacity| row.taken <= i64::from(capacity))
        && row.offered_until.is_some_and(|until| until < event.starts_at);
    let registration = Registration {
        id: row.id.into(),
        revision: row.revision,
        state: row.state,
        attends: row.attends,
        place_in_line: row.place_in_line,
        offered_until: row.offered_until,
        has_next: row.has_next,
        is_awaited: row.is_line_waiting && goes_on,
        reason: row.reason.filter(|reason| !reason.trim().is_empty()),
        name: super::full_name(&row.first_name, &row.last_name),
        is_excused: row.is_excused,
        registered_by: registrar.filter(|name| !name.is_empty()).map(|name| Person { name }),
        sessions: seats.into_iter().map(|choice| choice.title).collect(),
        waited_sessions: waited.collect(),
        to_choose,
    };
    if !expects.holds(&event, &registration, ctx.now()) {
        return Ok(None);
    }
    if !registration.is_confirmed() {
        event.online_url = None;
    }
    // What a link made, the same link shows and takes back; what was answered by signing in is not its.
    let has_link = event.state == EventState::Postponed
        || event.state != EventState::Cancelled && event.starts_at > ctx.now();
    event.token = row
        .invitation_id
        .filter(|_| has_link)
        .map(|invitation| link::token(ctx.secret(), invitation.into(), &to.email));
    Ok(Some(About::Registration { event: Box::new(event), registration }))
}

#[derive(FromQueryResult)]
struct Title {
    title: String,
}

#[derive(FromQueryResult)]
struct ChoiceRow {
    event_id: Uuid,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    attends: Attends,
    invitation_id: Option<Uuid>,
}

/// The seat, as long as its holder has it and the session is to come.
pub(super) async fn session_choice(
    ctx: &Context,
    id: SessionChoiceId,
    given_up: &[SessionChoiceId],
    to: &Recipient,
) -> Result<Option<About>, Halt> {
    let row: Option<ChoiceRow> = Sql::new(
        "select session.event_id, session.title, session.starts_at, session.ends_at, \
         registration.attends, \
         (select invitation.id from event_invitation invitation where registration.is_by_letter \
         and invitation.event_id = registration.event_id \
         and invitation.member_id = registration.member_id) as invitation_id \
         from session_choice choice join session on session.id = choice.session_id \
         join registration on registration.id = choice.registration_id \
         where choice.id = ? and choice.state = 'confirmed' and session.starts_at > ? \
         and registration.state = 'confirmed'",
        binds![id, ctx.now()],
    )
    .one(ctx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(event) = event::load(ctx, row.event_id.into()).await? else { return Ok(None) };
    if event.state != EventState::Published {
        return Ok(None);
    }
    let given_up: Vec<_> = given_up.iter().map(|choice| choice.uuid()).collect();
    let given_up: Vec<Title> = Sql::new(
        "select session.title from session_choice choice \
         join session on session.id = choice.session_id \
         where choice.id in ? and choice.state = 'cancelled' order by session.starts_at, session.rank",
        binds![given_up],
    )
    .all(ctx.db())
    .await?;
    let choice = SessionChoice {
        given_up: given_up.into_iter().map(|session| session.title).collect(),
        title: row.title,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        attends: row.attends,
    };
    // What a link made, the same link shows and changes, until the event begins.
    let token = row
        .invitation_id
        .filter(|_| event.starts_at > ctx.now())
        .map(|invitation| link::token(ctx.secret(), invitation.into(), &to.email));
    let event = Box::new(Event { online_url: None, token, ..event });
    Ok(Some(About::SessionChoice { event, choice }))
}
