//! Signing out, here and at the provider.

use std::sync::Arc;

use domain::sign_in::close_session;
use poem::http::{StatusCode, header};
use poem::web::cookie::CookieJar;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Request, Response, handler};
use web::pages::sign_in::SignedOutPage;

use super::{from_elsewhere, html, refuse_by_domain, request_id};
use crate::sign_in::SignIn;

#[handler]
pub(crate) async fn sign_out(
    sign_in: Data<&Arc<SignIn>>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    if let Some(refusal) = from_elsewhere(&sign_in, request) {
        return refusal;
    }
    let id = request_id(request);
    let Some(token) = sign_in.cookies.session(jar) else {
        return Redirect::see_other("/").into_response();
    };
    sign_in.cookies.take_session(jar);
    let closed = match close_session(&sign_in.nobody(&id), &token).await {
        Ok(closed) => closed,
        Err(halt) => return refuse_by_domain(&halt.into(), &id),
    };
    let (Some(closed), Some(party)) =
        (closed.filter(|closed| closed.is_by_provider), sign_in.party())
    else {
        return Redirect::see_other("/").into_response();
    };
    let Some(home) = sign_in.public_address.join("/").ok() else {
        return Redirect::see_other("/").into_response();
    };
    match party.sign_out_address(closed.id_token.as_deref(), &home).await {
        // A page between: browsers forbid a form to lead to another site (`form-action`), even by a
        // redirection.
        Some(address) => {
            html(StatusCode::OK, SignedOutPage { address: address.as_str() }.to_html())
                .with_header(header::REFRESH, format!("0; url={address}"))
                .into_response()
        }
        None => Redirect::see_other("/").into_response(),
    }
}
