//! Answering an invitation from one's own space, without its letter.

use domain::{
    error::{Denied, Error, Halt, Reason},
    id::{EmployerId, InvitationId},
    invitation::{self, Accept, By},
    network,
};
use poem::{Response, handler, web::Path};

use crate::page::visit::{Done, Posted, Visit, problems};

/// The person accepts.
#[handler]
pub(crate) async fn accept(Posted { visit, .. }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(accepting(&visit, &id).await)
}

fn own(id: &str) -> Result<By<'static>, Denied> {
    let id: InvitationId = id.parse().map_err(|_| Denied::Hidden)?;
    Ok(By::Own(id))
}

async fn accepting(visit: &Visit, id: &str) -> Result<Done, Halt> {
    let asked = Accept::of(own(id)?);
    let accepted = match invitation::accept(&visit.ctx, asked).await {
        Ok(accepted) => accepted.invitation,
        Err(error) => return refused(visit, error).await,
    };
    if let Some(employer) = accepted.employer_id {
        return Ok(Done::At(format!("/employers/{}", EmployerId::of(employer)), "manager"));
    }
    let network = network::load(&visit.ctx, accepted.network_id.into()).await?;
    Ok(Done::At(format!("/networks/{}", network.slug), "joined"))
}

/// The person declines.
#[handler]
pub(crate) async fn decline(Posted { visit, .. }: Posted, Path(id): Path<String>) -> Response {
    visit.answer(declining(&visit, &id).await)
}

async fn declining(visit: &Visit, id: &str) -> Result<Done, Halt> {
    match invitation::decline(&visit.ctx, own(id)?).await {
        Ok(_) => Ok(Done::At("/me".to_owned(), "declined")),
        Err(error) => refused(visit, error).await,
    }
}

/// What waits now, with the reason.
async fn refused<R: Reason>(visit: &Visit, error: Error<R>) -> Result<Done, Halt> {
    let wrong = problems(error)?;
    Ok(Done::Again(super::page(visit, &wrong).await?))
}
