//! An event, and what one does there about oneself.

use domain::{
    attendance::{self, Excuse},
    error::{Denied, Error, Halt, Reason},
    event,
    id::{EventId, QuestionId, RegistrationId, SessionId},
    network,
    policy::Ask,
    question,
    registration::{self, Attends, Cancel, Create, CreateRefusal, Given, Registration},
    session,
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    event::{
        EventPage, Part, Read,
        organise::{EventTabs, Tab},
    },
};

use super::visit::{Done, Posted, Visit, problems};

/// The event.
#[handler]
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, &Typed::default(), Part::default(), &[]).await)
}

fn event_id(text: &str) -> Result<EventId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    part: Part,
    problems: &[Problem],
) -> Result<String, Halt> {
    let read = read(visit, event_id(id)?).await?;
    let now = visit.ctx.now();
    let organises = visit.ctx.may(&Ask::EditEvent { event: &read.event.facts }).is_ok();
    let tabs = organises.then(|| EventTabs::new(&read.event, Tab::Presentation));
    let page = EventPage { frame: &visit.frame, read: &read, tabs, now, typed, part, problems };
    Ok(page.to_html())
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

/// Back to the part of the page that tells what became of it, or the page again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    part: Part,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        let anchor = if part == Part::Agenda { "programme" } else { "inscription" };
        return Ok(Done::At(format!("/events/{id}#{anchor}"), notice));
    };
    let problems = problems(error)?;
    Ok(Done::Again(page(visit, id, typed, part, &problems).await?))
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
    visit.answer(registering(&visit, &id, &typed).await)
}

async fn registering(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let attends = match typed.get("attends") {
        "on_site" => Some(Attends::OnSite),
        "online" => Some(Attends::Online),
        _ => None,
    };
    let sessions = typed.0.iter().filter(|(name, _)| name.starts_with("round-"));
    let answers = given(typed).into_iter().filter(|given| !given.value.is_empty());
    let asked = Create {
        attends,
        sessions: sessions.filter_map(|(_, value)| value.parse().ok()).collect(),
        answers: answers.collect(),
        ..Create::oneself(event_id(id)?)
    };
    let outcome = match registration::create(&visit.ctx, asked).await {
        // A second click did what the first one did: the page says how it stands.
        Err(Error::Refused(reasons))
            if matches!(reasons[..], [CreateRefusal::AlreadyRegistered { .. }]) =>
        {
            Ok(())
        }
        outcome => outcome.map(|_| ()),
    };
    told(visit, id, typed, Part::Registration, outcome, "registered").await
}

/// One's own registration for this event.
async fn own(visit: &Visit, id: &str) -> Result<Registration, Halt> {
    visit.ctx.member()?;
    let event = event_id(id)?.uuid();
    let mut own = registration::viewer_registrations(&visit.ctx, &[event]).await?;
    Ok(own.remove(&event).ok_or(Denied::Hidden)?)
}

/// Someone cancels.
#[handler]
pub(super) async fn cancel(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(cancelling(&visit, &id, &typed).await)
}

async fn cancelling(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(visit, id).await?.id);
    let reason = Some(typed.get("reason").trim().to_owned()).filter(|reason| !reason.is_empty());
    let outcome = registration::cancel(&visit.ctx, Cancel { registration, reason }).await;
    told(visit, id, typed, Part::Cancel, outcome, "cancelled").await
}

/// Someone says that they will not come.
#[handler]
pub(super) async fn excuse(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(excusing(&visit, &id, &typed).await)
}

async fn excusing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let asked = Excuse { event: event_id(id)?, reason: typed.get("reason").to_owned() };
    let outcome = attendance::excuse(&visit.ctx, asked).await;
    told(visit, id, typed, Part::Excuse, outcome, "excused").await
}

/// Someone takes the place that is offered.
#[handler]
pub(super) async fn accept_offer(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(accepting(&visit, &id, &typed).await)
}

async fn accepting(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(visit, id).await?.id);
    let outcome = registration::accept(&visit.ctx, registration).await;
    told(visit, id, typed, Part::Registration, outcome, "offer-accepted").await
}

/// Someone leaves the place that is offered.
#[handler]
pub(super) async fn decline_offer(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(declining(&visit, &id, &typed).await)
}

async fn declining(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(visit, id).await?.id);
    let outcome = registration::refuse(&visit.ctx, registration).await;
    told(visit, id, typed, Part::Registration, outcome, "offer-declined").await
}

/// Someone changes their answers.
#[handler]
pub(super) async fn change_answers(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(answering(&visit, &id, &typed).await)
}

async fn answering(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(visit, id).await?.id);
    let outcome = registration::answer(&visit.ctx, registration, &given(typed)).await;
    told(visit, id, typed, Part::Answers, outcome, "answered").await
}

fn session_id(typed: &Typed) -> Result<SessionId, Denied> {
    typed.get("session").parse().map_err(|_| Denied::Hidden)
}

/// Someone chooses a session.
#[handler]
pub(super) async fn choose(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(choosing(&visit, &id, &typed).await)
}

async fn choosing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(visit, id).await?.id);
    let outcome = registration::choose(&visit.ctx, registration, session_id(typed)?).await;
    told(visit, id, typed, Part::Agenda, outcome, "session-chosen").await
}

/// Someone leaves a session.
#[handler]
pub(super) async fn leave(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(leaving(&visit, &id, &typed).await)
}

async fn leaving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = RegistrationId::of(own(visit, id).await?.id);
    let outcome = registration::leave(&visit.ctx, registration, session_id(typed)?).await;
    told(visit, id, typed, Part::Agenda, outcome, "session-left").await
}
