//! Registering: oneself, or a member on their behalf.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use uuid::Uuid;

use super::{
    Attends, Registration, State,
    answer::{self, Fault, Given},
    machine::{At, Places, Step, next, takes_seats},
    place::{capacity, is_possible},
    record::Subject,
    seat::{self, Counted},
    window::Window,
};
use crate::{
    attendance,
    audit::{self, Line},
    context::Context,
    database::{Listed, Sql, binds, in_words},
    error::{Denied, Error, Halt, Outcome},
    event,
    id::{EventId, MemberId, RegistrationId, SessionId},
    member::{self, SaidName, is_nameless},
    outbox,
    policy::{Ask, EventFacts, MemberFacts},
    refusals,
};
use entities::{
    event::{Mode, Model as Event},
    question::Model as Question,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Create {
    /// For which event.
    pub event: EventId,
    /// Whom; nobody named means oneself.
    pub member: Option<MemberId>,
    /// On site or online; needed only where both are possible.
    pub attends: Option<Attends>,
    /// The chosen sessions, at most one in each round.
    pub sessions: Vec<SessionId>,
    /// The answers to the event's questions.
    pub answers: Vec<Given>,
    /// What they say they are called who register themselves.
    pub name: Option<SaidName>,
}

impl Create {
    /// Nothing but the event.
    pub fn oneself(event: EventId) -> Self {
        Self {
            event,
            member: None,
            attends: None,
            sessions: Vec::new(),
            answers: Vec::new(),
            name: None,
        }
    }
}

refusals! {
    /// Why a registration may be refused.
    RegistrationCreate: pub enum CreateRefusal {
        /// The event is not, or no longer, published.
        EventNotPublished { state: String } => "EVENT_NOT_PUBLISHED" on "eventId",
        /// The event is over.
        EventOver => "EVENT_OVER" on "eventId",
        /// Registration has not opened yet.
        NotOpenYet => "NOT_OPEN_YET" on "eventId",
        /// Registration is closed, or the event has begun.
        Closed => "CLOSED" on "eventId",
        /// There is a registration already.
        AlreadyRegistered { state: String } => "ALREADY_REGISTERED" on "memberId",
        /// The person is archived.
        MemberArchived => "MEMBER_ARCHIVED" on "memberId",
        /// Nobody can take part in this way.
        ModeUnavailable => "MODE_UNAVAILABLE" on "attends",
        /// One can take part in both ways: say in which.
        AttendsMissing => "ATTENDS_MISSING" on "attends",
        /// The event has no such session.
        SessionUnknown => "SESSION_UNKNOWN" on "sessionIds",
        /// A session has begun.
        SessionBegun => "SESSION_BEGUN" on "sessionIds",
        /// Two of the sessions take place at the same time.
        RoundChoiceDuplicate { session: SessionId, other: SessionId } => "ROUND_CHOICE_DUPLICATE" on "sessionIds",
        /// A question that needs an answer has none.
        AnswerMissing { question: String } => "ANSWER_MISSING" on "answers",
        /// An answer is not one that the question allows.
        AnswerInvalid { question: String } => "ANSWER_INVALID" on "answers",
        /// The event has no such question.
        QuestionUnknown => "QUESTION_UNKNOWN" on "answers",
    }
}

impl From<Fault> for CreateRefusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing { question } => Self::AnswerMissing { question },
            Fault::Invalid { question } => Self::AnswerInvalid { question },
            Fault::Unknown => Self::QuestionUnknown,
        }
    }
}

/// How this person would take part.
fn way(event: &Event, asked: Option<Attends>) -> Result<Attends, CreateRefusal> {
    match (asked, event.mode) {
        (Some(attends), mode) if is_possible(mode, attends) => Ok(attends),
        (Some(_), _) => Err(CreateRefusal::ModeUnavailable),
        (None, Mode::OnSite) => Ok(Attends::OnSite),
        (None, Mode::Online) => Ok(Attends::Online),
        (None, Mode::Both) => Err(CreateRefusal::AttendsMissing),
    }
}

/// What a registration finds when the event is locked.
#[derive(FromQueryResult)]
struct Situation {
    email: String,
    name: String,
    is_archived: bool,
    id: Option<Uuid>,
    state: Option<State>,
    revision: Option<i32>,
    created_at: Option<DateTime<Utc>>,
    held: i64,
    waiting: i64,
    excuse_id: Option<Uuid>,
    questions: Listed<Question>,
    sessions: Listed<Counted>,
}

