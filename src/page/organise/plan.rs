//! Changing an event, and what becomes of it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    clock::FEDERATION_ZONE,
    error::{Error, Halt, Reason},
    event::{self, Change, Postpone, Update, UpdateRefusal},
    id::EventId,
    patch::Patch,
    question, registration,
    reminder::Rule,
    sheet,
};
use poem::{Response, handler, web::Path};
use web::{
    pages::{
        Problem, Typed,
        event::organise::{
            Difference, PlanPage, Step, Tab, audience, differences, kind, mode, typed_of,
            visibility,
        },
        notice,
    },
    words,
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    Organised, agenda, event_id, hosts,
    list::possible_hosts,
    organised,
};

/// The event's form.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, None, Step::Content, &[]).await)
}

pub(super) async fn page(
    visit: &Visit,
    id: &str,
    typed: Option<&Typed>,
    step: Step,
    problems: &[Problem],
) -> Result<String, Halt> {
    let found = organised(&visit.ctx, id).await?;
    let kept = typed_of(&found.event);
    // Another form than the content's was sent: it keeps its own words, and the content what it is.
    let shown = match (typed, step) {
        (Some(typed), Step::Content) => typed.clone(),
        (Some(typed), _) => Typed(typed.0.iter().chain(&kept.0).cloned().collect()),
        (None, _) => kept,
    };
    written(visit, &found, &shown, step, problems, &[]).await
}

async fn written(
    visit: &Visit,
    found: &Organised,
    typed: &Typed,
    step: Step,
    problems: &[Problem],
    differences: &[Difference],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let hosts = possible_hosts(ctx, &found.event.facts.hosts).await?;
    let Some(network) = found.hosts.first() else {
        return Err(domain::error::Denied::Hidden.into());
    };
    let drafted = [found.event.id].into_iter().filter(|_| found.event.published_at.is_none());
    let asked = question::of_events(ctx, &drafted.collect::<Vec<_>>()).await?;
    let page = PlanPage {
        frame: &visit.frame,
        head: Some(found.head(Tab::Edit)),
        network,
        hosts: &hosts,
        typed,
        step,
        problems,
        differences,
        tally: registration::tally(ctx, &found.event.facts).await?,
        sessions: agenda(ctx, &found.event).await?.len(),
        questions: asked.values().map(Vec::len).sum(),
    };
    Ok(page.to_html())
}

/// A moment that cannot be read.
pub(super) fn when(field: &'static str) -> Problem {
    Problem { field: Some(field.into()), words: locales::text("page-when-missing", &[]) }
}

/// The zone that was chosen.
fn zone(typed: &Typed) -> Tz {
    typed.get("timeZone").parse().unwrap_or(FEDERATION_ZONE)
}

/// A moment that may be absent.
fn optional(
    typed: &Typed,
    name: &'static str,
    problems: &mut Vec<Problem>,
) -> Patch<DateTime<Utc>> {
    let text = typed.get(name).trim();
    if text.is_empty() {
        return Patch::Put(None);
    }
    let at = sheet::moment(text, zone(typed));
    if at.is_none() {
        problems.push(when(name));
    }
    Patch::Put(at)
}

/// A number that may be absent.
pub(in crate::page) fn number(
    typed: &Typed,
    name: &'static str,
    problems: &mut Vec<Problem>,
) -> Option<i32> {
    let text = typed.get(name).trim();
    let number = text.parse().ok();
    if number.is_none() && !text.is_empty() {
        let words = locales::text("page-number-wrong", &[]);
        problems.push(Problem { field: Some(name.into()), words });
    }
    number
}

fn days(typed: &Typed, name: &'static str, problems: &mut Vec<Problem>) -> Vec<i32> {
    let parts = typed.get(name).split([',', ';', ' ']).filter(|part| !part.is_empty());
    let days: Result<Vec<i32>, _> = parts.map(str::parse).collect();
    days.unwrap_or_else(|_| {
        let words = locales::text("page-days-wrong", &[]);
        problems.push(Problem { field: Some(name.into()), words });
        Vec::new()
    })
}

