//! Where one works, saying so, and ending it.

use domain::{
    context::Context,
    employer, employer_manager,
    employment::{self, Change, Declare, Employment, Status},
    error::{Denied, Halt},
    id::{EmployerId, EmploymentId},
    network::{self, Network},
    page::{Page, Request},
    patch::Patch,
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
use web::pages::{
    Problem, Typed,
    me::{EmploymentsPage, Worked},
};

use crate::page::{
    day::{day, required_day},
    visit::{Done, Posted, Visit, problems},
};

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
    let is_in_vain = found.as_ref().is_some_and(Vec::is_empty);
    let adds_in = if is_in_vain { organised(ctx).await? } else { Vec::new() };
    let today = ctx.today();
    let page = EmploymentsPage {
        frame: &visit.frame,
        jobs: jobs
            .iter()
            .filter_map(|employment| {
                let employer = employers.get(&employment.employer_id)?;
                let is_open = employment.ended_on.is_none_or(|ended_on| ended_on > today);
                let is_ahead = employment.started_on > today;
                let is_own = ctx.standing().manages.contains(&employer.id);
                let decides = is_own || ctx.standing().is_administrator;
                Some(Worked { employment, employer, is_open, is_ahead, decides })
            })
            .collect(),
        managed: managed
            .iter()
            .filter_map(|manager| Some((manager, employers.get(&manager.employer_id)?)))
            .collect(),
        search,
        found: found.as_deref(),
        adds_in: adds_in.iter().collect(),
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

/// The open networks that this person runs: there they may write down an employer.
async fn organised(ctx: &Context) -> Result<Vec<Network>, Halt> {
    let held = ctx.standing().held.iter().map(|held| held.network_id);
    let may_add = |network: &Uuid| ctx.may(&Ask::CreateEmployer { network: *network }).is_ok();
    let ids: Vec<_> = held.filter(may_add).collect();
    let mut networks: Vec<_> = network::by_ids(ctx, &ids).await?.into_values().collect();
    networks.retain(|network| network.archived_at.is_none());
    networks.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(networks)
}

fn declared(typed: &Typed) -> Result<Declare, Problem> {
    let words = "Choisissez la structure.".to_owned();
    let missing = Problem { field: Some("employerId".into()), words };
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

/// The job of this identifier, when it is one's own.
async fn own(visit: &Visit, id: &str) -> Result<Employment, Halt> {
    let id: EmploymentId = id.parse().map_err(|_| Denied::Hidden)?;
    let me = visit.ctx.member()?;
    let found = employment::by_ids(&visit.ctx, &[id.uuid()]).await?.remove(&id.uuid());
    Ok(found.filter(|found| found.member_id == me.uuid()).ok_or(Denied::Hidden)?)
}

fn changed(typed: &Typed) -> Result<Change, Problem> {
    Ok(Change {
        expected_revision: typed.revision(),
        job_title: Patch::Put(Some(typed.get("jobTitle").to_owned())),
        started_on: Some(required_day(typed, "startedOn")?),
        ended_on: Patch::Put(day(typed, "endedOn")?),
    })
}

/// Someone mends what is said of their job.
#[handler]
pub(crate) async fn save(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(saving(&visit, &id, &typed).await)
}

async fn saving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let before = own(visit, id).await?;
    let id = EmploymentId::of(before.id);
    let problems = match changed(typed) {
        Ok(change) => match employment::update(&visit.ctx, id, change).await {
            Ok(after) => {
                let days = |job: &Employment| (job.started_on, job.ended_on);
                let is_asked = after.status == Status::Declared && days(&after) != days(&before);
                let notice = if is_asked { "declared" } else { "saved" };
                return Ok(Done::At("/me/employments".to_owned(), notice));
            }
            Err(error) => problems(error)?,
        },
        Err(problem) => vec![problem],
    };
    Ok(Done::Again(page(visit, Some(id), typed, &problems).await?))
}

/// Someone no longer works there.
#[handler]
pub(crate) async fn end(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(ending(&visit, &id, &typed).await)
}

async fn ending(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let id = EmploymentId::of(own(visit, id).await?.id);
    let problems = match required_day(typed, "endedOn") {
        Ok(on) => match employment::end(&visit.ctx, id, on, typed.revision()).await {
            Ok(_) => return Ok(Done::At("/me/employments".to_owned(), "employment-ended")),
            Err(error) => problems(error)?,
        },
        Err(problem) => vec![problem],
    };
    Ok(Done::Again(page(visit, Some(id), typed, &problems).await?))
}