async fn situation(
    db: &impl ConnectionTrait,
    asked: &Create,
    member: Uuid,
    attends: Attends,
    is_organiser: bool,
) -> Result<Situation, Halt> {
    let (event, word) = (asked.event.uuid(), in_words(&attends));
    let backend = db.get_database_backend();
    // Whoever chooses none does not have the database plan how to count them.
    let sessions = if asked.sessions.is_empty() {
        Sql::new("'[]'", vec![])
    } else {
        seat::counted_along(event, backend)
    };
    // Counted apart: by one state at a time the index leads to just these rows, by a list of states
    // PostgreSQL may read the whole line of those who wait.
    let found: Option<Situation> = Sql::new(
        "select member.email, trim(member.first_name || ' ' || member.last_name) as name, \
         member.archived_at is not null as is_archived, known.id, \
         known.state, known.revision, known.created_at, \
         (select count(*) from registration where event_id = ? and attends = ? \
          and state = 'confirmed') + \
         (select count(*) from registration where event_id = ? and attends = ? \
          and state = 'offered') as held, \
         (select count(*) from registration where event_id = ? and attends = ? \
          and state = 'waitlisted') as waiting, \
         (select said.id from attendance said where said.event_id = ? \
          and said.member_id = member.id and said.session_id is null \
          and said.state = 'excused' and (said.recorded_by_id = said.member_id or ?)) \
         as excuse_id,",
        binds![event, &word, event, &word, event, &word, event, is_organiser],
    )
    .append(answer::questions_along(event, backend))
    .and("as questions,", vec![])
    .append(sessions)
    .and(
        "as sessions from member left join registration known on known.member_id = member.id \
         and known.event_id = ? where member.id = ?",
        binds![event, member],
    )
    .one(db)
    .await?;
    Ok(found.ok_or(Denied::Hidden)?)
}

/// The chosen sessions, if they can be chosen together.
fn chosen<'a>(
    sessions: &'a [Counted],
    asked: &[SessionId],
    now: DateTime<Utc>,
) -> Result<Vec<&'a Counted>, CreateRefusal> {
    let mut chosen: Vec<&Counted> = Vec::with_capacity(asked.len());
    for id in asked {
        let session = sessions
            .iter()
            .find(|session| session.id == id.uuid())
            .ok_or(CreateRefusal::SessionUnknown)?;
        if session.starts_at <= now {
            return Err(CreateRefusal::SessionBegun);
        }
        if let Some(other) = chosen.iter().find(|other| other.is_beside(session)) {
            let other = SessionId::of(other.id);
            return Err(CreateRefusal::RoundChoiceDuplicate { session: *id, other });
        }
        chosen.push(session);
    }
    Ok(chosen)
}

/// The chosen sessions, unless something is wrong with them or with the answers: all of it is told.
fn decide<T>(
    chosen: Result<T, CreateRefusal>,
    faults: Vec<Fault>,
) -> Result<T, Error<CreateRefusal>> {
    let faults = faults.into_iter().map(CreateRefusal::from);
    match chosen {
        Ok(chosen) if faults.len() == 0 => Ok(chosen),
        Ok(_) => Err(Error::Refused(faults.collect())),
        Err(refusal) => Err(Error::Refused(std::iter::once(refusal).chain(faults).collect())),
    }
}

/// What registering is for somebody in this state; once the event has begun, its organisers let in
/// whoever stands there, as long as a place is free.
fn step(
    event: &Event,
    before: Option<State>,
    places: Places,
    is_organiser: bool,
    now: DateTime<Utc>,
) -> Step {
    let is_let_in = is_organiser && event.starts_at <= now && places.has_room_at_the_door();
    if is_let_in && before == Some(State::Waitlisted) {
        return Step::Admit;
    }
    Step::Register {
        needs_approval: event.needs_approval && !is_organiser,
        has_room: is_let_in || places.has_room(),
    }
}

