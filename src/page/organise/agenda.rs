//! The agenda's editor: adding, changing, moving and taking off sessions.

use domain::{
    context::Context,
    error::{Denied, Error, Halt},
    id::SessionId,
    patch::Patch,
    session::{self, Change, Session, Speaker, UpdateRefusal},
    sheet,
};
use poem::{Response, handler, web::Path};
use web::{
    pages::{
        Problem, Typed,
        event::organise::{AgendaPage, Difference, Slot, Tab},
    },
    words,
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    Organised, agenda, event_id, organised,
    plan::{number, when},
};

/// The editor.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, None, &[], &[]).await)
}

/// The editor; what was typed stands in the form that it came from.
async fn page(
    visit: &Visit,
    id: &str,
    typed: Option<&Typed>,
    problems: &[Problem],
    differences: &[Difference],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    let sessions = agenda(ctx, &at.event).await?;
    let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
    let held = session::places(ctx.db(), &ids).await?;
    let head = at.head(Tab::Agenda);
    let fresh = next_slot(&at, &sessions);
    let zone = words::zone(&at.event);
    let days: std::collections::HashSet<_> =
        sessions.iter().map(|one| one.starts_at.with_timezone(&zone).date_naive()).collect();
    let mut slots: Vec<_> = sessions
        .into_iter()
        .map(|session| {
            let taken = held.get(&session.id).map_or(0, |held| held.taken);
            Slot::new(&head, session, taken)
        })
        .collect();
    let refused = typed.map(|typed| typed.get("session")).filter(|id| !id.is_empty());
    if let (Some(refused), Some(typed)) = (refused, typed) {
        let is_it = |slot: &&mut Slot| SessionId::of(slot.session.id).to_string() == refused;
        // Moving and taking off come without the fields.
        if let Some(slot) = slots.iter_mut().find(is_it).filter(|_| typed.find("title").is_some()) {
            slot.kept.typed = typed.clone();
        }
    }
    let page = AgendaPage {
        frame: &visit.frame,
        head,
        slots: &slots,
        fresh: typed.filter(|_| refused.is_none()).unwrap_or(&fresh),
        refused,
        problems,
        differences,
        has_days: days.len() > 1,
    };
    Ok(page.to_html())
}

/// What the form for a new session shows: the hour after the last one, or the event's first.
fn next_slot(at: &Organised, sessions: &[Session]) -> Typed {
    let last = sessions.iter().map(|session| session.ends_at).max();
    let begins = last.filter(|end| *end < at.event.ends_at).unwrap_or(at.event.starts_at);
    let ends = (begins + chrono::TimeDelta::hours(1)).min(at.event.ends_at);
    let zone = words::zone(&at.event);
    let local = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
    };
    let fields = [("startsAt", local(begins)), ("endsAt", local(ends))];
    Typed(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// What the form says, and what of it cannot be read.
fn asked(at: &Organised, typed: &Typed, before: &[Speaker]) -> (Change, Vec<Problem>) {
    let mut wrong = Vec::new();
    let zone = words::zone(&at.event);
    let mut moment = |name: &'static str| {
        let at = sheet::moment(typed.get(name), zone);
        if at.is_none() {
            wrong.push(when(name));
        }
        at
    };
    let (starts_at, ends_at) = (moment("startsAt"), moment("endsAt"));
    let names = typed.get("speakers").lines().map(str::trim).filter(|name| !name.is_empty());
    let speakers = names.map(|name| {
        let known = before.iter().find(|speaker| speaker.name == name);
        let member_id = known.and_then(|speaker| speaker.member_id);
        Speaker { name: name.to_owned(), member_id }
    });
    let change = Change {
        title: Some(typed.get("title").to_owned()),
        description: Some(typed.get("description").replace("\r\n", "\n")),
        starts_at,
        ends_at,
        room: Patch::Put(Some(typed.get("room").to_owned())),
        speakers: Some(speakers.collect()),
        capacity: Patch::Put(number(typed, "capacity", &mut wrong)),
        rank: None,
    };
    (change, wrong)
}

fn done(id: &str, notice: &'static str) -> Done {
    Done::At(format!("/events/{id}/agenda"), notice)
}

/// Someone adds a session.
#[handler]
pub(in crate::page) async fn create(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(creating(&visit, &id, &typed).await)
}

