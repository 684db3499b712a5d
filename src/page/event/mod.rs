//! An event, and what one does there about oneself.

pub(super) mod letter;

use domain::{
    attendance::{self, Attendance, Excuse, ExcuseWithdrawRefusal},
    error::{Denied, Error, Halt, Reason},
    event,
    id::{EventId, QuestionId, RegistrationId, SessionId},
    member::{SaidName, SaidNameRefusal, UpdateRefusal},
    network,
    policy::Ask,
    question,
    registration::{
        self, Attends, Cancel, Create, CreateRefusal, Given, Registration, machine::is_over,
    },
    session,
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    event::{
        AnswerPage, EventPage, Part, Read,
        organise::{EventTabs, Tab},
    },
};

use super::visit::{Done, Posted, Visit, problems};

/// The event's page, or what the link of a letter opens of it.
struct Room<'a> {
    visit: &'a Visit,
    id: &'a str,
    letter: Option<Letter<'a>>,
}

/// By which letter's link, and whose.
struct Letter<'a> {
    token: &'a str,
    name: &'a str,
}

/// The event.
#[handler]
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(Room::of(&visit, &id).page(&Typed::default(), Part::default(), &[]).await)
}

fn event_id(text: &str) -> Result<EventId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

impl<'a> Room<'a> {
    const fn of(visit: &'a Visit, id: &'a str) -> Self {
        Self { visit, id, letter: None }
    }

    /// Where it is.
    fn path(&self) -> String {
        match &self.letter {
            Some(letter) => format!("/events/{}/letter/{}", self.id, letter.token),
            None => format!("/events/{}", self.id),
        }
    }

    async fn page(&self, typed: &Typed, part: Part, problems: &[Problem]) -> Result<String, Halt> {
        let (visit, now) = (self.visit, self.visit.ctx.now());
        let mut read = read(visit, event_id(self.id)?).await?;
        let is_answered_elsewhere = read
            .own
            .as_ref()
            .is_some_and(|own| self.letter.is_some() && !own.is_by_letter && !is_over(own.state));
        let has_answered = !read.answers.is_empty();
        if self.letter.is_some() {
            // Whoever holds a letter learns nothing of what was said to others than it.
            read.own = read.own.filter(|own| own.is_by_letter);
            if read.own.is_none() {
                read.choices.clear();
            }
            read.answers.clear();
            read.attendance = read.attendance.map(|said| Attendance { reason: None, ..said });
        }
        let problems = beside(&read, typed, part, problems);
        let organises = visit.ctx.may(&Ask::EditEvent { event: &read.event.facts }).is_ok();
        let event = EventPage {
            frame: &visit.frame,
            read: &read,
            tabs: organises.then(|| EventTabs::new(&read.event, Tab::Presentation)),
            now,
            typed,
            part,
            problems: &problems,
            link: self.letter.as_ref().map(|letter| letter.token),
            asks_name: self.letter.as_ref().is_some_and(|letter| letter.name.is_empty()),
        };
        Ok(match &self.letter {
            Some(letter) => {
                let name = letter.name;
                AnswerPage { event, name, is_answered_elsewhere, has_answered }.to_html()
            }
            None => event.to_html(),
        })
    }

    /// Back to the part of the page that tells what became of it, or the page again with the reason.
    async fn told<T, R: Reason>(
        &self,
        typed: &Typed,
        part: Part,
        outcome: Result<T, Error<R>>,
        notice: &'static str,
    ) -> Result<Done, Halt> {
        let Err(error) = outcome else {
            let anchor = if part == Part::Agenda { "programme" } else { "inscription" };
            return Ok(Done::At(format!("{}#{anchor}", self.path()), notice));
        };
        let problems = problems(error)?;
        Ok(Done::Again(self.page(typed, part, &problems).await?))
    }
}

/// Puts what is wrong beside the input that it is about, where there is one.
fn beside(read: &Read, typed: &Typed, part: Part, problems: &[Problem]) -> Vec<Problem> {
    let answer = |words: &str| {
        let about = read.questions.iter().find(|question| words.contains(&question.prompt))?;
        Some(format!("answer-{}", QuestionId::of(about.id)))
    };
    let chosen = || {
        let is_choice =
            |(name, value): &&(String, String)| name.starts_with("round-") && !value.is_empty();
        typed.0.iter().find(is_choice).map(|(name, _)| name.clone())
    };
    let beside = problems.iter().map(|problem| {
        let field = match problem.field.as_deref() {
            Some("answers") => answer(&problem.words).map(Into::into),
            Some("sessionIds") if part == Part::Registration => chosen().map(Into::into),
            Some("attends" | "reason" | "firstName" | "lastName") => problem.field.clone(),
            _ => None,
        };
        Problem { field, words: problem.words.clone() }
    });
    beside.collect()
}

