//! Who acts for an employer: invited, asking to, stopping.

use domain::{
    context::Context,
    employer::Employer,
    employer_manager::{self, EmployerManager, Invite, State},
    error::{Denied, Error, Halt, Reason},
    id::{EmployerId, EmployerManagerId},
    network::{self, Network},
    policy::Ask,
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    employer::{EmployerTab, EmployerTabs, ManagersPage},
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    decides_claim, found, is_confirmed, managers,
};

/// Who acts for it.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, &Typed::default(), &[]).await)
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = found(ctx, id).await?;
    let networks = &employer.networks;
    let all = managers(ctx, &employer).await?;
    let is_own = |one: &&EmployerManager| ctx.standing().member == Some(one.member_id);
    let own = all.iter().find(is_own);
    let may_end = |one: &EmployerManager| {
        ctx.may(&Ask::EndManager { member: one.member_id, networks }).is_ok()
    };
    let is_open = employer.archived_at.is_none();
    let inviting = inviting(ctx, &employer).await?;
    let sees = Ask::SeeStaff { employer: employer.id, networks };
    let page = ManagersPage {
        frame: &visit.frame,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Managers),
        managers: all.iter().filter(is_confirmed).map(|one| (one, may_end(one))).collect(),
        asked: own.filter(|own| own.state == State::Claimed),
        claims: all.iter().filter(|one| decides_claim(ctx, one, networks)).count(),
        sees_all: ctx.may(&sees).is_ok(),
        may_claim: is_open && own.is_none() && ctx.may(&Ask::ClaimManager { networks }).is_ok(),
        inviting: inviting.iter().filter(|_| is_open).collect(),
        employer: &employer,
        typed,
        problems,
    };
    Ok(page.to_html())
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
    Ok(Done::Again(page(visit, id, typed, &wrong).await?))
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
