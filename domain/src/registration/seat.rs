//! Seats in sessions: one choice in each round, a line of its own for each full session.
//!
//! Only those who have taken their place at the event take seats; whoever still waits for a place, or
//! has not answered to the one that is offered, keeps their rank in the session's line until then. A freed seat is given to the first in its line,
//! who asked for it: it needs no answer. Waiting for a full session costs nobody the seat they
//! have in another of the same round; that one is let go when the wanted one comes free.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    Registration, load,
    machine::{is_over, takes_seats},
    read,
    record::{self, Found, SUBJECTS, Subject},
};
use crate::{
    audit,
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Halt, Outcome},
    event,
    id::{RegistrationId, SessionChoiceId, SessionId},
    outbox::{self, Answer, Told},
    policy::Ask,
    refusals,
};
use entities::{
    event::{Model as Event, State as EventState},
    session_choice::State,
};

refusals! {
    /// Why a session may not be chosen.
    SessionChoose: pub enum ChooseRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "registrationId",
        /// The registration was taken back or declined.
        NotRegistered { state: String } => "NOT_REGISTERED" on "registrationId",
        /// The event has no such session.
        SessionUnknown => "SESSION_UNKNOWN" on "sessionId",
        /// The session has begun.
        SessionBegun => "SESSION_BEGUN" on "sessionId",
        /// It is chosen already.
        AlreadyChosen => "ALREADY_CHOSEN" on "sessionId",
    }
}

refusals! {
    /// Why a session may not be left.
    SessionLeave: pub enum LeaveRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "registrationId",
        /// It is not chosen.
        NotChosen => "NOT_CHOSEN" on "sessionId",
        /// The session has begun.
        SessionBegun => "SESSION_BEGUN" on "sessionId",
    }
}

/// A session that someone chose.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Choice {
    /// Its identifier.
    pub id: Uuid,
    /// Whose registration.
    pub registration_id: Uuid,
    /// Which session.
    pub session_id: Uuid,
    /// Whether there is a seat.
    pub state: State,
    /// The place in the session's line, from 1, while waiting there; none before there is a place at the event.
    pub position: Option<i64>,
    /// Since when it is chosen.
    pub created_at: DateTime<Utc>,
}

/// A session with its seats, counted under the event's lock.
#[derive(Clone, Debug, Deserialize, FromQueryResult)]
pub(super) struct Counted {
    pub(super) id: Uuid,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    capacity: Option<i32>,
    next_rank: i64,
    held: i64,
    waiting: i64,
}

impl Counted {
    /// Whether a newcomer gets a seat: never before someone who waits.
    fn has_room(&self) -> bool {
        self.waiting == 0 && self.capacity.is_none_or(|capacity| self.held < i64::from(capacity))
    }

    /// Nobody chooses two sessions at the same time, if only for a part of it.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// The sessions of an event with their seats. Those who have no place at the event yet do not hold up a session's line.
fn counting(event_id: Uuid) -> Sql {
    Sql::new(
        "select session.id, session.starts_at, session.ends_at, session.capacity, \
         session.next_rank, \
         (select count(*) from session_choice where session_choice.session_id = session.id \
          and session_choice.state = 'confirmed') as held, \
         (select count(*) from session_choice \
          join registration on registration.id = session_choice.registration_id \
          where session_choice.session_id = session.id and session_choice.state = 'waitlisted' \
          and registration.state = 'confirmed') as waiting \
         from session where session.event_id = ? order by session.starts_at, session.rank",
        binds![event_id],
    )
}

/// The same, read by a statement of its own.
pub(super) async fn counted(
    db: &impl ConnectionTrait,
    event_id: Uuid,
) -> Result<Vec<Counted>, Halt> {
    Ok(counting(event_id).all(db).await?)
}

/// The same as a column that another statement brings along.
pub(super) fn counted_along(event_id: Uuid, backend: DbBackend) -> Sql {
    counting(event_id).listed(
        "'id', hex(id), 'starts_at', starts_at, 'ends_at', ends_at, 'capacity', capacity, \
         'next_rank', next_rank, 'held', held, 'waiting', waiting",
        backend,
    )
}

/// Writes down the choice of these sessions: a seat where there is one, otherwise the end of the line.
pub(super) fn put_down(
    ctx: &Context,
    registration: RegistrationId,
    chosen: &[&Counted],
    has_place: bool,
) -> Vec<Sql> {
    let mut writes = Vec::with_capacity(chosen.len() + 1);
    for session in chosen {
        let has_seat = has_place && session.has_room();
        let state = if has_seat { State::Confirmed } else { State::Waitlisted };
        writes.push(Sql::new(
            "insert into session_choice (id, registration_id, session_id, state, rank, created_at) \
             values (?, ?, ?, ?, ?, ?) on conflict (session_id, registration_id) do update \
             set state = excluded.state, rank = excluded.rank, created_at = excluded.created_at",
            binds![
                SessionChoiceId::new(),
                registration,
                session.id,
                in_words(&state),
                session.next_rank,
                ctx.now(),
            ],
        ));
    }
    let ids: Vec<_> = chosen.iter().map(|session| session.id).collect();
    writes
        .push(Sql::new("update session set next_rank = next_rank + 1 where id in ?", binds![ids]));
    writes
}

/// Chooses a session: a seat at once, given up is the one of the same round; or a place in its
/// line, while that seat stays.
pub async fn choose(
    ctx: &Context,
    id: RegistrationId,
    session: SessionId,
) -> Outcome<Registration, ChooseRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;
    let sessions = counted(&*tx, found.event.id).await?;
    let mine = choices(&*tx, &[id.uuid()]).await?;

