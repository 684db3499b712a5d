//! The administration: members, networks, duplicates, the trail, the server's health, acting as somebody.

pub(super) mod act;
pub(super) mod duplicate;
pub(super) mod member;
pub(super) mod network;
pub(super) mod trail;

use domain::{
    context::Context,
    employer,
    error::{Denied, Halt},
    member as person, network as group, outbox,
    page::Request,
    policy::Ask,
};
use poem::{Response, handler, web::Data};
use web::pages::administration::{HealthPage, OverviewPage};

use super::visit::Visit;
use crate::{health, server::Server};

/// To everybody else the administration is not there.
fn administers(ctx: &Context) -> Result<(), Halt> {
    ctx.may(&Ask::Administer).map_err(|_| Denied::Hidden)?;
    Ok(())
}

/// Counts only.
fn counted() -> Request {
    Request { is_counted: true, ..Request::first(1) }
}

/// Where to go.
#[handler]
pub(super) async fn show(visit: Visit) -> Response {
    visit.show(overview(&visit).await)
}

async fn overview(visit: &Visit) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let by_name = person::DirectoryOrder::ByName;
    let members = person::list(ctx, &person::Filter::default(), by_name, &counted()).await?;
    let networks =
        group::list(ctx, &group::Filter::default(), group::NetworkOrder::ByName, &counted())
            .await?;
    let by_name = employer::EmployerOrder::ByName;
    let employers = employer::list(ctx, &employer::Filter::default(), by_name, &counted()).await?;
    let page = OverviewPage {
        frame: &visit.frame,
        members: members.total.unwrap_or_default(),
        networks: networks.total.unwrap_or_default(),
        employers: employers.total.unwrap_or_default(),
        letters: &outbox::counts(ctx).await?,
    };
    Ok(page.to_html())
}

/// How the server stands.
#[handler]
pub(super) async fn state(visit: Visit, Data(server): Data<&Server>) -> Response {
    visit.show(checked(&visit, server).await)
}

async fn checked(visit: &Visit, server: &Server) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let page = HealthPage {
        frame: &visit.frame,
        checks: &health::checks(server).await,
        letters: &outbox::counts(ctx).await?,
        now: ctx.now(),
    };
    Ok(page.to_html())
}
