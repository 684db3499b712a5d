//! Whether somebody works for an employer, or acts for it: the answers.

use std::str::FromStr;

use domain::{
    context::Context,
    employer_manager, employment,
    error::{Denied, Error, Halt, Reason},
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::pages::Typed;

use super::{
    super::{
        list::{back, left},
        visit::{Done, Posted, Visit, problems},
    },
    Again, page,
};

/// What somebody decides about the one of this identifier: the page that says so, or the page again
/// with the reason why not.
async fn deciding<I, T, R>(
    visit: &Visit,
    (id, about): (&str, &str),
    typed: &Typed,
    act: impl AsyncFnOnce(&Context, I) -> Result<T, Error<R>>,
) -> Result<Done, Halt>
where
    I: FromStr + Into<Uuid> + Copy,
    R: Reason,
{
    let about: I = about.parse().map_err(|_| Denied::Hidden)?;
    let Err(error) = act(&visit.ctx, about).await else {
        return Ok(Done::At(back(&format!("/employers/{id}"), typed), "decided"));
    };
    let wrong = problems(error)?;
    let again = Again { refused: Some(about.into()), typed, problems: &wrong };
    Ok(Done::Again(page(visit, id, &left(typed), &again).await?))
}

/// Someone works there indeed.
#[handler]
pub(in crate::page) async fn confirm_employment(
    Posted { visit, typed }: Posted,
    Path((id, employment)): Path<(String, String)>,
) -> Response {
    let act = employment::confirm;
    visit.answer(deciding(&visit, (&id, &employment), &typed, act).await)
}

/// Someone does not work there.
#[handler]
pub(in crate::page) async fn refuse_employment(
    Posted { visit, typed }: Posted,
    Path((id, employment)): Path<(String, String)>,
) -> Response {
    let act = async |ctx: &Context, id| employment::refuse(ctx, id, typed.get("reason")).await;
    visit.answer(deciding(&visit, (&id, &employment), &typed, act).await)
}

/// Someone acts for it from now on.
#[handler]
pub(in crate::page) async fn confirm_manager(
    Posted { visit, typed }: Posted,
    Path((id, manager)): Path<(String, String)>,
) -> Response {
    let act = employer_manager::confirm;
    visit.answer(deciding(&visit, (&id, &manager), &typed, act).await)
}

/// Someone does not act for it.
#[handler]
pub(in crate::page) async fn refuse_manager(
    Posted { visit, typed }: Posted,
    Path((id, manager)): Path<(String, String)>,
) -> Response {
    let act =
        async |ctx: &Context, id| employer_manager::refuse(ctx, id, typed.get("reason")).await;
    visit.answer(deciding(&visit, (&id, &manager), &typed, act).await)
}
