//! Who acts for an employer: invited, asking to, stopping.

use domain::{
    context::Context,
    employer::Employer,
    employer_manager::{self, EmployerManager, Invite, State},
    error::{Denied, Error, Halt, Reason},
    id::{EmployerId, EmployerManagerId},
    network::{self, Network},
    page::Request,
    policy::Ask,
};
use poem::{Response, handler, web::Path};
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        employer::{EmployerTab, EmployerTabs, ManagersPage},
    },
};

use super::{
    super::{
        list::request,
        visit::{Asked, Done, Posted, Visit, problems},
    },
    claims, found, managers, those,
};

/// Who acts for it.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Response {
    visit.show(page(&visit, &id, &asked, &Typed::default(), &[]).await)
}

/// How many people stand on a page.
const SIZE: i32 = 50;

async fn page(
    visit: &Visit,
    id: &str,
    asked: &Typed,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = found(ctx, id).await?;
    let networks = &employer.networks;
    let all = managers(ctx, &employer, &request(asked, SIZE)).await?;
    let count = all.total.unwrap_or_default();
    let pager = Pager::of(&all, &format!("/employers/{id}/managers"), &[])
        .counting(locales::text("page-persons-count", &[("count", count.into())]));
    let all = all.into_rows();
    let own = own(ctx, &employer).await?;
    let counted = Request { is_counted: true, ..Request::first(1) };
    let may_end = |one: &EmployerManager| {
        ctx.may(&Ask::EndManager { member: one.member_id, networks }).is_ok()
    };
    let is_open = employer.archived_at.is_none();
    let inviting = inviting(ctx, &employer).await?;
    let sees = Ask::SeeStaff { employer: employer.id, networks };
    let page = ManagersPage {
        frame: &visit.frame,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Managers),
        managers: all.iter().map(|one| (one, may_end(one))).collect(),
        pager,
        asked: own.as_ref().filter(|own| own.state == State::Claimed),
        claims: claims(ctx, &employer, &counted).await?.total.unwrap_or_default(),
        sees_all: ctx.may(&sees).is_ok(),
        may_claim: is_open && own.is_none() && ctx.may(&Ask::ClaimManager { networks }).is_ok(),
        inviting: inviting.iter().filter(|_| is_open).collect(),
        employer: &employer,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// How this asker stands: they act for it, or ask to.
async fn own(ctx: &Context, employer: &Employer) -> Result<Option<EmployerManager>, Halt> {
    let Some(member) = ctx.standing().member else { return Ok(None) };
    let filter =
        employer_manager::Filter { member: Some(member), ..employer_manager::Filter::default() };
    Ok(those(ctx, employer, &filter, &Request::first(1)).await?.into_rows().pop())
}

/// The networks in whose affairs this asker may invite somebody.
async fn inviting(ctx: &Context, employer: &Employer) -> Result<Vec<Network>, Halt> {
    let mut found: Vec<_> = network::by_ids(ctx, &employer.networks).await?.into_values().collect();
    found.retain(|network| {
        let networks = [network.id];
        let ask = Ask::DecideManager { employer: employer.id, member: None, networks: &networks };
        network.archived_at.is_none() && ctx.may(&ask).is_ok()
    });
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(format!("/employers/{id}/managers"), notice));
    };
    let wrong = problems(error)?;
    Ok(Done::Again(page(visit, id, &Typed::default(), typed, &wrong).await?))
}

/// Someone asks to act for it.
#[handler]
pub(in crate::page) async fn claim(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(claiming(&visit, &id, &typed).await)
}

async fn claiming(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let employer = found(&visit.ctx, id).await?;
    let outcome = employer_manager::claim(&visit.ctx, EmployerId::of(employer.id)).await;
    told(visit, id, typed, outcome, "requested").await
}

/// Someone invites somebody to act for it.
#[handler]
pub(in crate::page) async fn invite(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(asking(&visit, &id, &typed).await)
}

async fn asking(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let employer = found(&visit.ctx, id).await?;
    let asked = Invite {
        employer: EmployerId::of(employer.id),
        network: typed.get("networkId").parse().map_err(|_| Denied::Hidden)?,
        email: typed.get("email").trim().to_owned(),
        word: typed.get("word").to_owned(),
    };
    let outcome = employer_manager::invite(&visit.ctx, asked).await;
    told(visit, id, typed, outcome, "manager-invited").await
}

/// Someone stops acting for it, or takes their claim back.
#[handler]
pub(in crate::page) async fn end(
    Posted { visit, typed }: Posted,
    Path((id, manager)): Path<(String, String)>,
) -> Response {
    visit.answer(ending(&visit, &id, &manager, &typed).await)
}

async fn ending(visit: &Visit, id: &str, manager: &str, typed: &Typed) -> Result<Done, Halt> {
    let manager: EmployerManagerId = manager.parse().map_err(|_| Denied::Hidden)?;
    let outcome = employer_manager::end(&visit.ctx, manager).await;
    told(visit, id, typed, outcome, "manager-ended").await
}
