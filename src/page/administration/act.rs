//! Acting as somebody for a while, and stopping.

use domain::{
    error::{Denied, Halt},
    id::MemberId,
    sign_in::{self, ActAs},
};
use poem::{Response, handler, web::Path};
use web::pages::Typed;

use super::{
    super::visit::{Done, Posted, Visit, problems},
    administers, member,
};

/// Someone begins to act as somebody.
#[handler]
pub(in crate::page) async fn start(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(starting(&visit, &id, &typed).await)
}

async fn starting(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    administers(&visit.ctx)?;
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let asked = ActAs { member, reason: typed.get("reason").to_owned() };
    match sign_in::act_as(&visit.ctx, asked).await {
        Ok(_) => Ok(Done::At("/me".to_owned(), "acting")),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(member::page(visit, id, typed, &wrong).await?))
        }
    }
}

/// Someone stops acting as somebody.
#[handler]
pub(in crate::page) async fn end(Posted { visit, .. }: Posted) -> Response {
    visit.answer(ending(&visit).await)
}

async fn ending(visit: &Visit) -> Result<Done, Halt> {
    match sign_in::stop_acting(&visit.ctx, None).await {
        Ok(member) => Ok(Done::At(format!("/administration/members/{member}"), "acting-ended")),
        Err(error) => {
            // It ended by itself in the meantime, or in another window: that is what was wanted.
            problems(error)?;
            Ok(Done::At("/me".to_owned(), "acting-ended"))
        }
    }
}
