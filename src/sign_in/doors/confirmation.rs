//! The link by which the owner of an address confirms an identity.

use std::sync::Arc;

use domain::sign_in::{LinkIdentity, Refusal, confirm_identity, find_confirmation};
use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Path};
use poem::{Request, Response, handler};
use web::pages::sign_in::ConfirmationPage;

use super::oidc::Met;
use super::{from_elsewhere, html, let_in, refuse_by_domain, request_id};
use crate::sign_in::SignIn;
use crate::sign_in::cookie::Fact;
use crate::sign_in::return_to::ReturnTo;

#[handler]
pub(crate) async fn show(
    sign_in: Data<&Arc<SignIn>>,
    Path(token): Path<String>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    let id = request_id(request);
    if let Err(error) = find_confirmation(&sign_in.nobody(&id), &token).await {
        return refuse_by_domain(&error, &id);
    }
    if sign_in.cookies.kept::<Met>(jar, Fact::Identity).is_none() {
        return refuse_by_domain(&Refusal::OtherBrowser.into(), &id);
    }
    let page = ConfirmationPage {
        action: Some(&format!("/auth/identity/{token}")),
        provider: sign_in.provider_name().unwrap_or_default(),
        mailbox: None,
    };
    html(StatusCode::OK, page.to_html())
}

#[handler]
pub(crate) async fn confirm(
    sign_in: Data<&Arc<SignIn>>,
    Path(token): Path<String>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    if let Some(refusal) = from_elsewhere(&sign_in, request) {
        return refusal;
    }
    let id = request_id(request);
    let Some(met) = sign_in.cookies.kept::<Met>(jar, Fact::Identity) else {
        return refuse_by_domain(&Refusal::OtherBrowser.into(), &id);
    };
    let link = LinkIdentity { token: &token, issuer: &met.issuer, subject: &met.subject };
    match confirm_identity(&sign_in.nobody(&id), link).await {
        Ok(signed_in) => {
            sign_in.cookies.drop_kept(jar, Fact::Identity);
            let how = sign_in.how();
            let_in(&sign_in, jar, signed_in, how, None, &ReturnTo::home(), &id).await
        }
        Err(error) => refuse_by_domain(&error, &id),
    }
}
