//! Whether somebody works for an employer, or acts for it: the answers.

use domain::{
    employer_manager, employment,
    error::{Denied, Error, Halt, Reason},
    id::{EmployerManagerId, EmploymentId},
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::pages::Typed;

use super::{
    super::{
        list::{back, left},
        visit::{Done, Posted, Visit, problems},
    },
    Again, page,
};

/// The page that says so, or the page again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    about: Uuid,
    typed: &Typed,
    outcome: Result<T, Error<R>>,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(back(&format!("/employers/{id}"), typed), "decided"));
    };
    let wrong = problems(error)?;
    let again = Again { refused: Some(about), typed, problems: &wrong };
    Ok(Done::Again(page(visit, id, &left(typed), &again).await?))
}

fn employment_id(text: &str) -> Result<EmploymentId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

fn manager_id(text: &str) -> Result<EmployerManagerId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

/// Someone works there indeed.
#[handler]
pub(in crate::page) async fn confirm_employment(
    Posted { visit, typed }: Posted,
    Path((id, employment)): Path<(String, String)>,
) -> Response {
    visit.answer(confirming_employment(&visit, &id, &employment, &typed).await)
}

async fn confirming_employment(
    visit: &Visit,
    id: &str,
    employment: &str,
    typed: &Typed,
) -> Result<Done, Halt> {
    let employment = employment_id(employment)?;
    let outcome = employment::confirm(&visit.ctx, employment).await;
    told(visit, id, employment.uuid(), typed, outcome).await
}

/// Someone does not work there.
#[handler]
pub(in crate::page) async fn refuse_employment(
    Posted { visit, typed }: Posted,
    Path((id, employment)): Path<(String, String)>,
) -> Response {
    visit.answer(refusing_employment(&visit, &id, &employment, &typed).await)
}

async fn refusing_employment(
    visit: &Visit,
    id: &str,
    employment: &str,
    typed: &Typed,
) -> Result<Done, Halt> {
    let employment = employment_id(employment)?;
    let outcome = employment::refuse(&visit.ctx, employment, typed.get("reason")).await;
    told(visit, id, employment.uuid(), typed, outcome).await
}

/// Someone acts for it from now on.
#[handler]
pub(in crate::page) async fn confirm_manager(
    Posted { visit, typed }: Posted,
    Path((id, manager)): Path<(String, String)>,
) -> Response {
    visit.answer(confirming_manager(&visit, &id, &manager, &typed).await)
}

async fn confirming_manager(
    visit: &Visit,
    id: &str,
    manager: &str,
    typed: &Typed,
) -> Result<Done, Halt> {
    let manager = manager_id(manager)?;
    let outcome = employer_manager::confirm(&visit.ctx, manager).await;
    told(visit, id, manager.uuid(), typed, outcome).await
}

/// Someone does not act for it.
#[handler]
pub(in crate::page) async fn refuse_manager(
    Posted { visit, typed }: Posted,
    Path((id, manager)): Path<(String, String)>,
) -> Response {
    visit.answer(refusing_manager(&visit, &id, &manager, &typed).await)
}

async fn refusing_manager(
    visit: &Visit,
    id: &str,
    manager: &str,
    typed: &Typed,
) -> Result<Done, Halt> {
    let manager = manager_id(manager)?;
    let outcome = employer_manager::refuse(&visit.ctx, manager, typed.get("reason")).await;
    told(visit, id, manager.uuid(), typed, outcome).await
}
