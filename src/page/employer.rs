//! An employer.

use domain::{
    employer,
    error::{Denied, Halt},
    id::EmployerId,
};
use poem::{Response, handler, web::Path};
use web::pages::{Problem, Typed, employer::EmployerPage};

use super::visit::Visit;

/// The employer.
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
    let id: EmployerId = id.parse().map_err(|_| Denied::Hidden)?;
    let employer = employer::load(&visit.ctx, id).await?;
    let page = EmployerPage { frame: &visit.frame, employer: &employer, typed, problems };
    Ok(page.to_html())
}
