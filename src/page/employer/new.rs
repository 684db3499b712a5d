//! Writing down an employer, by those who organise a network.

use domain::{
    context::Context,
    employer,
    error::Halt,
    id::EmployerId,
    network::{self, Network},
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::pages::{
    Problem, Typed,
    employer::{NewEmployerPage, created},
};

use super::super::visit::{Done, Posted, Visit, problems};

/// The form, with what one looked for in vain.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(blank(&visit, &slug, &Typed(asked)).await)
}

async fn blank(visit: &Visit, slug: &str, asked: &Typed) -> Result<String, Halt> {
    let network = organised(&visit.ctx, slug).await?;
    Ok(page(visit, &network, asked, &[]))
}

/// The network of this address, when this asker may write down employers in its affairs.
async fn organised(ctx: &Context, slug: &str) -> Result<Network, Halt> {
    let network = network::by_slug(ctx, slug).await?;
    ctx.may(&Ask::CreateEmployer { network: network.id })?;
    Ok(network)
}

fn page(visit: &Visit, network: &Network, typed: &Typed, problems: &[Problem]) -> String {
    NewEmployerPage { frame: &visit.frame, network, typed, problems }.to_html()
}

/// Someone writes it down.
#[handler]
pub(in crate::page) async fn create(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(creating(&visit, &slug, &typed).await)
}

async fn creating(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = organised(&visit.ctx, slug).await?;
    match employer::create(&visit.ctx, created(&network, typed)).await {
        Ok(employer) => {
            let id = EmployerId::of(employer.id);
            Ok(Done::At(format!("/employers/{id}"), "employer-added"))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, &network, typed, &wrong)))
        }
    }
}