async fn creating(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let at = organised(&visit.ctx, id).await?;
    let (change, mut wrong) = asked(&at, typed, &[]);
    if wrong.is_empty() {
        match session::create(&visit.ctx, event_id(id)?, change).await {
            Ok(_) => return Ok(done(id, "session-saved")),
            Err(error) => wrong = problems(error)?,
        }
    }
    Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?))
}

/// The session of this event that the form is about, and its agenda.
async fn chosen(
    ctx: &Context,
    at: &Organised,
    typed: &Typed,
) -> Result<(Session, Vec<Session>), Halt> {
    let id: SessionId = typed.get("session").parse().map_err(|_| Denied::Hidden)?;
    let sessions = agenda(ctx, &at.event).await?;
    let session = sessions.iter().find(|session| session.id == id.uuid()).cloned();
    Ok((session.ok_or(Denied::Hidden)?, sessions))
}

/// Someone changes a session, or moves it among those that begin with it.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &id, &typed).await)
}

async fn saving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let at = organised(&visit.ctx, id).await?;
    let (session, sessions) = chosen(&visit.ctx, &at, typed).await?;
    let key = SessionId::of(session.id);
    if let Some(to) = typed.find("to") {
        let mut round: Vec<_> =
            sessions.iter().filter(|other| other.round == session.round).collect();
        let here = round.iter().position(|other| other.id == session.id);
        if let Some((one, other)) = neighbours(here, to, round.len()) {
            round.swap(one, other);
        }
        for (rank, moved) in (0..).zip(round).filter(|(rank, moved)| moved.rank != *rank) {
            let change = Change { rank: Some(rank), ..Change::default() };
            let moved = session::update(&visit.ctx, SessionId::of(moved.id), None, change).await;
            if let Err(error) = moved {
                let wrong = problems(error)?;
                return Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?));
            }
        }
        return Ok(Done::At(format!("/events/{id}/agenda#{key}"), "moved"));
    }
    let (change, mut wrong) = asked(&at, typed, &session.speakers);
    if wrong.is_empty() {
        let kept = slot(&at, session).kept;
        // Others may have changed the rest of the event: only this session matters here.
        let expected = if kept.is_as_seen(typed) {
            Some(at.event.revision)
        } else {
            typed.get("expectedRevision").parse().ok()
        };
        match session::update(&visit.ctx, key, expected, change).await {
            Ok(_) => return Ok(done(id, "session-saved")),
            Err(Error::Refused(reasons))
                if matches!(reasons[..], [UpdateRefusal::Stale { .. }]) =>
            {
                return Ok(Done::Again(both_versions(visit, id, typed).await?));
            }
            Err(error) => wrong = problems(error)?,
        }
    }
    Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?))
}

/// A session as its form shows it.
fn slot(at: &Organised, session: Session) -> Slot {
    Slot::new(&at.head(Tab::Agenda), session, 0)
}

/// Somebody else saved this session first: what each of them wrote, and the form with what this
/// person typed.
async fn both_versions(visit: &Visit, id: &str, typed: &Typed) -> Result<String, Halt> {
    let at = organised(&visit.ctx, id).await?;
    let (session, _) = chosen(&visit.ctx, &at, typed).await?;
    let kept = slot(&at, session).kept;
    let (differences, typed) = (kept.differences(typed), kept.retyped(typed));
    page(visit, id, Some(&typed), &[], &differences).await
}

/// The two places that change with one another.
pub(super) fn neighbours(here: Option<usize>, to: &str, count: usize) -> Option<(usize, usize)> {
    let here = here?;
    let there = if to == "up" { here.checked_sub(1)? } else { here + 1 };
    (there < count).then_some((here, there))
}

/// Someone takes a session off.
#[handler]
pub(in crate::page) async fn remove(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(removing(&visit, &id, &typed).await)
}

async fn removing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let at = organised(&visit.ctx, id).await?;
    let (session, _) = chosen(&visit.ctx, &at, typed).await?;
    let wrong = if typed.is("isSure", "yes") {
        match session::delete(&visit.ctx, SessionId::of(session.id)).await {
            Ok(_) => return Ok(done(id, "session-removed")),
            Err(error) => problems(error)?,
        }
    } else {
        vec![Problem { field: None, words: locales::text("page-unsure-removal", &[]) }]
    };
    Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?))
}
