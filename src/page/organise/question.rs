//! The questions to those who register: adding, changing, moving and taking away.

use domain::{
    context::Context,
    error::{Denied, Error, Halt},
    event::Event,
    id::QuestionId,
    question::{self, Change, Question, UpdateRefusal},
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    event::organise::{Difference, Put, QuestionsPage, Tab, question_kind},
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    agenda::neighbours,
    event_id, organised,
};

/// The questions.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, None, &[], &[]).await)
}

async fn questions(ctx: &Context, event: &Event) -> Result<Vec<Question>, Halt> {
    Ok(question::of_events(ctx, &[event.id]).await?.remove(&event.id).unwrap_or_default())
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: Option<&Typed>,
    problems: &[Problem],
    differences: &[Difference],
) -> Result<String, Halt> {
    let at = organised(&visit.ctx, id).await?;
    let found = questions(&visit.ctx, &at.event).await?;
    let mut put: Vec<_> =
        found.into_iter().map(|question| Put::new(at.event.revision, question)).collect();
    let refused = typed.map(|typed| typed.get("question")).filter(|id| !id.is_empty());
    if let (Some(refused), Some(typed)) = (refused, typed) {
        let is_it = |put: &&mut Put| QuestionId::of(put.question.id).to_string() == refused;
        if let Some(put) = put.iter_mut().find(is_it).filter(|_| typed.find("prompt").is_some()) {
            put.kept.typed = typed.clone();
        }
    }
    let fresh = Typed::default();
    let page = QuestionsPage {
        frame: &visit.frame,
        head: at.head(Tab::Questions),
        questions: &put,
        fresh: typed.filter(|_| refused.is_none()).unwrap_or(&fresh),
        refused,
        problems,
        differences,
    };
    Ok(page.to_html())
}

/// What the form says.
fn asked(typed: &Typed) -> Change {
    let choices = typed.get("choices").lines().map(str::trim).filter(|choice| !choice.is_empty());
    Change {
        prompt: Some(typed.get("prompt").to_owned()),
        kind: question_kind(typed.get("kind")),
        choices: Some(choices.map(str::to_owned).collect()),
        is_required: Some(typed.is("isRequired", "yes")),
        is_sensitive: Some(typed.is("isSensitive", "yes")),
        rank: None,
    }
}

fn done(id: &str, notice: &'static str) -> Done {
    Done::At(format!("/events/{id}/questions"), notice)
}

/// Someone adds a question.
#[handler]
pub(in crate::page) async fn create(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(creating(&visit, &id, &typed).await)
}

async fn creating(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    match question::create(&visit.ctx, event_id(id)?, asked(typed)).await {
        Ok(_) => Ok(done(id, "question-saved")),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?))
        }
    }
}

/// The question of this event that the form is about, and all of them.
async fn chosen(
    visit: &Visit,
    id: &str,
    typed: &Typed,
) -> Result<(QuestionId, Vec<Question>), Halt> {
    let at = organised(&visit.ctx, id).await?;
    let chosen: QuestionId = typed.get("question").parse().map_err(|_| Denied::Hidden)?;
    let all = questions(&visit.ctx, &at.event).await?;
    if all.iter().all(|question| question.id != chosen.uuid()) {
        return Err(Denied::Hidden.into());
    }
    Ok((chosen, all))
}

/// Someone changes a question, or moves it among the others.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &id, &typed).await)
}

async fn saving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (chosen, mut all) = chosen(visit, id, typed).await?;
    if typed.find("to").is_none() {
        return rewriting(visit, id, typed, chosen).await;
    }
    let here = all.iter().position(|question| question.id == chosen.uuid());
    if let Some((one, other)) = neighbours(here, typed.get("to"), all.len()) {
        all.swap(one, other);
    }
    let moved = (0..).zip(&all).filter(|(rank, question)| question.rank != *rank);
    for (rank, question) in moved {
        let question = QuestionId::of(question.id);
        let change = Change { rank: Some(rank), ..Change::default() };
        if let Err(error) = question::update(&visit.ctx, question, None, change).await {
            let wrong = problems(error)?;
            return Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?));
        }
    }
    Ok(Done::At(format!("/events/{id}/questions#{chosen}"), "moved"))
}

/// A question of this event as its form shows it.
async fn kept(visit: &Visit, id: &str, question: QuestionId) -> Result<(i32, Put), Halt> {
    let at = organised(&visit.ctx, id).await?;
    let all = questions(&visit.ctx, &at.event).await?;
    let found = all.into_iter().find(|one| one.id == question.uuid()).ok_or(Denied::Hidden)?;
    Ok((at.event.revision, Put::new(at.event.revision, found)))
}

async fn rewriting(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    chosen: QuestionId,
) -> Result<Done, Halt> {
    let (revision, known) = kept(visit, id, chosen).await?;
    // Others may have changed the rest of the event: only this question matters here.
    let expected = if known.kept.is_as_seen(typed) {
        Some(revision)
    } else {
        typed.get("expectedRevision").parse().ok()
    };
    match question::update(&visit.ctx, chosen, expected, asked(typed)).await {
        Ok(_) => Ok(Done::At(format!("/events/{id}/questions#{chosen}"), "question-saved")),
        Err(Error::Refused(reasons)) if matches!(reasons[..], [UpdateRefusal::Stale { .. }]) => {
            let (_, now) = kept(visit, id, chosen).await?;
            let (differences, typed) = (now.kept.differences(typed), now.kept.retyped(typed));
            Ok(Done::Again(page(visit, id, Some(&typed), &[], &differences).await?))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?))
        }
    }
}

/// Someone takes a question away.
#[handler]
pub(in crate::page) async fn remove(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(removing(&visit, &id, &typed).await)
}

async fn removing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (chosen, _) = chosen(visit, id, typed).await?;
    let wrong = if typed.is("isSure", "yes") {
        match question::delete(&visit.ctx, chosen).await {
            Ok(_) => return Ok(done(id, "question-removed")),
            Err(error) => problems(error)?,
        }
    } else {
        vec![Problem { field: None, words: locales::text("page-unsure-removal", &[]) }]
    };
    Ok(Done::Again(page(visit, id, Some(typed), &wrong, &[]).await?))
}
