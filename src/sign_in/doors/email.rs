//! Asking for a link by letter, and following it.

use std::sync::Arc;

use domain::sign_in::{
    How, LINK_LASTS, Refusal, RequestLink, find_email_link, request_email_link, use_email_link,
};
use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Form, Path, Query};
use poem::{Request, Response, handler};
use serde::Deserialize;
use web::pages::sign_in::{LinkPage, LinkSentPage, SignInPage};

use super::{from_elsewhere, html, is_refused_as, let_in, refuse, refuse_by_domain, request_id};
use crate::sign_in::return_to::ReturnTo;
use crate::sign_in::{SignIn, token};

#[derive(Deserialize)]
struct Offer {
    return_to: Option<String>,
}

/// The two ways in.
#[handler]
pub(crate) fn offer(
    Data(sign_in): Data<&Arc<SignIn>>,
    query: poem::Result<Query<Offer>>,
) -> Response {
    let return_to = ReturnTo::read(query.ok().and_then(|query| query.0.return_to).as_deref());
    html(StatusCode::OK, sign_in_page(sign_in, &return_to, "", None))
}

fn sign_in_page(
    sign_in: &SignIn,
    return_to: &ReturnTo,
    email: &str,
    error: Option<&str>,
) -> String {
    let provider = sign_in.provider_name();
    let is_demonstration = sign_in.demonstration.is_some();
    let return_to = return_to.as_str();
    SignInPage { provider, is_demonstration, return_to, email, error }.to_html()
}

#[derive(Deserialize)]
struct Asked {
    email: String,
    return_to: Option<String>,
}

/// Somebody asks for a link: one answer, whoever has that address and however often they ask.
#[handler]
pub(crate) async fn ask(
    sign_in: Data<&Arc<SignIn>>,
    asked: poem::Result<Form<Asked>>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    if let Some(refusal) = from_elsewhere(&sign_in, request) {
        return refusal;
    }
    let id = request_id(request);
    if !sign_in.limits.may_ask(request) {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "too_many", "", &id);
    }
    let Ok(Form(asked)) = asked else {
        return html(StatusCode::BAD_REQUEST, sign_in_page(&sign_in, &ReturnTo::home(), "", None));
    };
    let return_to = ReturnTo::read(asked.return_to.as_deref());
    let browser = sign_in.cookies.browser(jar).unwrap_or_else(token::fresh);
    if sign_in.limits.may_write_to(&asked.email) {
        let wanted = RequestLink {
            email: asked.email.clone(),
            browser_hash: token::hash(&browser),
            return_to: return_to.as_str().to_owned(),
        };
        match request_email_link(&sign_in.nobody(&id), &wanted).await {
            Ok(()) => {}
            Err(error) if is_refused_as(&error, &Refusal::MalformedEmail) => {
                let error =
                    Some("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr");
                let page = sign_in_page(&sign_in, &return_to, &asked.email, error);
                return html(StatusCode::UNPROCESSABLE_ENTITY, page);
            }
            Err(error) => return refuse_by_domain(&error, &id),
        }
    } else {
        tracing::warn!(code = "too_many_letters", request_id = id, "a sign-in link was not sent");
    }
    sign_in.cookies.give_browser(jar, &browser, LINK_LASTS * 2);
    let page = LinkSentPage { email: asked.email.trim(), mailbox: sign_in.mailbox() };
    html(StatusCode::OK, page.to_html())
}

/// A letter's link: shows a button and changes nothing, for mail scanners look at every link.
#[handler]
pub(crate) async fn show(
    sign_in: Data<&Arc<SignIn>>,
    Path(token): Path<String>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    let id = request_id(request);
    let browser = browser_hash(&sign_in, jar);
    match find_email_link(&sign_in.nobody(&id), &token, &browser).await {
        Ok(found) => html(StatusCode::OK, link_page(&token, found.is_same_browser, "", None)),
        Err(error) => refuse_by_domain(&error, &id),
    }
}

fn link_page(token: &str, is_same_browser: bool, email: &str, error: Option<&str>) -> String {
    let action = format!("/auth/email/{token}");
    LinkPage { action: &action, is_same_browser, email, error }.to_html()
}

fn browser_hash(sign_in: &SignIn, jar: &CookieJar) -> String {
    sign_in.cookies.browser(jar).map(|word| token::hash(&word)).unwrap_or_default()
}

#[derive(Default, Deserialize)]
struct Followed {
    email: Option<String>,
}

/// The button of a letter's link.
#[handler]
pub(crate) async fn follow(
    sign_in: Data<&Arc<SignIn>>,
    Path(token): Path<String>,
    followed: poem::Result<Form<Followed>>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    if let Some(refusal) = from_elsewhere(&sign_in, request) {
        return refusal;
    }
    let id = request_id(request);
    let typed = followed.ok().and_then(|form| form.0.email);
    let browser = browser_hash(&sign_in, jar);
    match use_email_link(&sign_in.nobody(&id), &token, &browser, typed.as_deref()).await {
        Ok((signed_in, return_to)) => {
            let return_to = ReturnTo::read(Some(&return_to));
            let_in(&sign_in, jar, signed_in, How::EmailLink, None, &return_to, &id).await
        }
        Err(error) if is_refused_as(&error, &Refusal::OtherAddress) => {
            tracing::warn!(code = "OTHER_ADDRESS", request_id = id, "sign-in refused");
            let words = "Ce n’est pas l’adresse à laquelle ce lien a été envoyé.";
            let page = link_page(&token, false, typed.as_deref().unwrap_or_default(), Some(words));
            html(StatusCode::UNPROCESSABLE_ENTITY, page)
        }
        Err(error) => refuse_by_domain(&error, &id),
    }
}
