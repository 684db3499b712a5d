//! What an invitation's link leads to. Looking changes nothing; only the person's click answers.

use domain::{
    error::{Denied, Halt},
    id::EmployerId,
    invitation::{self, Accept, By},
    network,
};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path, cookie::CookieJar},
};
use web::pages::{
    Problem, Typed,
    invitation::{InvitationPage, UnknownInvitationPage},
};

use super::visit::{Done, Posted, Visit, problems};
use crate::server::Server;

/// Who invites to what.
#[handler]
pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Response {
    match page(&visit, &token, &Typed::default(), &[]).await {
        Err(Halt::Denied(Denied::Hidden)) => unknown(&visit),
        page => visit.show(page),
    }
}

fn unknown(visit: &Visit) -> Response {
    let page = UnknownInvitationPage { frame: &visit.frame };
    let mut response = visit.show(Ok(page.to_html()));
    response.set_status(StatusCode::NOT_FOUND);
    response
}

async fn page(
    visit: &Visit,
    token: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let found = invitation::find(&visit.ctx, token).await?;
    let is_for_another = found.is_for_another(&visit.ctx);
    let page = InvitationPage {
        frame: &visit.frame,
        found: &found,
        token,
        is_for_another,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// The person accepts; who was not signed in is from now on, since the link proves the address.
#[handler]
pub(super) async fn accept(
    Posted { visit, typed }: Posted,
    Path(token): Path<String>,
    Data(server): Data<&Server>,
    jar: &CookieJar,
) -> Response {
    let asked = Accept {
        by: By::Token(&token),
        as_myself: typed.is("as_myself", "yes"),
        first_name: typed.get("firstName"),
        last_name: typed.get("lastName"),
    };
    let accepted = match invitation::accept(&visit.ctx, asked).await {
        Ok(accepted) => accepted,
        Err(error) => return refused(&visit, &token, &typed, problems(error)).await,
    };
    if visit.ctx.standing().member.is_none() {
        let opened = server.sign_in.welcome(jar, accepted.member, visit.ctx.request_id()).await;
        if let Err(halt) = opened {
            return visit.answer(Err(halt));
        }
    }
    if let Some(employer) = accepted.invitation.employer_id {
        let page = format!("/employers/{}", EmployerId::of(employer));
        return visit.answer(Ok(Done::At(page, "manager")));
    }
    if let [event] = accepted.events[..] {
        return visit.answer(Ok(Done::At(format!("/events/{event}"), "joined-invited")));
    }
    let network = network::load(&visit.ctx, accepted.invitation.network_id.into()).await;
    visit.answer(network.map(|network| Done::At(format!("/networks/{}", network.slug), "joined")))
}

/// The person declines.
#[handler]
pub(super) async fn decline(
    Posted { visit, typed }: Posted,
    Path(token): Path<String>,
) -> Response {
    match invitation::decline(&visit.ctx, By::Token(&token)).await {
        Ok(_) => visit.answer(Ok(Done::At(format!("/invitations/{token}"), "declined"))),
        Err(error) => refused(&visit, &token, &typed, problems(error)).await,
    }
}

/// The page as it is now, with the reason; an unknown link has a page of its own.
async fn refused(
    visit: &Visit,
    token: &str,
    typed: &Typed,
    why: Result<Vec<Problem>, Halt>,
) -> Response {
    let again = match why {
        Ok(problems) => page(visit, token, typed, &problems).await,
        Err(halt) => Err(halt),
    };
    match again {
        Err(Halt::Denied(Denied::Hidden)) => unknown(visit),
        again => visit.answer(again.map(Done::Again)),
    }
}
