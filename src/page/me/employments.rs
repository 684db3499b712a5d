//! Where one works, saying so, and ending it.

use chrono::NaiveDate;
use domain::{
    employer, employer_manager,
    employment::{self, Declare},
    error::{Denied, Halt},
    id::{EmployerId, EmploymentId},
    page::{Page, Request},
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::pages::{
    Problem, Typed,
    me::{EmploymentsPage, Worked},
};

use crate::page::visit::{Done, Posted, Visit, problems};

/// Today and before, and what was looked for.
#[handler]
pub(crate) async fn show(visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> Response {
    visit.show(page(&visit, None, &Typed(asked), &[]).await)
}

async fn page(
    visit: &Visit,
    refused: Option<EmploymentId>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let me = ctx.member()?.uuid();
    let jobs = employment::list_of_members(ctx, &[me], &Request::first(100)).await?;
    let jobs: Vec<_> = jobs.into_values().flat_map(Page::into_rows).collect();
    let managed = employer_manager::list_of_member(ctx, &Request::first(50)).await?.into_rows();
    let proposals = employment::proposals(ctx).await?;
    let mut ids: Vec<_> = jobs.iter().map(|job| job.employer_id).collect();
    ids.extend(managed.iter().map(|manager| manager.employer_id));
    ids.extend(proposals.iter().filter_map(|proposal| proposal.employer_id));
    let employers = employer::by_ids(ctx, &ids).await?;
    let search = typed.get("search").trim();
    let found = if search.is_empty() {
        None
    } else {
        let filter =
            employer::Filter { search: Some(search.to_owned()), ..employer::Filter::default() };
        Some(
            employer::list(ctx, &filter, employer::EmployerOrder::default(), &Request::first(20))
                .await?
                .into_rows(),
        )
    };
    let today = ctx.today();
    let page = EmploymentsPage {
        frame: &visit.frame,
        jobs: jobs
            .iter()
            .filter_map(|employment| {
                let employer = employers.get(&employment.employer_id)?;
                let is_open = employment.ended_on.is_none_or(|ended_on| ended_on > today);
                Some(Worked { employment, employer, is_open })
            })
            .collect(),
        managed: managed
            .iter()
            .filter_map(|manager| Some((manager, employers.get(&manager.employer_id)?)))
            .collect(),
        search,
        found: found.as_deref(),
        proposed: proposals
            .iter()
            .filter_map(|proposal| employers.get(&proposal.employer_id?))
            .collect(),
        refused: refused.map(EmploymentId::uuid),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// A day that was typed: none, or one, or what is no day.
fn day(typed: &Typed, field: &'static str) -> Result<Option<NaiveDate>, Problem> {
    let text = typed.get(field).trim();
    if text.is_empty() {
        return Ok(None);
    }
    let words = "Indiquez la date sous la forme jour, mois, année.".to_owned();
    text.parse().map(Some).map_err(|_| Problem { field: Some(field), words })
}

/// The same where there must be one.
fn required_day(typed: &Typed, field: &'static str) -> Result<NaiveDate, Problem> {
    let words = "Indiquez la date.".to_owned();
    day(typed, field)?.ok_or(Problem { field: Some(field), words })
}

fn declared(typed: &Typed) -> Result<Declare, Problem> {
    let words = "Choisissez la structure.".to_owned();
    let missing = Problem { field: Some("employerId"), words };
    let employer: EmployerId = typed.get("employerId").parse().map_err(|_| missing)?;
    Ok(Declare {
        member: None,
        employer,
        job_title: Some(typed.get("jobTitle").to_owned()),
        started_on: required_day(typed, "startedOn")?,
        ended_on: day(typed, "endedOn")?,
    })
}

/// Someone says where they work.
#[handler]
pub(crate) async fn declare(Posted { visit, typed }: Posted) -> Response {
    visit.answer(declaring(&visit, &typed).await)
}

async fn declaring(visit: &Visit, typed: &Typed) -> Result<Done, Halt> {
    let problems = match declared(typed) {
        Ok(asked) => match employment::declare(&visit.ctx, asked).await {
            Ok(_) => return Ok(Done::At("/me/employments".to_owned(), "declared")),
            Err(error) => problems(error)?,
        },
        Err(problem) => vec![problem],
    };
    Ok(Done::Again(page(visit, None, typed, &problems).await?))
}

/// Someone no longer works there.
#[handler]
pub(crate) async fn end(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(ending(&visit, &id, &typed).await)
}

async fn ending(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let id: EmploymentId = id.parse().map_err(|_| Denied::Hidden)?;
    let me = visit.ctx.member()?;
    let found = employment::by_ids(&visit.ctx, &[id.uuid()]).await?.remove(&id.uuid());
    found.filter(|found| found.member_id == me.uuid()).ok_or(Denied::Hidden)?;
    let problems = match required_day(typed, "endedOn") {
        Ok(on) => match employment::end(&visit.ctx, id, on).await {
            Ok(_) => return Ok(Done::At("/me/employments".to_owned(), "employment-ended")),
            Err(error) => problems(error)?,
        },
        Err(problem) => vec![problem],
    };
    Ok(Done::Again(page(visit, Some(id), typed, &problems).await?))
}
