//! To the provider, and back from it.

use std::sync::Arc;

use domain::sign_in::{self, How, LINK_LASTS, Refusal, vouch_in_demonstration, with_identity};
use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Query, Redirect};
use poem::{IntoResponse as _, Request, Response, handler};
use serde::{Deserialize, Serialize};
use url::Url;
use web::pages::sign_in::ConfirmationPage;

use super::{
    html, is_refused_as, let_in, refuse, refuse_by_domain, refuse_by_provider, request_id,
};
use crate::sign_in::SignIn;
use crate::sign_in::cookie::Fact;
use crate::sign_in::identity::Identity;
use crate::sign_in::pending::{Pending, TIME_AT_THE_PROVIDER};
use crate::sign_in::refused::Refused;
use crate::sign_in::relying_party::Callback;
use crate::sign_in::return_to::ReturnTo;
use crate::sign_in::settings::is_loopback;

#[derive(Deserialize)]
struct Start {
    return_to: Option<String>,
}

#[handler]
pub(crate) async fn start(
    sign_in: Data<&Arc<SignIn>>,
    query: poem::Result<Query<Start>>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    let id = request_id(request);
    let Some(party) = sign_in.party() else {
        return refuse(StatusCode::NOT_FOUND, "provider_absent", "", &id);
    };
    if let Some(same) = under_our_name(&sign_in.public_address, request) {
        return Redirect::see_other(same).into_response();
    }
    let return_to = ReturnTo::read(query.ok().and_then(|query| query.0.return_to).as_deref());
    match party.begin(return_to, sign_in.house.clock.now()).await {
        Ok((address, pending)) => {
            sign_in.cookies.keep(jar, Fact::Pending, &pending, TIME_AT_THE_PROVIDER);
            Redirect::see_other(address).into_response()
        }
        Err(refused) => refuse_by_provider(&refused, &id),
    }
}

/// The same address under the name that the provider will send people back to, when someone tries
/// this machine's server under another of its names: the cookie would not find its way back.
fn under_our_name(public_address: &Url, request: &Request) -> Option<Url> {
    let asked = Url::parse(&format!("http://{}", request.header("host")?)).ok()?;
    let is_other_name = asked.host() != public_address.host();
    if !is_other_name || !is_loopback(&asked) || !is_loopback(public_address) {
        return None;
    }
    public_address.join(&request.original_uri().path_and_query()?.to_string()).ok()
}

/// An identity that waits for its owner's confirmation, as the browser keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct Met {
    pub issuer: String,
    pub subject: String,
}

#[handler]
pub(crate) async fn callback(
    sign_in: Data<&Arc<SignIn>>,
    query: poem::Result<Query<Callback>>,
    jar: &CookieJar,
    request: &Request,
) -> Response {
    let id = request_id(request);
    let Some(party) = sign_in.party() else {
        return refuse(StatusCode::NOT_FOUND, "provider_absent", "", &id);
    };
    let pending: Option<Pending> = sign_in.cookies.kept(jar, Fact::Pending);
    // Whatever comes next, this answer was the only one.
    sign_in.cookies.drop_kept(jar, Fact::Pending);
    let Some(pending) = pending else {
        return refuse_by_provider(&Refused::NotStarted, &id);
    };
    let answer = query.map(|query| query.0).unwrap_or_default();
    let identity = match party.finish(&pending, &answer, sign_in.house.clock.now()).await {
        Ok(identity) => identity,
        Err(refused) => return refuse_by_provider(&refused, &id),
    };

    let (ctx, facts) = (sign_in.nobody(&id), as_facts(&identity));
    if sign_in.how() == How::Demonstration
        && let Err(halt) = vouch_in_demonstration(&ctx, &facts).await
    {
        return refuse_by_domain(&halt.into(), &id);
    }
    match with_identity(&ctx, &facts).await {
        Ok(signed_in) => {
            let id_token = Some(identity.id_token);
            let how = sign_in.how();
            let_in(&sign_in, jar, signed_in, how, id_token, &pending.return_to, &id).await
        }
        Err(error) if is_refused_as(&error, &Refusal::ConfirmationSent) => {
            tracing::info!(
                code = "CONFIRMATION_SENT",
                request_id = id,
                "sign-in waits for a confirmation"
            );
            let met = Met { issuer: identity.issuer, subject: identity.subject };
            sign_in.cookies.keep(jar, Fact::Identity, &met, LINK_LASTS);
            let page = ConfirmationPage {
                action: None,
                provider: sign_in.provider_name().unwrap_or_default(),
                mailbox: sign_in.mailbox(),
            };
            html(StatusCode::OK, page.to_html())
        }
        Err(error) => refuse_by_domain(&error, &id),
    }
}

fn as_facts(identity: &Identity) -> sign_in::Identity {
    sign_in::Identity {
        issuer: identity.issuer.clone(),
        subject: identity.subject.clone(),
        email: identity.email.clone(),
        is_email_verified: identity.is_email_verified,
        first_name: identity.given_name.clone(),
        last_name: identity.usual_name.clone(),
        phone: identity.phone.clone(),
        siret: identity.siret.clone(),
    }
}
