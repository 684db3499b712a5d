//! Opening an event to its audience, with what its form says at that moment.

use domain::{
    error::{Error, Halt},
    event::{self, PublishRefusal},
};
use poem::{Response, handler, web::Path};
use web::pages::{Problem, Typed, event::organise::Step, notice};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    event_id,
    plan::{keep, page},
};

/// Someone publishes the event.
#[handler]
pub(in crate::page) async fn publish(
    Posted { mut visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    let done = publishing(&mut visit, &id, &typed).await;
    visit.answer(done)
}

/// What stands in the form is kept first, so that nothing of it is lost, whether or not publishing
/// is refused; who sends no form publishes the event as it is.
async fn publishing(visit: &mut Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let event = event_id(id)?;
    let is_whole = typed.revision().is_some();
    if is_whole && let Some(again) = keep(visit, id, typed).await? {
        return Ok(Done::Again(again));
    }
    let Err(error) = event::publish(&visit.ctx, event).await else {
        return Ok(Done::At(format!("/events/{id}/edit"), "published"));
    };
    let wrong = beside(error)?;
    if is_whole {
        visit.frame.notice = notice("kept-unpublished");
    }
    Ok(Done::Again(page(visit, id, None, Step::Content, &wrong).await?))
}

/// Why it is not published, each beside the input where it is put right.
fn beside(error: Error<PublishRefusal>) -> Result<Vec<Problem>, Halt> {
    let fields: Vec<_> = match &error {
        Error::Refused(refusals) => refusals.iter().map(input).collect(),
        Error::Halted(_) => Vec::new(),
    };
    let mut wrong = problems(error)?;
    for (problem, field) in wrong.iter_mut().zip(fields) {
        problem.field = field.map(Into::into);
    }
    Ok(wrong)
}

/// The input of the form where what publishing lacks is put right.
const fn input(refusal: &PublishRefusal) -> Option<&'static str> {
    match refusal {
        PublishRefusal::VenueMissing => Some("venue"),
        PublishRefusal::Over => Some("endsAt"),
        PublishRefusal::WrongState { .. } => None,
    }
}
