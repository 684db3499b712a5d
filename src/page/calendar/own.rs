//! The secret address of one's own calendar: opened, changed, closed.

use domain::{calendar_feed, error::Halt};
use poem::{Response, handler, web::Data};
use web::pages::{Problem, calendar::OwnCalendarPage};

use crate::{
    page::visit::{Done, Posted, Visit, problems},
    server::Server,
};

const PATH: &str = "/me/calendar";

/// The address, or how to get one.
#[handler]
pub(in crate::page) async fn show_own(visit: Visit, Data(server): Data<&Server>) -> Response {
    visit.show(page(&visit, &server.config.public_url, &[]).await)
}

async fn page(visit: &Visit, public_url: &str, problems: &[Problem]) -> Result<String, Halt> {
    let feed = calendar_feed::of_viewer(&visit.ctx).await?;
    let page = OwnCalendarPage { frame: &visit.frame, feed: feed.as_ref(), public_url, problems };
    Ok(page.to_html())
}

/// Someone wants an address, or another one.
#[handler]
pub(in crate::page) async fn open(
    Posted { visit, typed }: Posted,
    Data(server): Data<&Server>,
) -> Response {
    let replaces = typed.is("replaces", "yes");
    let done = match calendar_feed::create(&visit.ctx, replaces).await {
        Ok(_) => Ok(Done::At(PATH.to_owned(), "calendar-opened")),
        Err(error) => again(&visit, server, problems(error)).await,
    };
    visit.answer(done)
}

/// Someone closes their address.
#[handler]
pub(in crate::page) async fn close(
    Posted { visit, .. }: Posted,
    Data(server): Data<&Server>,
) -> Response {
    let done = match calendar_feed::revoke(&visit.ctx, None).await {
        Ok(_) => Ok(Done::At(PATH.to_owned(), "calendar-closed")),
        Err(error) => again(&visit, server, problems(error)).await,
    };
    visit.answer(done)
}

async fn again(
    visit: &Visit,
    server: &Server,
    problems: Result<Vec<Problem>, Halt>,
) -> Result<Done, Halt> {
    Ok(Done::Again(page(visit, &server.config.public_url, &problems?).await?))
}
