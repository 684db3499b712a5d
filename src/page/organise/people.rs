//! Who registered: the list, and what organisers do about it.

use domain::{
    attendance,
    context::Context,
    database::in_words,
    employment,
    error::{Denied, Error, Halt, Reason},
    event,
    id::RegistrationId,
    member,
    policy::Ask,
    question,
    registration::{
        self, Attends, Cancel, ChoiceState, Create, Decline, Filter, Order, Registration, State,
    },
    session,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        event::organise::{Coming, PeoplePage, Tab},
    },
};

use super::{
    super::{
        called::call,
        list::{back, found, here, left, query_of, request},
        visit::{Done, Posted, Visit, problems},
    },
    agenda,
    asked::{self, SILENT},
    event_id, organised,
};

/// How many people stand on a page.
const SIZE: i32 = 50;

const STATES: [State; 6] = [
    State::Pending,
    State::Confirmed,
    State::Waitlisted,
    State::Offered,
    State::Declined,
    State::Cancelled,
];

/// Who registered.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &id, &Typed(asked), None, &[]).await)
}

/// What the address filters by.
pub(super) fn filter(asked: &Typed) -> Filter {
    let state = STATES.into_iter().find(|state| in_words(state) == asked.get("state"));
    let session = asked.get("session").parse().ok();
    let is_excused = asked.is("state", "excused");
    Filter { state, search: asked.filled("search"), session, is_excused, ..Filter::default() }
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    act: Option<&str>,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    ctx.may(&Ask::SeeRegistrants { event: &at.event.facts })?;
    let key = at.event.id;
    let kept = ["search", "state", "session", "sort"].map(|name| (name, typed.get(name)));
    let path = format!("/events/{id}/people");
    let is_silent = typed.is("state", SILENT);
    let (mut people, mut silent, total, pager) = if is_silent {
        let listed = asked::page(ctx, key, typed, &request(typed, SIZE)).await?;
        let (pager, total) = (Pager::of(&listed, &path, &kept), listed.total);
        (Vec::new(), asked::silent(ctx, listed.into_rows()).await?, total, pager)
    } else {
        let order = if typed.is("sort", "name") { Order::ByName } else { Order::ByLine };
        let page = request(typed, SIZE);
        let mut pages =
            registration::list_of_events(ctx, &[key], &filter(typed), order, &page).await?;
        let listed = pages.remove(&key).unwrap_or_else(domain::page::Page::empty);
        let (pager, total) = (Pager::of(&listed, &path, &kept), listed.total);
        (coming(ctx, key, listed.into_rows()).await?, Vec::new(), total, pager)
    };
    let registered = people.iter_mut().map(|one| &mut one.registration);
    let registered = registered.map(|one| (one.member_id, &mut one.name));
    let invited = silent.iter_mut().map(|one| (one.asked.member_id, &mut one.asked.name));
    call(ctx, registered.chain(invited)).await?;
    let event = &at.event;
    let capacities = [event.capacity_on_site, event.capacity_online];
    let is_counted = capacities.iter().flatten().count() > 0 && event.mode != event::Mode::Both;
    let places = is_counted.then(|| capacities.into_iter().flatten().map(i64::from).sum());
    let found = found(ctx, typed).await?;
    let sessions = agenda(ctx, event).await?;
    let page = PeoplePage {
        frame: &visit.frame,
        head: at.head(Tab::People),
        typed,
        problems,
        act,
        tally: registration::tally(ctx, &at.event.facts).await?,
        asked: event::asked_tally(ctx, &at.event.facts).await?,
        places,
        people: &people,
        silent: is_silent.then_some(silent.as_slice()),
        total: total.unwrap_or_default(),
        pager,
        found: found.as_deref(),
        has_questions: question::of_events(ctx, &[key]).await?.values().any(|of| !of.is_empty()),
        sessions: &sessions,
        filters: query_of(&kept),
        list: here(typed, &kept),
    };
    Ok(page.to_html())
}