/// What the form says of the event, and what of it cannot be read.
pub(super) fn asked_change(typed: &Typed) -> (Change, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = |name: &str| typed.get(name).trim().to_owned();
    let mut at = |name: &'static str| {
        let at = sheet::moment(typed.get(name), zone(typed));
        if at.is_none() {
            problems.push(when(name));
        }
        at
    };
    let (starts_at, ends_at) = (at("startsAt"), at("endsAt"));
    let rule = typed.is("reminderRule", "own").then(|| Rule {
        before_event_days: days(typed, "beforeEventDays", &mut problems),
        before_deadline_days: days(typed, "beforeDeadlineDays", &mut problems),
        offer_half: typed.is("offerHalf", "yes"),
    });
    let change = Change {
        title: Some(text("title")),
        kind: kind(typed.get("kind")),
        description: Some(typed.get("description").replace("\r\n", "\n")),
        visibility: visibility(typed.get("visibility")),
        mode: mode(typed.get("mode")),
        starts_at,
        ends_at,
        time_zone: Some(text("timeZone")).filter(|zone| !zone.is_empty()),
        is_date_tentative: Some(typed.is("isDateTentative", "yes")),
        venue: Patch::Put(Some(text("venue"))),
        venue_address: Patch::Put(Some(text("venueAddress"))),
        is_venue_tentative: Some(typed.is("isVenueTentative", "yes")),
        online_url: Patch::Put(Some(text("onlineUrl"))),
        capacity_on_site: Patch::Put(number(typed, "capacityOnSite", &mut problems)),
        capacity_online: Patch::Put(number(typed, "capacityOnline", &mut problems)),
        registration_opens_at: optional(typed, "registrationOpensAt", &mut problems),
        registration_closes_at: optional(typed, "registrationClosesAt", &mut problems),
        cancel_until: optional(typed, "cancelUntil", &mut problems),
        audience: audience(typed.get("audience")),
        needs_approval: Some(typed.is("needsApproval", "yes")),
        offer_hours: number(typed, "offerHours", &mut problems),
        reminder_rule: Patch::Put(rule),
    };
    (change, problems)
}

/// Someone saves the event's form.
#[handler]
pub(in crate::page) async fn save(
    Posted { mut visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    let saved = saving(&mut visit, &id, &typed).await;
    visit.answer(saved)
}

async fn saving(visit: &mut Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    Ok(match keep(visit, id, typed).await? {
        None => Done::At(format!("/events/{id}/edit"), "event-saved"),
        Some(again) => Done::Again(again),
    })
}

/// Keeps what was typed; or the page again, with why it is not kept.
pub(super) async fn keep(
    visit: &mut Visit,
    id: &str,
    typed: &Typed,
) -> Result<Option<String>, Halt> {
    let event = event_id(id)?;
    let before = organised(&visit.ctx, id).await?.event;
    let (content, mut wrong) = asked_change(typed);
    let ticked = hosts::ticked(typed, &before);
    wrong.extend(hosts::wrong(&visit.ctx, &before, &ticked));
    if !wrong.is_empty() {
        return Ok(Some(page(visit, id, Some(typed), Step::Content, &wrong).await?));
    }
    let asked = Update {
        expected_revision: typed.revision(),
        content,
        moves_agenda: typed.is("movesAgenda", "yes"),
    };
    match event::update(&visit.ctx, event, asked).await {
        Ok(kept) => {
            let wrong = hosts::keep(&visit.ctx, &kept, &ticked).await?;
            if wrong.is_empty() {
                return Ok(None);
            }
            visit.frame.notice = notice("kept-without-hosts");
            let typed = typed.over(kept.revision);
            Ok(Some(page(visit, id, Some(&typed), Step::Content, &wrong).await?))
        }
        Err(Error::Refused(reasons)) if matches!(reasons[..], [UpdateRefusal::Stale { .. }]) => {
            Ok(Some(both_versions(visit, id, typed).await?))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Some(page(visit, id, Some(typed), Step::Content, &wrong).await?))
        }
    }
}