    ctx.may(&Ask::ChangeRegistration { registration: found.registration() })?;

    if found.event.state == EventState::Cancelled {
        return Err(ChooseRefusal::Cancelled.into());
    }
    if is_over(found.subject.state) {
        let state = in_words(&found.subject.state);
        return Err(ChooseRefusal::NotRegistered { state }.into());
    }
    let wanted = sessions
        .iter()
        .find(|known| known.id == session.uuid())
        .ok_or(ChooseRefusal::SessionUnknown)?;
    if wanted.starts_at <= ctx.now() {
        return Err(ChooseRefusal::SessionBegun.into());
    }
    if mine.iter().any(|choice| choice.session_id == wanted.id) {
        return Err(ChooseRefusal::AlreadyChosen.into());
    }
    let has_place = takes_seats(found.subject.state);
    let has_seat = has_place && wanted.has_room();
    let let_go: Vec<_> = mine
        .iter()
        .filter(|choice| has_seat || choice.state == State::Waitlisted)
        .filter(|choice| {
            let other = sessions.iter().find(|known| known.id == choice.session_id);
            other.is_some_and(|other| wanted.is_beside(other))
        })
        .map(|choice| choice.id)
        .collect();

    let mut writes = put_down(ctx, id, &[wanted], has_place);
    if !let_go.is_empty() {
        writes.push(cancel(let_go));
    }
    let line = found.subject.line("session.choose").changing(json!({
        "session": session.to_string(),
        "state": in_words(if has_seat { &State::Confirmed } else { &State::Waitlisted }),
    }));
    writes.push(audit::insert(ctx, vec![line]));
    tell_answered(&tx, ctx, &found).await?;
    tx.together(writes).await?;
    give_free_seats(&tx, ctx, &found.event, &[]).await?;
    tx.commit().await?;
    Ok(load(ctx, id).await?)
}

/// Leaves a session, or its line; the seat goes to the first who waits for it.
pub async fn leave(
    ctx: &Context,
    id: RegistrationId,
    session: SessionId,
) -> Outcome<Registration, LeaveRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;
    let sessions = counted(&*tx, found.event.id).await?;
    let mine = choices(&*tx, &[id.uuid()]).await?;

    ctx.may(&Ask::ChangeRegistration { registration: found.registration() })?;

    if found.event.state == EventState::Cancelled {
        return Err(LeaveRefusal::Cancelled.into());
    }
    let choice = mine
        .iter()
        .find(|choice| choice.session_id == session.uuid())
        .ok_or(LeaveRefusal::NotChosen)?;
    let has_begun =
        sessions.iter().any(|known| known.id == session.uuid() && known.starts_at <= ctx.now());
    if has_begun {
        return Err(LeaveRefusal::SessionBegun.into());
    }

    let line =
        found.subject.line("session.leave").changing(json!({ "session": session.to_string() }));
    tell_answered(&tx, ctx, &found).await?;
    tx.together(vec![cancel(vec![choice.id]), audit::insert(ctx, vec![line])]).await?;
    give_free_seats(&tx, ctx, &found.event, &[]).await?;
    tx.commit().await?;
    Ok(load(ctx, id).await?)
}

/// Tells of a choice that was made by the link of a letter.
async fn tell_answered(tx: &Transaction, ctx: &Context, found: &Found) -> Result<(), Halt> {
    let (member, reason) = (found.subject.member_id, found.subject.id().to_string());
    event::tell_answered(tx, ctx, &found.facts, member, Answer::Sessions, &reason).await
}

fn cancel(choices: Vec<Uuid>) -> Sql {
    Sql::new("update session_choice set state = 'cancelled' where id in ?", binds![choices])
}

#[derive(FromQueryResult)]
struct First {
    id: Uuid,
    registration_id: Uuid,
    session_id: Uuid,
    rank: i64,
}

