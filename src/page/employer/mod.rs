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
    employer_manager::{self, EmployerManager, State},
    employment::{self, Staff, StaffFilter, Status},
    error::{Denied, Halt},
    id::EmployerId,
    member,
    page::{Page, Request},
    policy::Ask,
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        employer::{EmployerPage, EmployerTab, EmployerTabs},
    },
};

use super::{
    list::{here, request, request_among},
    visit::{Asked, Visit},
};

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

/// How many stand on a page of those who wait for an answer, and of those who act for the employer.
const SIZE: i32 = 20;

/// The employer.
#[handler]
pub(super) async fn show(visit: Visit, Path(id): Path<String>, Asked(asked): Asked) -> Response {
    let again = Again { refused: None, typed: &Typed::default(), problems: &[] };
    visit.show(page(&visit, &id, &asked, &again).await)
}

/// A form of the page that was refused.
struct Again<'a> {
    refused: Option<Uuid>,
    typed: &'a Typed,
    problems: &'a [Problem],
}

async fn page(visit: &Visit, id: &str, asked: &Typed, again: &Again<'_>) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = found(ctx, id).await?;
    let path = format!("/employers/{id}");
    let declared = declared(ctx, employer.id, &request(asked, SIZE)).await?;
    let claims = claims(ctx, &employer, &request_among(CLAIMS, asked, SIZE)).await?;
    let cursors = |names: [&'static str; 2]| names.map(|name| (name, asked.get(name)));
    let of_claims = cursors(["claims-after", "claims-before"]);
    let told = |key: &str, total: Option<i64>| {
        locales::text(key, &[("count", total.unwrap_or_default().into())])
    };
    let declared_pager = Pager::of(&declared, &path, &of_claims)
        .named("Pages de qui indique travailler ici")
        .down_to("emplois-declares")
        .counting(told("page-persons-count", declared.total));
    let claims_pager = Pager::among(CLAIMS, &claims, &path, &cursors(["after", "before"]))
        .named("Pages des demandes à représenter la structure")
        .down_to("referents-demandes")
        .counting(told("page-requests-count", claims.total));
    let first = Request { is_counted: true, ..Request::first(SIZE) };
    let managers = managers(ctx, &employer, &first).await?;
    let page = EmployerPage {
        frame: &visit.frame,
        employer: &employer,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Presentation),
        has_more_managers: managers.has_next,
        managers: &managers.into_rows(),
        declared: &declared.into_rows(),
        declared_pager,
        claims: &claims.into_rows(),
        claims_pager,
        list: here(asked, &of_claims),
        refused: again.refused,
        typed: again.typed,
        problems: again.problems,
        today: ctx.today(),
    };
    Ok(page.to_html())
}

/// How the cursors of the list of claims begin.
const CLAIMS: &str = "claims-";

/// Who says that they work there, and waits for this asker's answer.
async fn declared(ctx: &Context, employer: Uuid, page: &Request) -> Result<Page<Staff>, Halt> {
    if ctx.standing().someone().is_err() {
        return Ok(Page::empty());
    }
    let filter = StaffFilter { may_decide: true, ..StaffFilter::of(Status::Declared) };
    let found = employment::staff(ctx, &[employer], &filter, page).await?;
    let mut found = found.into_values().next().unwrap_or_else(Page::empty);
    let ids: Vec<_> = found.items.iter().map(|(_, staff)| staff.member.id).collect();
    let facts = member::facts(ctx, ctx.db(), &ids).await?;
    found.items.retain(|(_, staff)| {
        facts
            .get(&staff.member.id)
            .is_some_and(|member| ctx.may(&Ask::DecideEmployment { employer, member }).is_ok())
    });
    Ok(found)
}

/// Who asks to act for it, and waits for this asker's answer.
async fn claims(
    ctx: &Context,
    employer: &Employer,
    page: &Request,
) -> Result<Page<EmployerManager>, Halt> {
    let (networks, me) = (&employer.networks, ctx.standing().member);
    let decides = |member: Option<Uuid>| {
        ctx.may(&Ask::DecideManager { employer: employer.id, member, networks }).is_ok()
    };
    if !decides(None) {
        return Ok(Page::empty());
    }
    let filter = employer_manager::Filter {
        state: Some(State::Claimed),
        except: me.filter(|_| !decides(me)),
        ..employer_manager::Filter::default()
    };
    those(ctx, employer, &filter, page).await
}

/// Who acts for it, as far as this asker may see.
async fn managers(
    ctx: &Context,
    employer: &Employer,
    page: &Request,
) -> Result<Page<EmployerManager>, Halt> {
    let filter = employer_manager::Filter {
        state: Some(State::Confirmed),
        ..employer_manager::Filter::default()
    };
    those(ctx, employer, &filter, page).await
}

async fn those(
    ctx: &Context,
    employer: &Employer,
    filter: &employer_manager::Filter,
    page: &Request,
) -> Result<Page<EmployerManager>, Halt> {
    let found = employer_manager::list_of_employers(ctx, &[employer.id], filter, page).await?;
    Ok(found.into_values().next().unwrap_or_else(Page::empty))
}
