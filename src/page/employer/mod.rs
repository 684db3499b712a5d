//! The pages of an employer: what it is, its staff, its meetings, its places, who acts for it.

pub(super) mod calendar;
mod decision;
pub(super) mod list;
pub(super) mod manager;
pub(super) mod new;
pub(super) mod place;
pub(super) mod record;
pub(super) mod staff;

use domain::{
    context::Context,
    employer::{self, Employer},
    employer_manager::{self, EmployerManager},
    employment::{self, Staff, StaffFilter, Status},
    error::{Denied, Halt},
    id::EmployerId,
    member,
    page::{Page, Request},
    policy::Ask,
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::pages::{
    Problem, Typed,
    employer::{EmployerPage, EmployerTab, EmployerTabs},
};

use super::visit::Visit;

pub(super) use decision::{confirm_employment, confirm_manager, refuse_employment, refuse_manager};

/// The employer of this address.
async fn found(ctx: &Context, id: &str) -> Result<Employer, Halt> {
    let id: EmployerId = id.parse().map_err(|_| Denied::Hidden)?;
    employer::load(ctx, id).await
}

/// The employer of this address, when this asker may see its staff.
async fn staffed(ctx: &Context, id: &str) -> Result<Employer, Halt> {
    let employer = found(ctx, id).await?;
    ctx.may(&Ask::SeeStaff { employer: employer.id, networks: &employer.networks })?;
    Ok(employer)
}

/// The employer of this address, when this asker may change its record.
async fn edited(ctx: &Context, id: &str) -> Result<Employer, Halt> {
    let employer = found(ctx, id).await?;
    ctx.may(&Ask::EditEmployer { employer: employer.id, networks: &employer.networks })?;
    Ok(employer)
}

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
    let employer = found(ctx, id).await?;
    let networks = &employer.networks;
    let declared = declared(ctx, employer.id).await?;
    let ids: Vec<_> = declared.iter().map(|staff| staff.member.id).collect();
    let facts = member::facts(ctx, ctx.db(), &ids).await?;
    let decides = |staff: &&Staff| {
        facts.get(&staff.member.id).is_some_and(|member| {
            ctx.may(&Ask::DecideEmployment { employer: employer.id, member }).is_ok()
        })
    };
    let managers = managers(ctx, &employer).await?;
    let page = EmployerPage {
        frame: &visit.frame,
        employer: &employer,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Presentation),
        declared: declared.iter().filter(decides).collect(),
        managers: managers.iter().filter(is_confirmed).collect(),
        claims: managers.iter().filter(|claim| decides_claim(ctx, claim, networks)).collect(),
        refused,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// Who says that they work there, and was not answered.
async fn declared(ctx: &Context, employer: Uuid) -> Result<Vec<Staff>, Halt> {
    let filter = StaffFilter::of(Status::Declared);
    let found = employment::staff(ctx, &[employer], &filter, &Request::first(100)).await?;
    Ok(found.into_values().flat_map(Page::into_rows).collect())
}

async fn managers(ctx: &Context, employer: &Employer) -> Result<Vec<EmployerManager>, Halt> {
    let page = Request::first(100);
    let found = employer_manager::list_of_employers(ctx, &[employer.id], &page).await?;
    Ok(found.into_values().flat_map(Page::into_rows).collect())
}

fn is_confirmed(manager: &&EmployerManager) -> bool {
    manager.state == employer_manager::State::Confirmed
}

/// Whether this asker answers whether somebody acts for the employer.
fn decides_claim(ctx: &Context, claim: &EmployerManager, networks: &[Uuid]) -> bool {
    let (employer, member) = (claim.employer_id, Some(claim.member_id));
    claim.state == employer_manager::State::Claimed
        && ctx.may(&Ask::DecideManager { employer, member, networks }).is_ok()
}