async fn read(visit: &Visit, id: EventId) -> Result<Read, Halt> {
    let (ctx, key) = (&visit.ctx, id.uuid());
    let event = event::load(ctx, id).await?;
    let mut known = network::by_ids(ctx, &event.facts.hosts).await?;
    let hosts = event.facts.hosts.iter().filter_map(|host| known.remove(host)).collect();
    let sessions = session::of_events(ctx, &[key]).await?.remove(&key).unwrap_or_default();
    let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
    let own = registration::viewer_registrations(ctx, &[key]).await?.remove(&key);
    let (mut choices, mut answers) = (Vec::new(), Vec::new());
    if let Some(own) = &own {
        choices =
            registration::choices_of(ctx, &[own.id]).await?.remove(&own.id).unwrap_or_default();
        answers =
            registration::answers_of(ctx, &[own.id]).await?.remove(&own.id).unwrap_or_default();
    }
    Ok(Read {
        hosts,
        seats: session::places(ctx.db(), &ids).await?,
        sessions,
        questions: question::of_events(ctx, &[key]).await?.remove(&key).unwrap_or_default(),
        chance: registration::chances(ctx, &[key]).await?.remove(&key),
        is_invited: event::invited(ctx, &[key]).await?.contains(&key),
        attendance: attendance::own(ctx, &[key]).await?.remove(&key),
        own,
        choices,
        answers: answers.into_iter().map(|answer| (answer.question_id, answer.value)).collect(),
        event,
    })
}

/// The answers that were typed; what has no answer is left out, unless it had one before.
fn given(typed: &Typed) -> Vec<Given> {
    let answers = typed.0.iter().filter_map(|(name, value)| {
        let question: QuestionId = name.strip_prefix("answer-")?.parse().ok()?;
        Some(Given { question, value: value.trim().to_owned() })
    });
    answers.collect()
}

/// Someone registers.
#[handler]
pub(super) async fn register(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(registering(&Room::of(&visit, &id), &typed).await)
}

async fn registering(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let attends = match typed.get("attends") {
        "on_site" => Some(Attends::OnSite),
        "online" => Some(Attends::Online),
        _ => None,
    };
    let name = match SaidName::read(typed.get("firstName"), typed.get("lastName")) {
        Ok(name) => name,
        Err(refusal) => {
            let outcome: Result<(), _> = Err(refusal.into());
            return room.told(typed, Part::Registration, outcome, "registered").await;
        }
    };
    let sessions = typed.0.iter().filter(|(name, _)| name.starts_with("round-"));
    let answers = given(typed).into_iter().filter(|given| !given.value.is_empty());
    let asked = Create {
        attends,
        sessions: sessions.filter_map(|(_, value)| value.parse().ok()).collect(),
        answers: answers.collect(),
        name,
        ..Create::oneself(event_id(room.id)?)
    };
    let outcome = match registration::create(&room.visit.ctx, asked).await {
        // A second click did what the first one did: the page says how it stands.
        Err(Error::Refused(reasons))
            if matches!(reasons[..], [CreateRefusal::AlreadyRegistered { .. }]) =>
        {
            Ok(())
        }
        outcome => outcome.map(|_| ()),
    };
    room.told(typed, Part::Registration, outcome, "registered").await
}

/// Whoever answered without giving a name says it after all.
async fn naming(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    match SaidName::read(typed.get("firstName"), typed.get("lastName")) {
        Ok(Some(name)) => {
            registration::say_name(&room.visit.ctx, registration, &name).await?;
            let outcome: Result<(), Error<UpdateRefusal>> = Ok(());
            room.told(typed, Part::Registration, outcome, "saved").await
        }
        Ok(None) => {
            let missing = Error::Refused(vec![UpdateRefusal::NameMissing]);
            let outcome: Result<(), Error<UpdateRefusal>> = Err(missing);
            room.told(typed, Part::Registration, outcome, "saved").await
        }
        Err(refusal) => {
            let outcome: Result<(), Error<SaidNameRefusal>> = Err(Error::Refused(vec![refusal]));
            room.told(typed, Part::Registration, outcome, "saved").await
        }
    }
}

