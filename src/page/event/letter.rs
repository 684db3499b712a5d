//! Answering from the letter that asks somebody to an event, without signing in.
//!
//! Looking changes nothing: mail scanners follow links too. The page's button acts, for the person of
//! the letter and for this event alone; what else one would do there asks to sign in.

use domain::event::link::{self, Answerer, Opened};
use poem::{
    IntoResponse as _, Response, handler,
    http::StatusCode,
    web::{Path, Redirect},
};
use web::pages::{
    Typed,
    event::{ClosedLinkPage, Part},
};

use super::{
    super::visit::{Done, Posted, Visit},
    Letter, Room, accepting, cancelling, choosing, coming, declining, event_id, excusing, leaving,
    naming, registering,
};
use domain::error::Halt;

/// An event and the word of its letter's link.
type Address = Path<(String, String)>;

/// Whoever holds the letter, as the person it was sent to.
struct Answering {
    visit: Visit,
    name: String,
}

impl Answering {
    fn room<'a>(&'a self, id: &'a str, token: &'a str) -> Room<'a> {
        Room { visit: &self.visit, id, letter: Some(Letter { token, name: &self.name }) }
    }
}

/// Who answers; whoever cannot is told why.
async fn answering(mut visit: Visit, id: &str, token: &str) -> Result<Answering, Response> {
    visit.frame.path = format!("/events/{id}");
    let event = match event_id(id) {
        Ok(event) => event,
        Err(denied) => return Err(visit.show(Err(denied.into()))),
    };
    match link::open(&visit.ctx, event, token).await {
        Ok(Opened::By(answerer)) => {
            let Answerer { ctx, name } = *answerer;
            Ok(Answering { visit: Visit { ctx, ..visit }, name })
        }
        Ok(opened) => {
            let is_over = matches!(opened, Opened::Over);
            let page = ClosedLinkPage { frame: &visit.frame, event, is_over };
            let mut response = visit.show(Ok(page.to_html()));
            response.set_status(if is_over { StatusCode::GONE } else { StatusCode::NOT_FOUND });
            Err(response)
        }
        Err(halt) => Err(visit.show(Err(halt))),
    }
}

/// The event, for whom it is, and the button.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path((id, token)): Address) -> Response {
    let signed_in = visit.ctx.standing().member;
    match answering(visit, &id, &token).await {
        // Who is signed in as that person needs no link: the event's own page says more.
        Ok(found) if signed_in.is_some() && signed_in == found.visit.ctx.standing().member => {
            Redirect::see_other(found.visit.frame.path).into_response()
        }
        Ok(found) => {
            let page = found.room(&id, &token).page(&Typed::default(), Part::default(), &[]).await;
            found.visit.show(page)
        }
        Err(response) => response,
    }
}

/// The person of the letter registers.
#[handler]
pub(in crate::page) async fn register(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| registering(room, &typed).await).await
}

/// They take back what the link made.
#[handler]
pub(in crate::page) async fn cancel(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| cancelling(room, &typed).await).await
}

/// They say that they will not come.
#[handler]
pub(in crate::page) async fn excuse(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| excusing(room, &typed).await).await
}

/// They come after all.
#[handler]
pub(in crate::page) async fn withdraw_excuse(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| coming(room, &typed).await).await
}

/// They say what they are called, after they answered without it.
#[handler]
pub(in crate::page) async fn say_name(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| naming(room, &typed).await).await
}

/// They take the place that is offered.
#[handler]
pub(in crate::page) async fn accept_offer(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| accepting(room, &typed).await).await
}

/// They leave the place that is offered.
#[handler]
pub(in crate::page) async fn decline_offer(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| declining(room, &typed).await).await
}

/// They choose a session.
#[handler]
pub(in crate::page) async fn choose(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| choosing(room, &typed).await).await
}

/// They leave a session.
#[handler]
pub(in crate::page) async fn leave(
    Posted { visit, typed }: Posted,
    Path((id, token)): Address,
) -> Response {
    act(visit, &id, &token, async |room| leaving(room, &typed).await).await
}

async fn act(
    visit: Visit,
    id: &str,
    token: &str,
    act: impl AsyncFnOnce(&Room<'_>) -> Result<Done, Halt>,
) -> Response {
    match answering(visit, id, token).await {
        Ok(found) => {
            let done = act(&found.room(id, token)).await;
            found.visit.answer(done)
        }
        Err(response) => response,
    }
}