/// Gives each free seat to the first in the session's line, until no seat is free while someone
/// waits; while the event is put off none is given, until it stands again. Whom another letter
/// tells at the same time gets no second one.
pub(super) async fn give_free_seats(
    tx: &Transaction,
    ctx: &Context,
    event: &Event,
    just_told: &[Uuid],
) -> Result<(), Halt> {
    if event.state != EventState::Published {
        return Ok(());
    }
    // Each round seats at least one who waited, so the rounds come to an end.
    loop {
        let first: Vec<First> = Sql::new(
            "select line.id, line.registration_id, line.session_id, line.rank from \
             (select choice.id, choice.registration_id, choice.session_id, choice.rank, \
              session.capacity, row_number() over \
              (partition by choice.session_id order by choice.rank) as turn from session \
              join session_choice choice on choice.session_id = session.id \
              and choice.state = 'waitlisted' \
              join registration on registration.id = choice.registration_id \
              and registration.state = 'confirmed' \
              where session.event_id = ? and session.starts_at > ?) line \
             where line.capacity is null or line.turn <= line.capacity - \
             (select count(*) from session_choice held where held.session_id = line.session_id \
              and held.state = 'confirmed') order by line.rank",
            binds![event.id, ctx.now()],
        )
        .all(&**tx)
        .await?;
        if first.is_empty() {
            return Ok(());
        }
        give(tx, ctx, event.id, &first, just_told).await?;
    }
}

async fn give(
    tx: &Transaction,
    ctx: &Context,
    event_id: Uuid,
    first: &[First],
    just_told: &[Uuid],
) -> Result<(), Halt> {
    let sessions = counted(&**tx, event_id).await?;
    let sessions: HashMap<_, _> = sessions.iter().map(|session| (session.id, session)).collect();
    let registrations: Vec<_> = first.iter().map(|choice| choice.registration_id).collect();
    let subjects: Vec<Subject> = Sql::new(SUBJECTS, vec![])
        .and("where registration.id in ?", binds![registrations.as_slice()])
        .all(&**tx)
        .await?;
    let subjects: HashMap<_, _> = subjects.iter().map(|subject| (subject.id, subject)).collect();

    // The seat that they had in the same round goes on to the next.
    let had = choices(&**tx, &registrations).await?;
    let is_let_go_for = |old: &Choice, new: &First| {
        old.state == State::Confirmed
            && new.registration_id == old.registration_id
            && match (sessions.get(&new.session_id), sessions.get(&old.session_id)) {
                (Some(new), Some(old)) => new.is_beside(old),
                _ => false,
            }
    };

    let (mut lines, mut letters, mut let_go) = (Vec::new(), Vec::new(), Vec::new());
    for choice in first {
        let given_up = had.iter().filter(|old| is_let_go_for(old, choice)).map(|old| old.id);
        let given_up: Vec<Uuid> = given_up.collect();
        let_go.extend_from_slice(&given_up);
        let Some(subject) = subjects.get(&choice.registration_id) else { continue };
        lines.push(subject.line("session.seat").changing(json!({
            "session": SessionId::of(choice.session_id).to_string(),
        })));
        if !just_told.contains(&subject.id) {
            let told = Told::SessionConfirmed {
                choice: SessionChoiceId::of(choice.id),
                given_up: given_up.into_iter().map(SessionChoiceId::of).collect(),
            };
            // The rank tells this time from one after leaving and coming back.
            letters.push(subject.letter(told, &format!("{}:{}", choice.session_id, choice.rank)));
        }
    }
    let ids: Vec<_> = first.iter().map(|choice| choice.id).collect();
    let mut writes = vec![
        Sql::new("update session_choice set state = 'confirmed' where id in ?", binds![ids]),
        audit::insert(ctx, lines),
    ];
    if !let_go.is_empty() {
        writes.push(cancel(let_go));
    }
    if !letters.is_empty() {
        writes.push(outbox::insert(ctx, &letters)?);
    }
    tx.together(writes).await?;
    Ok(())
}

const CHOICES: &str = "select choice.id, choice.registration_id, choice.session_id, choice.state, \
    case when choice.state = 'waitlisted' and registration.state = 'confirmed' then \
     (select count(*) from session_choice ahead \
     join registration other on other.id = ahead.registration_id and other.state = 'confirmed' \
     where ahead.session_id = choice.session_id and ahead.state = 'waitlisted' \
     and ahead.rank <= choice.rank) end as position, choice.created_at from session_choice choice \
    join session on session.id = choice.session_id \
    join registration on registration.id = choice.registration_id \
    where choice.state <> 'cancelled' and choice.registration_id in ?";

async fn choices(db: &impl ConnectionTrait, registrations: &[Uuid]) -> Result<Vec<Choice>, Halt> {
    Ok(Sql::new(CHOICES, binds![registrations]).all(db).await?)
}

/// The sessions that each of these registrations chose, in the order of the agenda, as far as this asker may see them.
pub async fn choices_of(
    ctx: &Context,
    registrations: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Choice>>, Halt> {
    let rows: Vec<Choice> = Sql::new(CHOICES, binds![registrations])
        .and("and", vec![])
        .append(read::is_private_to(ctx.standing(), "registration"))
        .and("order by choice.registration_id, session.starts_at, choice.rank", vec![])
        .all(ctx.db())
        .await?;
    let mut choices: HashMap<Uuid, Vec<Choice>> = HashMap::new();
    for row in rows {
        choices.entry(row.registration_id).or_default().push(row);
    }
    Ok(choices)
}