/// Those who registered, with where they work and what they answered.
pub(super) async fn coming(
    ctx: &Context,
    event: uuid::Uuid,
    registrations: Vec<Registration>,
) -> Result<Vec<Coming>, Halt> {
    let members: Vec<_> = registrations.iter().map(|one| one.member_id).collect();
    let ids: Vec<_> = registrations.iter().map(|one| one.id).collect();
    let mut employers = employment::employers_of(ctx, &members).await?;
    let questions = question::of_events(ctx, &[event]).await?.remove(&event).unwrap_or_default();
    let mut answers = registration::answers_of(ctx, &ids).await?;
    let mut noted = attendance::of_registrations(ctx, &ids).await?;
    let mut choices = registration::choices_of(ctx, &ids).await?;
    let agenda = session::of_events(ctx, &[event]).await?.remove(&event).unwrap_or_default();
    let chosen = |choice: registration::Choice| {
        let session = agenda.iter().find(|session| session.id == choice.session_id)?;
        Some((session.title.clone(), choice.state == ChoiceState::Waitlisted))
    };
    let prompt =
        |id| questions.iter().find(|question| question.id == id).map(|found| found.prompt.clone());
    let known = member::by_ids(ctx, &members).await?;
    let coming = registrations.into_iter().map(|registration| {
        let answers = answers.remove(&registration.id).unwrap_or_default();
        let answers = answers.into_iter().filter_map(|answer| {
            let value = match answer.value.as_str() {
                "yes" => "oui".to_owned(),
                "no" => "non".to_owned(),
                _ => answer.value,
            };
            Some((prompt(answer.question_id)?, value))
        });
        let noted = noted.remove(&registration.id).unwrap_or_default();
        let excuse = noted
            .into_iter()
            .find(|noted| noted.session_id.is_none() && noted.state == attendance::State::Excused);
        Coming {
            excuse,
            employers: employers.remove(&registration.member_id).unwrap_or_default().join(", "),
            answers: answers.collect(),
            is_known: known.contains_key(&registration.member_id),
            sessions: choices
                .remove(&registration.id)
                .unwrap_or_default()
                .into_iter()
                .filter_map(chosen)
                .collect(),
            registration,
        }
    });
    Ok(coming.collect())
}

/// Back to the list, or the list again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    act: &'static str,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(back(&format!("/events/{id}/people"), typed), notice));
    };
    let wrong = problems(error)?;
    // What the list was asked for stands again beside what was typed in the form.
    let again = left(typed).0.into_iter().chain(typed.0.iter().cloned());
    Ok(Done::Again(page(visit, id, &Typed(again.collect()), Some(act), &wrong).await?))
}

/// The registration of this event that the form is about.
async fn chosen(visit: &Visit, id: &str, typed: &Typed) -> Result<RegistrationId, Halt> {
    let event = organised(&visit.ctx, id).await?.event;
    let chosen: RegistrationId = typed.get("registration").parse().map_err(|_| Denied::Hidden)?;
    let registration = registration::load(&visit.ctx, chosen).await?;
    if registration.event_id != event.id {
        return Err(Denied::Hidden.into());
    }
    Ok(chosen)
}

fn reason(typed: &Typed) -> Option<String> {
    typed.filled("reason")
}

/// An organiser says yes.
#[handler]
pub(in crate::page) async fn approve(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(approving(&visit, &id, &typed).await)
}

async fn approving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let chosen = chosen(visit, id, typed).await?;
    let outcome = registration::approve(&visit.ctx, chosen).await;
    told(visit, id, typed, "approve", outcome, "person-approved").await
}

/// An organiser says no.
#[handler]
pub(in crate::page) async fn decline(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(declining(&visit, &id, &typed).await)
}

async fn declining(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = chosen(visit, id, typed).await?;
    let asked = Decline { registration, reason: reason(typed) };
    let outcome = registration::decline(&visit.ctx, asked).await;
    told(visit, id, typed, "decline", outcome, "person-declined").await
}

/// An organiser takes someone's registration back.
#[handler]
pub(in crate::page) async fn cancel(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(cancelling(&visit, &id, &typed).await)
}

async fn cancelling(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let registration = chosen(visit, id, typed).await?;
    let outcome =
        registration::cancel(&visit.ctx, Cancel { registration, reason: reason(typed) }).await;
    told(visit, id, typed, "cancel", outcome, "person-cancelled").await
}

/// An organiser registers someone.
#[handler]
pub(in crate::page) async fn register(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(registering(&visit, &id, &typed).await)
}

async fn registering(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    organised(&visit.ctx, id).await?;
    let attends = match typed.get("attends") {
        "on_site" => Some(Attends::OnSite),
        "online" => Some(Attends::Online),
        _ => None,
    };
    let member = typed.get("memberId").parse().map_err(|_| Denied::Hidden)?;
    let asked = Create { member: Some(member), attends, ..Create::oneself(event_id(id)?) };
    let outcome = registration::create(&visit.ctx, asked).await;
    told(visit, id, typed, "register", outcome, "person-registered").await
}