/// Somebody else saved first: what each of them wrote, and the form with what this person typed.
async fn both_versions(visit: &Visit, id: &str, typed: &Typed) -> Result<String, Halt> {
    let found = organised(&visit.ctx, id).await?;
    let hosts = possible_hosts(&visit.ctx, &found.event.facts.hosts).await?;
    let differences = differences(typed, &typed_of(&found.event), &hosts);
    written(visit, &found, &typed.over(found.event.revision), Step::Content, &[], &differences)
        .await
}

/// Back to the page, or the page again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    step: Step,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else { return Ok(Done::At(format!("/events/{id}/edit"), notice)) };
    let wrong = problems(error)?;
    Ok(Done::Again(page(visit, id, Some(typed), step, &wrong).await?))
}

/// Says that a box must be ticked before something is done to many people.
fn unsure() -> Problem {
    Problem { field: Some("isSure".into()), words: locales::text("page-unsure", &[]) }
}

/// Someone puts the event off.
#[handler]
pub(in crate::page) async fn postpone(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(postponing(&visit, &id, &typed).await)
}

async fn postponing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let event = EventId::of(organised(&visit.ctx, id).await?.event.id);
    if !typed.is("isSure", "yes") {
        return Ok(Done::Again(page(visit, id, Some(typed), Step::Postpone, &[unsure()]).await?));
    }
    let zone = words::zone(&event::load(&visit.ctx, event).await?);
    let to = typed.get("newStartsAt").trim();
    let starts_at = sheet::moment(to, zone);
    if starts_at.is_none() && !to.is_empty() {
        let wrong = [when("newStartsAt")];
        return Ok(Done::Again(page(visit, id, Some(typed), Step::Postpone, &wrong).await?));
    }
    let asked = Postpone { reason: typed.get("reason").to_owned(), starts_at, ends_at: None };
    match event::postpone(&visit.ctx, event, asked).await {
        Ok(_) => Ok(Done::At(format!("/events/{id}/edit"), "postponed")),
        Err(error) => {
            let mut wrong = problems(error)?;
            for problem in &mut wrong {
                // The form beside it has another beginning.
                if problem.field.as_deref() == Some("startsAt") {
                    problem.field = Some("newStartsAt".into());
                }
            }
            Ok(Done::Again(page(visit, id, Some(typed), Step::Postpone, &wrong).await?))
        }
    }
}

/// Someone calls the event off.
#[handler]
pub(in crate::page) async fn call_off(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(calling_off(&visit, &id, &typed).await)
}

async fn calling_off(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    organised(&visit.ctx, id).await?;
    if !typed.is("isSure", "yes") {
        return Ok(Done::Again(page(visit, id, Some(typed), Step::Cancel, &[unsure()]).await?));
    }
    let reason = typed.get("reason").to_owned();
    let outcome = event::cancel(&visit.ctx, event_id(id)?, reason).await;
    told(visit, id, typed, Step::Cancel, outcome, "called-off").await
}

/// Someone says that the event took place.
#[handler]
pub(in crate::page) async fn done(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(finishing(&visit, &id, &typed).await)
}

async fn finishing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let outcome = event::mark_done(&visit.ctx, event_id(id)?).await;
    told(visit, id, typed, Step::Finish, outcome, "closed").await
}

/// Someone throws the draft away.
#[handler]
pub(in crate::page) async fn delete(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(deleting(&visit, &id, &typed).await)
}

async fn deleting(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    // Afterwards there is no event left that would say in whose affairs it was.
    let network = organised(&visit.ctx, id).await?.hosts.into_iter().next();
    let is_sure = typed.is("isConfirmed", "yes");
    match event::delete(&visit.ctx, event_id(id)?, is_sure).await {
        Ok(_) => {
            let drafts =
                network.map(|network| format!("/networks/{}/events?show=drafts", network.slug));
            Ok(Done::At(drafts.unwrap_or_else(|| "/calendar".to_owned()), "draft-deleted"))
        }
        outcome => told(visit, id, typed, Step::Delete, outcome, "draft-deleted").await,
    }
}
