//! The doors under `/auth`: each reads a request, asks the relying party or the domain, and answers
//! with a page or the way onwards.

pub(super) mod confirmation;
pub(super) mod email;
pub(super) mod oidc;
pub(super) mod sign_out;

use domain::error::{Error, Halt, Reason as _};
use domain::sign_in::{How, Refusal, SignedIn, open_session, session_lasts};
use poem::http::{StatusCode, header};
use poem::web::cookie::CookieJar;
use poem::web::{Html, Redirect};
use poem::{IntoResponse as _, Request, Response};
use web::pages::{
    refused,
    sign_in::{RefusedPage, words_for},
};

use super::SignIn;
use super::refused::Refused;
use super::return_to::ReturnTo;
pub(crate) use crate::asker::request_id;
use crate::{fault, origin};

fn html(status: StatusCode, page: String) -> Response {
    let is_refused = status == StatusCode::UNPROCESSABLE_ENTITY;
    let page = if is_refused { refused(&page) } else { page };
    Html(page).with_status(status).into_response()
}

/// Says no with a page that helps and one line in the log.
fn refuse(status: StatusCode, code: &str, detail: &str, request_id: &str) -> Response {
    tracing::warn!(code, detail, request_id, "sign-in refused");
    html(status, RefusedPage { words: words_for(code), request_id }.to_html())
}

fn refuse_by_provider(refused: &Refused, request_id: &str) -> Response {
    let status = match refused {
        Refused::ProviderUnreachable(_) | Refused::ProviderMisdescribed(_) => {
            StatusCode::BAD_GATEWAY
        }
        Refused::ProviderTooSlow => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_REQUEST,
    };
    refuse(status, refused.code(), &refused.to_string(), request_id)
}

fn refuse_by_domain(error: &Error<Refusal>, request_id: &str) -> Response {
    match error {
        Error::Refused(reasons) => {
            let code = reasons.first().map_or("fault", |reason| reason.code());
            let status = match code {
                "LINK_USED" | "LINK_EXPIRED" => StatusCode::GONE,
                "LINK_UNKNOWN" => StatusCode::NOT_FOUND,
                "MEMBER_ARCHIVED" | "OTHER_BROWSER" => StatusCode::FORBIDDEN,
                _ => StatusCode::BAD_REQUEST,
            };
            refuse(status, code, "", request_id)
        }
        Error::Halted(halt) => {
            let status = match halt {
                Halt::Fault(error) => fault::status_of(error),
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            refuse(status, "fault", &format!("{halt:?}"), request_id)
        }
    }
}

fn is_refused_as(error: &Error<Refusal>, wanted: &Refusal) -> bool {
    matches!(error, Error::Refused(reasons) if reasons.contains(wanted))
}

/// Opens a session under a new token, whatever token the browser came with.
async fn let_in(
    sign_in: &SignIn,
    jar: &CookieJar,
    signed_in: SignedIn,
    how: How,
    id_token: Option<String>,
    return_to: &ReturnTo,
    request_id: &str,
) -> Response {
    let earlier = sign_in.cookies.session(jar);
    let ctx = sign_in.nobody(request_id);
    match open_session(&ctx, signed_in.member, how, id_token, earlier.as_deref()).await {
        Ok(token) => {
            sign_in.cookies.give_session(jar, &token, session_lasts());
            tracing::info!(how = how.word(), is_new = signed_in.is_new, request_id, "signed in");
            Redirect::see_other(return_to.as_str()).into_response()
        }
        Err(halt) => refuse_by_domain(&halt.into(), request_id),
    }
}

/// Refuses a form that another site posts in a person's name.
fn from_elsewhere(sign_in: &SignIn, request: &Request) -> Option<Response> {
    let ours = sign_in.public_address.origin().ascii_serialization();
    (!origin::is_form_ours(request, &ours)).then(|| {
        let detail = request.header(header::ORIGIN).unwrap_or_default();
        refuse(StatusCode::FORBIDDEN, "not_from_here", detail, &request_id(request))
    })
}
