//! An employer's own record: changed, closed, opened again.

use domain::{
    employer::{self, Employer, UpdateRefusal},
    error::{Error, Halt, Reason},
    id::EmployerId,
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    employer::{EmployerTab, EmployerTabs, RecordPage, change, differences, typed_of},
    event::organise::Difference,
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    edited,
};

/// The record.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(fresh(&visit, &id).await)
}

async fn fresh(visit: &Visit, id: &str) -> Result<String, Halt> {
    let employer = edited(&visit.ctx, id).await?;
    Ok(page(visit, &employer, &typed_of(&employer), &[], &[]))
}

fn page(
    visit: &Visit,
    employer: &Employer,
    typed: &Typed,
    problems: &[Problem],
    differences: &[Difference],
) -> String {
    let page = RecordPage {
        frame: &visit.frame,
        employer,
        tabs: EmployerTabs::of(&visit.ctx, employer, EmployerTab::Record),
        typed,
        problems,
        differences,
    };
    page.to_html()
}

/// Someone changes it.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &id, &typed).await)
}

async fn saving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let employer = edited(&visit.ctx, id).await?;
    match employer::update(&visit.ctx, EmployerId::of(employer.id), change(typed)).await {
        Ok(_) => Ok(Done::At(format!("/employers/{id}/record"), "saved")),
        Err(Error::Refused(reasons)) if matches!(reasons[..], [UpdateRefusal::Stale { .. }]) => {
            // Somebody else saved first: both versions, and the form with what this person typed.
            let now = edited(&visit.ctx, id).await?;
            let differences = differences(typed, &typed_of(&now));
            let typed = typed.over(now.revision);
            Ok(Done::Again(page(visit, &employer, &typed, &[], &differences)))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, &employer, typed, &wrong, &[])))
        }
    }
}

/// Someone closes it.
#[handler]
pub(in crate::page) async fn close(
    Posted { visit, .. }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(closing(&visit, &id).await)
}

async fn closing(visit: &Visit, id: &str) -> Result<Done, Halt> {
    let employer = edited(&visit.ctx, id).await?;
    let outcome = employer::archive(&visit.ctx, EmployerId::of(employer.id)).await;
    told(visit, id, outcome, "record-closed").await
}

/// Someone opens it again.
#[handler]
pub(in crate::page) async fn reopen(
    Posted { visit, .. }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(reopening(&visit, &id).await)
}

async fn reopening(visit: &Visit, id: &str) -> Result<Done, Halt> {
    let employer = edited(&visit.ctx, id).await?;
    let outcome = employer::reopen(&visit.ctx, EmployerId::of(employer.id)).await;
    told(visit, id, outcome, "record-reopened").await
}

async fn told<R: Reason>(
    visit: &Visit,
    id: &str,
    outcome: Result<Employer, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(format!("/employers/{id}/record"), notice));
    };
    let wrong = problems(error)?;
    let employer = edited(&visit.ctx, id).await?;
    Ok(Done::Again(page(visit, &employer, &typed_of(&employer), &wrong, &[])))
}
