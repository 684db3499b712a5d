//! An employer, and the answers of those who act for it or lead its networks.

use domain::{
    employer::{self, Employer},
    employer_manager::{self, EmployerManager},
    employment::{self, Staff, StaffFilter, Status},
    error::{Denied, Error, Halt, Reason},
    id::{EmployerId, EmployerManagerId, EmploymentId},
    member,
    page::{Page, Request},
    policy::Ask,
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::pages::{Problem, Typed, employer::EmployerPage};

use super::visit::{Done, Posted, Visit, problems};

/// The employer.
#[handler]
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, None, &Typed::default(), &[]).await)
}

async fn page(
    visit: &Visit,
    id: &str,
    refused: Option<Uuid>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let id: EmployerId = id.parse().map_err(|_| Denied::Hidden)?;
    let employer = employer::load(ctx, id).await?;
    let networks = &employer.networks;
    let declared = staff(visit, id, Status::Declared).await?;
    let ids: Vec<_> = declared.iter().map(|staff| staff.member.id).collect();
    let facts = member::facts(ctx, ctx.db(), &ids).await?;
    let decides = |staff: &&Staff| {
        facts.get(&staff.member.id).is_some_and(|member| {
            ctx.may(&Ask::DecideEmployment { employer: employer.id, member }).is_ok()
        })
    };
    let sees_staff = ctx.may(&Ask::SeeStaff { employer: employer.id, networks }).is_ok();
    let staff = if sees_staff { staff(visit, id, Status::Confirmed).await? } else { Vec::new() };
    let managers = managers(visit, &employer).await?;
    let decides_claim = |claim: &&EmployerManager| {
        let member = Some(claim.member_id);
        claim.state == employer_manager::State::Claimed
            && ctx.may(&Ask::DecideManager { employer: employer.id, member, networks }).is_ok()
    };
    let confirmed =
        |manager: &&EmployerManager| manager.state == employer_manager::State::Confirmed;
    let page = EmployerPage {
        frame: &visit.frame,
        employer: &employer,
        declared: declared.iter().filter(decides).collect(),
        staff: &staff,
        managers: managers.iter().filter(confirmed).collect(),
        claims: managers.iter().filter(decides_claim).collect(),
        refused,
        typed,
        problems,
    };
    Ok(page.to_html())
}

async fn staff(visit: &Visit, id: EmployerId, status: Status) -> Result<Vec<Staff>, Halt> {
    let filter = StaffFilter { status, with_past: false };
    let found = employment::staff(&visit.ctx, &[id.uuid()], filter, &Request::first(100)).await?;
    Ok(found.into_values().flat_map(Page::into_rows).collect())
}

async fn managers(visit: &Visit, employer: &Employer) -> Result<Vec<EmployerManager>, Halt> {
    let page = Request::first(100);
    let found = employer_manager::list_of_employers(&visit.ctx, &[employer.id], &page).await?;
    Ok(found.into_values().flat_map(Page::into_rows).collect())
}

/// The page that says so, or the page again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    about: Uuid,
    typed: &Typed,
    outcome: Result<T, Error<R>>,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(format!("/employers/{id}"), "decided"));
    };
    let problems = problems(error)?;
    Ok(Done::Again(page(visit, id, Some(about), typed, &problems).await?))
}

fn employment_id(text: &str) -> Result<EmploymentId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

fn manager_id(text: &str) -> Result<EmployerManagerId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

/// Someone works there indeed.
#[handler]
pub(super) async fn confirm_employment(
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
pub(super) async fn refuse_employment(
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
pub(super) async fn confirm_manager(
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
pub(super) async fn refuse_manager(
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
