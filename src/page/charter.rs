//! A charter, and the answers to it.

use domain::{
    charter::{self, Refuse, Sign},
    context::Context,
    employer,
    error::{Denied, Halt},
    id::{CharterId, CharterVersionId, EmployerId, SignatureId},
    network,
    page::Request,
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    charter::{CharterPage, Side},
};

use super::visit::{Done, Posted, Visit, problems};

/// The charter as it is signed now.
#[handler]
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, &Typed::default(), &[]).await)
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let id: CharterId = id.parse().map_err(|_| Denied::Hidden)?;
    let charter = charter::load(ctx, id).await?;
    let version = match charter.current_version_id {
        Some(version) => Some(charter::version(ctx, version.into()).await?),
        None => None,
    };
    let network = network::by_ids(ctx, &[charter.network_id]).await?.remove(&charter.network_id);
    let requests = requests(ctx, id).await?;
    let ids: Vec<_> = requests.iter().filter_map(|request| request.employer_id).collect();
    let employers = employer::by_ids(ctx, &ids).await?;
    let sides = requests
        .iter()
        .map(|request| {
            let employer = request.employer_id.and_then(|id| employers.get(&id));
            Side { request, employer: employer.map(|employer| employer.name.as_str()) }
        })
        .collect();
    let page = CharterPage {
        frame: &visit.frame,
        charter: &charter,
        network: network.as_ref(),
        version: version.as_ref(),
        sides,
        today: ctx.today(),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// What this charter asks of whoever looks, for themselves and for the employers for whom they act.
async fn requests(ctx: &Context, charter: CharterId) -> Result<Vec<charter::Request>, Halt> {
    if ctx.standing().member.is_none() {
        return Ok(Vec::new());
    }
    let mut requests = charter::requests(ctx, None, &Request::first(100)).await?.into_rows();
    requests.retain(|request| request.charter_id == charter.uuid());
    Ok(requests)
}

/// Which text was read, and for whom one answers.
fn answered(typed: &Typed) -> Result<(CharterVersionId, Option<EmployerId>), Denied> {
    let version = typed.get("version").parse().map_err(|_| Denied::Hidden)?;
    let employer = match typed.get("employer") {
        "" => None,
        employer => Some(employer.parse().map_err(|_| Denied::Hidden)?),
    };
    Ok((version, employer))
}

/// Someone signs.
#[handler]
pub(super) async fn sign(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(signing(&visit, &id, &typed).await)
}

async fn signing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (version, employer) = answered(typed)?;
    let asked = Sign { version, employer, agrees: typed.is("agrees", "yes") };
    match charter::sign(&visit.ctx, asked).await {
        Ok(_) => Ok(Done::At(format!("/charters/{id}"), "signed")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, id, typed, &problems).await?))
        }
    }
}

/// Someone refuses.
#[handler]
pub(super) async fn refuse(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(refusing(&visit, &id, &typed).await)
}

async fn refusing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (version, employer) = answered(typed)?;
    let reason = Some(typed.get("reason").trim().to_owned()).filter(|reason| !reason.is_empty());
    match charter::refuse(&visit.ctx, Refuse { version, employer, reason }).await {
        Ok(_) => Ok(Done::At(format!("/charters/{id}"), "charter-refused")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, id, typed, &problems).await?))
        }
    }
}

/// Someone takes a signature back.
#[handler]
pub(super) async fn withdraw(Posted { visit, typed }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(withdrawing(&visit, &id, &typed).await)
}

async fn withdrawing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let charter: CharterId = id.parse().map_err(|_| Denied::Hidden)?;
    visit.ctx.member()?;
    let named: SignatureId = typed.get("signature").parse().map_err(|_| Denied::Hidden)?;
    let is_of_this = |request: &charter::Request| {
        request.standing.signature.as_ref().is_some_and(|own| own.id == named.uuid())
    };
    if !requests(&visit.ctx, charter).await?.iter().any(is_of_this) {
        return Err(Denied::Hidden.into());
    }
    if !typed.is("isSure", "yes") {
        let words = locales::text("page-unsure-removal", &[]);
        let wrong = [Problem { field: Some("isSure".into()), words }];
        return Ok(Done::Again(page(visit, id, typed, &wrong).await?));
    }
    let reason = Some(typed.get("reason").trim().to_owned()).filter(|reason| !reason.is_empty());
    match charter::withdraw(&visit.ctx, named, reason).await {
        Ok(_) => Ok(Done::At(format!("/charters/{id}"), "signature-withdrawn")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, id, typed, &problems).await?))
        }
    }
}