/// One's own registration for this event.
async fn own(room: &Room<'_>) -> Result<Registration, Halt> {
    room.visit.ctx.member()?;
    let event = event_id(room.id)?.uuid();
    let mut own = registration::viewer_registrations(&room.visit.ctx, &[event]).await?;
    Ok(own.remove(&event).ok_or(Denied::Hidden)?)
}

/// Someone cancels.
#[handler]
pub(super) async fn cancel(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(cancelling(&Room::of(&visit, &id), &typed).await)
}

async fn cancelling(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    let reason = Some(typed.get("reason").trim().to_owned()).filter(|reason| !reason.is_empty());
    let outcome = registration::cancel(&room.visit.ctx, Cancel { registration, reason }).await;
    room.told(typed, Part::Cancel, outcome, "cancelled").await
}

/// Someone says that they will not come.
#[handler]
pub(super) async fn excuse(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(excusing(&Room::of(&visit, &id), &typed).await)
}

async fn excusing(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let asked = Excuse { event: event_id(room.id)?, reason: typed.get("reason").to_owned() };
    let outcome = attendance::excuse(&room.visit.ctx, asked).await;
    room.told(typed, Part::Excuse, outcome, "excused").await
}

/// Someone who said that they will not come does after all.
#[handler]
pub(super) async fn withdraw_excuse(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(coming(&Room::of(&visit, &id), &typed).await)
}

async fn coming(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let event = event_id(room.id)?;
    let mut outcome = attendance::excuse_withdraw(&room.visit.ctx, event).await.map(|_| ());
    let finds_none = matches!(&outcome, Err(Error::Refused(reasons))
        if matches!(reasons[..], [ExcuseWithdrawRefusal::NotExcused]));
    // A second click did what the first one did: the page says how it stands.
    if finds_none && is_counted_on(room, event).await? {
        outcome = Ok(());
    }
    // Who comes sees no form to say that they do not: a refusal stands above it.
    room.told(typed, Part::Registration, outcome, "excuse-withdrawn").await
}

/// Whether one has a place, and nothing noted says that one stays away.
async fn is_counted_on(room: &Room<'_>, event: EventId) -> Result<bool, Halt> {
    let (ctx, key) = (&room.visit.ctx, event.uuid());
    let own = registration::viewer_registrations(ctx, &[key]).await?.remove(&key);
    let noted = attendance::own(ctx, &[key]).await?.remove(&key);
    let stays_away = noted.is_some_and(|noted| noted.state != attendance::State::Present);
    Ok(own.is_some_and(|own| own.state == registration::State::Confirmed) && !stays_away)
}

/// Someone takes the place that is offered.
#[handler]
pub(super) async fn accept_offer(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(accepting(&Room::of(&visit, &id), &typed).await)
}

async fn accepting(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    let outcome = registration::accept(&room.visit.ctx, registration).await;
    room.told(typed, Part::Registration, outcome, "offer-accepted").await
}

/// Someone leaves the place that is offered.
#[handler]
pub(super) async fn decline_offer(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(declining(&Room::of(&visit, &id), &typed).await)
}

async fn declining(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    let outcome = registration::refuse(&room.visit.ctx, registration).await;
    room.told(typed, Part::Registration, outcome, "offer-declined").await
}

/// Someone changes their answers.
#[handler]
pub(super) async fn change_answers(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(answering(&Room::of(&visit, &id), &typed).await)
}

async fn answering(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    let outcome = registration::answer(&room.visit.ctx, registration, &given(typed)).await;
    room.told(typed, Part::Answers, outcome, "answered").await
}

fn session_id(typed: &Typed) -> Result<SessionId, Denied> {
    typed.get("session").parse().map_err(|_| Denied::Hidden)
}

/// Someone chooses a session.
#[handler]
pub(super) async fn choose(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(choosing(&Room::of(&visit, &id), &typed).await)
}

async fn choosing(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    let outcome = registration::choose(&room.visit.ctx, registration, session_id(typed)?).await;
    room.told(typed, Part::Agenda, outcome, "session-chosen").await
}

/// Someone leaves a session.
#[handler]
pub(super) async fn leave(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(leaving(&Room::of(&visit, &id), &typed).await)
}

async fn leaving(room: &Room<'_>, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(room).await?.id);
    let outcome = registration::leave(&room.visit.ctx, registration, session_id(typed)?).await;
    room.told(typed, Part::Agenda, outcome, "session-left").await
}
