//! The doors of the demonstration provider, in the order in which a sign-in passes them.

use std::sync::{Arc, PoisonError};

use domain::member::is_nameless;
use domain::text::fold;
use openidconnect::core::{
    CoreGenderClaim, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, Audience, EmptyAdditionalClaims, IssuerUrl, Nonce, StandardClaims,
    SubjectIdentifier,
};
use poem::http::{StatusCode, header};
use poem::web::{Data, Form, Html, Json, Query, Redirect};
use poem::{IntoResponse as _, Request, Response, handler};
use serde::Deserialize;
use serde_json::json;
use url::{Url, form_urlencoded};
use web::pages::sign_in::{DemonstrationChoice, DemonstrationPage};

use super::{CLIENT_ID, DemonstrationPerson, DemonstrationProvider};

type Provider<'a> = Data<&'a Arc<DemonstrationProvider>>;

#[handler]
pub(super) fn describe(Data(provider): Provider<'_>) -> Response {
    Json(provider.description()).into_response()
}

#[handler]
pub(super) fn list_keys(Data(provider): Provider<'_>) -> Response {
    Json(provider.keys()).into_response()
}

/// What the relying party asks, carried unchanged through the choice.
#[derive(Deserialize)]
struct Asked {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    code_challenge: String,
    code_challenge_method: String,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
}

/// Whom one looks for in the list.
#[derive(Deserialize)]
struct Looked {
    #[serde(default)]
    search: String,
}

/// How many people are listed at once; the others are found by name.
const MOST: usize = 24;

impl Asked {
    fn is_ours(&self, provider: &DemonstrationProvider) -> bool {
        self.client_id == CLIENT_ID
            && self.redirect_uri == provider.redirect_uri.as_str()
            && self.response_type == "code"
            && self.code_challenge_method == "S256"
    }
}

/// What a person is called: by their address where there is no name, since these people and their
/// addresses are fictional.
fn called(person: &DemonstrationPerson) -> String {
    let name = format!("{} {}", person.given_name, person.usual_name).trim().to_owned();
    if is_nameless(&name) { person.email.clone() } else { name }
}

/// Whether each word that is looked for is in their name or address.
fn is_called(person: &DemonstrationPerson, sought: &str) -> bool {
    let known = fold(&format!("{} {}", called(person), person.email));
    sought.split(' ').all(|word| known.contains(word))
}

#[handler]
pub(super) async fn offer_people(
    Data(provider): Provider<'_>,
    Query(asked): Query<Asked>,
    Query(looked): Query<Looked>,
    request: &Request,
) -> Response {
    if !asked.is_ours(provider) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let people = (provider.people)().await;
    let search = looked.search.trim();
    let sought = fold(search);
    let found: Vec<_> = people.iter().filter(|person| is_called(person, &sought)).collect();
    let choices = found
        .iter()
        .take(MOST)
        .map(|person| DemonstrationChoice {
            subject: &person.subject,
            name: called(person),
            what_they_are: &person.what_they_are,
        })
        .collect();
    let query = request.uri().query().unwrap_or_default();
    let carried: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .filter(|(name, _)| name != "search")
        .collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&carried).finish();
    let page = DemonstrationPage {
        query: &query,
        carried: &carried,
        search,
        is_long: people.len() > MOST,
        is_cut: found.len() > MOST,
        choices,
    };
    Html(page.to_html()).with_header(header::CACHE_CONTROL, "no-store").into_response()
}

#[derive(Deserialize)]
struct Choice {
    subject: String,
}

#[handler]
pub(super) async fn choose_person(
    Data(provider): Provider<'_>,
    Query(asked): Query<Asked>,
    Form(choice): Form<Choice>,
) -> Response {
    if !asked.is_ours(provider) || provider.person(&choice.subject).await.is_none() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let code = provider.grants.lock().unwrap_or_else(PoisonError::into_inner).give_code(
        &choice.subject,
        asked.nonce,
        asked.code_challenge,
    );
    let mut back = provider.redirect_uri.clone();
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", asked.state.as_deref().unwrap_or_default())
        .append_pair("iss", provider.issuer.as_str());
    Redirect::see_other(back).into_response()
}

#[derive(Deserialize)]
struct TokenRequest {
    grant_type: String,
    code: String,
    code_verifier: String,
    redirect_uri: String,
    client_id: String,
    client_secret: String,
}

#[handler]
pub(super) fn give_tokens(
    Data(provider): Provider<'_>,
    Form(asked): Form<TokenRequest>,
) -> Response {
    let refusal = |error: &str| {
        Json(json!({ "error": error })).with_status(StatusCode::BAD_REQUEST).into_response()
    };
    if asked.client_id != CLIENT_ID || asked.client_secret != provider.client_secret {
        return refusal("invalid_client");
    }
    let is_code = asked.grant_type == "authorization_code"
        && asked.redirect_uri == provider.redirect_uri.as_str();
    let mut grants = provider.grants.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(grant) = grants.use_code(&asked.code, &asked.code_verifier).filter(|_| is_code) else {
        return refusal("invalid_grant");
    };
    let access_token = grants.give_token(&grant.subject);
    match id_token(provider, &grant.subject, grant.nonce, &access_token) {
        Ok(id_token) => Json(json!({
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": id_token,
        }))
        .with_header(header::CACHE_CONTROL, "no-store")
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "the demonstration provider could not sign");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn id_token(
    provider: &DemonstrationProvider,
    subject: &str,
    nonce: Option<String>,
    access_token: &str,
) -> anyhow::Result<CoreIdToken> {
    let now = provider.clock.now();
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(provider.issuer.to_string())?,
        vec![Audience::new(CLIENT_ID.to_owned())],
        now + chrono::Duration::minutes(5),
        now,
        StandardClaims::<CoreGenderClaim>::new(SubjectIdentifier::new(subject.to_owned())),
        EmptyAdditionalClaims {},
    )
    .set_nonce(nonce.map(Nonce::new));
    Ok(CoreIdToken::new(
        claims,
        &provider.signing_key,
        CoreJwsSigningAlgorithm::EdDsa,
        Some(&AccessToken::new(access_token.to_owned())),
        None,
    )?)
}

#[handler]
pub(super) async fn tell_who(Data(provider): Provider<'_>, request: &Request) -> Response {
    let subject = request
        .header(header::AUTHORIZATION)
        .and_then(|value| value.strip_prefix("Bearer "))
        .and_then(|token| {
            provider.grants.lock().unwrap_or_else(PoisonError::into_inner).subject_of(token)
        });
    let Some(subject) = subject else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Some(person) = provider.person(&subject).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    Json(json!({
        "sub": person.subject,
        "given_name": person.given_name,
        "usual_name": person.usual_name,
        "email": person.email,
        "siret": person.siret,
    }))
    .into_response()
}

#[derive(Deserialize)]
struct Leaving {
    post_logout_redirect_uri: Option<Url>,
}

/// Nobody is remembered here, so that leaving is only the way back.
#[handler]
pub(super) fn end_session(
    Data(provider): Provider<'_>,
    Query(leaving): Query<Leaving>,
) -> Response {
    let back = leaving
        .post_logout_redirect_uri
        .filter(|back| back.origin() == provider.issuer.origin())
        .map_or_else(|| "/".to_owned(), String::from);
    Redirect::see_other(back).into_response()
}