/// Registers: there is a place, or the end of the line, or an organiser decides first. Who was
/// registered by an organiser of the event needs no approval, nor an open window; once the event has
/// begun, organisers give its free places to those who stand there. Who comes after all is not excused
/// any more, unless the team noted it: then the team says so.
///
/// Three statements: the event with the lock that everybody who registers for it waits for, then what
/// is counted under that lock, with the questions and the sessions, then all that is written. One more
/// finds who is somebody else, before; some more give whoever is let in from the line the seats that
/// they waited for.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Registration, CreateRefusal> {
    let other = other(ctx, &asked).await?;
    let tx = ctx.begin().await?;
    let (event, facts) = event::lock(&tx, asked.event).await?;
    let member_id = whom(ctx, other, &facts)?;
    let is_organiser = ctx.may(&Ask::DecideRegistration { event: &facts }).is_ok();
    let is_own = ctx.standing().is(member_id);
    let now = ctx.now();
    if let Some(refusal) = Window::from(&event).refusal(now, is_organiser) {
        return Err(refusal.into());
    }
    let attends = way(&event, asked.attends)?;
    let found = situation(&*tx, &asked, member_id, attends, is_organiser).await?;
    let (questions, sessions) = (&found.questions.0, &found.sessions.0);

    if found.is_archived {
        return Err(CreateRefusal::MemberArchived.into());
    }
    let places =
        Places { capacity: capacity(&event, attends), held: found.held, waiting: found.waiting };
    let step = step(&event, found.state, places, is_organiser, now);
    let before = found.state.map(|state| At { state, offered_until: None });
    let next = next(before, step).map_err(|_| CreateRefusal::AlreadyRegistered {
        state: found.state.as_ref().map(in_words).unwrap_or_default(),
    })?;
    let chosen = chosen(sessions, &asked.sessions, now);
    let faults = answer::faults(questions, &asked.answers, is_own || !is_organiser);
    let chosen = decide(chosen, faults)?;

    let said = asked.name.filter(|_| is_own && is_nameless(&found.name));
    let id = found.id.map_or_else(RegistrationId::new, RegistrationId::of);
    let subject = Subject {
        id: id.uuid(),
        event_id: event.id,
        member_id,
        state: next.at.state,
        attends,
        offered_until: None,
        is_by_letter: ctx.standing().letter.is_some(),
        revision: found.revision.map_or(1, |revision| revision + 1),
        email: found.email,
        network_id: facts.hosts.first().copied(),
    };
    let registration = Registration {
        id: id.uuid(),
        event_id: event.id,
        member_id,
        name: said.as_ref().map_or(found.name, SaidName::whole),
        state: subject.state,
        attends,
        rank: event.next_rank,
        position: (subject.state == State::Waitlisted).then_some(places.waiting + 1),
        offered_until: None,
        declined_by: None,
        reason: None,
        registered_by_id: ctx.standing().member.filter(|_| !is_own),
        is_by_letter: ctx.standing().letter.is_some(),
        revision: subject.revision,
        state_changed_at: now,
        created_at: found.created_at.unwrap_or(now),
        is_private: true,
    };
    let mut writes = vec![
        put_down(&registration),
        Sql::new("update event set next_rank = next_rank + 1 where id = ?", binds![event.id]),
    ];
    writes.extend(answer::put_down(id, event.ends_at, questions, &asked.answers));
    if !chosen.is_empty() {
        writes.extend(seat::put_down(ctx, id, &chosen, takes_seats(subject.state)));
    }
    let mut lines = vec![line(&subject, next.action, registration.rank)];
    if let Some(excuse) = found.excuse_id {
        let (taken_back, line) = attendance::take_back(&facts, excuse, member_id);
        writes.push(taken_back);
        lines.push(line);
    }
    if let Some(said) = said {
        let member = MemberId::of(member_id);
        writes.push(said.put_down(member));
        lines.push(SaidName::line(member));
    }
    writes.push(audit::insert(ctx, lines));
    if let Some(told) = next.letter {
        let letter = subject.letter(told(id), &subject.revision.to_string());
        writes.push(outbox::insert(ctx, &[letter])?);
    }
    tx.together(writes).await?;
    if step == Step::Admit {
        // The sessions that they waited for with their place.
        seat::give_free_seats(&tx, ctx, &event, &[id.uuid()]).await?;
    }
    tx.commit().await?;
    Ok(registration)
}

/// Somebody else, and what the policy needs to know of them, if there is such a person.
struct Known {
    id: Uuid,
    facts: Option<MemberFacts>,
}

/// The person to register, when it is somebody else.
async fn other(ctx: &Context, asked: &Create) -> Result<Option<Known>, Halt> {
    match asked.member.map(MemberId::uuid) {
        Some(id) if !ctx.standing().is(id) => {
            let facts = member::facts(ctx, ctx.db(), &[id]).await?.remove(&id);
            Ok(Some(Known { id, facts }))
        }
        _ => Ok(None),
    }
}

/// Whom this is about, if the asker may register them.
fn whom(ctx: &Context, other: Option<Known>, facts: &EventFacts) -> Result<Uuid, Halt> {
    let Some(known) = other else {
        ctx.may(&Ask::Register { event: facts })?;
        return Ok(ctx.member()?.uuid());
    };
    ctx.may(&Ask::SeeEvent { event: facts })?;
    let member = known.facts.ok_or(Denied::Hidden)?;
    ctx.may(&Ask::RegisterOther { event: facts, member: &member })?;
    Ok(known.id)
}

fn line(subject: &Subject, action: &'static str, rank: i64) -> Line {
    subject.line(action).changing(json!({
        "event": EventId::of(subject.event_id).to_string(),
        "state": in_words(&subject.state),
        "attends": in_words(&subject.attends),
        "rank": rank,
    }))
}

/// Writes a registration down, or over the one that was taken back.
fn put_down(registration: &Registration) -> Sql {
    Sql::new(
        "insert into registration (id, event_id, member_id, state, attends, rank, \
         registered_by_id, is_by_letter, revision, state_changed_at, created_at) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (event_id, member_id) do update \
         set state = excluded.state, attends = excluded.attends, rank = excluded.rank, \
         offered_at = null, offered_until = null, declined_by = null, reason = null, \
         registered_by_id = excluded.registered_by_id, is_by_letter = excluded.is_by_letter, \
         revision = excluded.revision, state_changed_at = excluded.state_changed_at",
        binds![
            registration.id,
            registration.event_id,
            registration.member_id,
            in_words(&registration.state),
            in_words(&registration.attends),
            registration.rank,
            registration.registered_by_id,
            registration.is_by_letter,
            registration.revision,
            registration.state_changed_at,
            registration.created_at,
        ],
    )
}
