//! A second click does nothing twice: every form carries a word of its page, and what was sent with it
//! before is answered as it was the first time.

use std::{sync::Arc, time::Duration};

use domain::{
    context::{Context, Door},
    idempotency::{self, Known},
};
use poem::{
    Body, Endpoint, IntoResponse as _, Request, Response,
    http::{Method, StatusCode, header},
    web::{Html, Redirect},
};
use sha2::{Digest as _, Sha256};

use super::refusal;
use crate::{
    asker::{self, Unknown},
    key::Key,
    server::Server,
};

/// The longest word of a page.
const LONGEST: usize = 64;

/// How often, and how many times, a second click looks whether the first one is answered.
const PAUSE: Duration = Duration::from_millis(100);
const LOOKS: u32 = 100;

/// What a form that did something shows, when it leads nowhere.
#[derive(Clone)]
pub(super) enum Shown {
    /// This page; a second click shows it again.
    Again(String),
    /// What is shown only once; a second click is led here instead.
    Once(&'static str),
}

/// Answers a form that comes twice from the same page as it was answered first, once it did something.
pub(super) async fn only<E: Endpoint>(
    next: Arc<E>,
    mut request: Request,
) -> poem::Result<Response> {
    let Some((ctx, key)) = read(&mut request).await? else { return pass(&next, request).await };
    request.set_data(ctx.clone());
    let mut looks = 0;
    loop {
        let known = idempotency::hold(&ctx, &key, key.as_bytes()).await;
        match known {
            Ok(Some(Known::New(held))) => {
                return first(&next, request, Key::new(&ctx, held)).await;
            }
            Ok(Some(Known::Answered(place))) => return Ok(again(&place)),
            Ok(Some(Known::UnderWay)) if looks < LOOKS => {
                looks += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Ok(Some(Known::UnderWay)) => return Ok(refusal::under_way(&request)),
            // Nobody in particular holds no key.
            Ok(Some(Known::Reused | Known::Invalid) | None) => {
                return pass(&next, request).await;
            }
            Err(halt) => return Ok(refusal::broken(&request, &halt)),
        }
    }
}

async fn pass<E: Endpoint>(next: &Arc<E>, request: Request) -> poem::Result<Response> {
    next.call(request).await.map(poem::IntoResponse::into_response)
}

/// Who sends the form, and the key of what it says; the body stays for whoever reads it next.
async fn read(request: &mut Request) -> poem::Result<Option<(Context, String)>> {
    let is_form = request
        .content_type()
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if request.method() != Method::POST || !is_form {
        return Ok(None);
    }
    let bytes = request.take_body().into_bytes().await?;
    let word = url::form_urlencoded::parse(&bytes)
        .find(|(name, _)| name == web::pages::ONCE)
        .map(|(_, word)| word.into_owned())
        .filter(|word| !word.is_empty() && word.len() <= LONGEST);
    let mut said = Sha256::new();
    said.update(request.uri().path());
    said.update([0]);
    said.update(&bytes);
    let said = hex::encode(said.finalize());
    request.set_body(Body::from_bytes(bytes));
    let (Some(word), Some(server)) = (word, request.data::<Server>()) else { return Ok(None) };
    match asker::context(server, request, Door::Page).await {
        Ok(ctx) => Ok(Some((ctx, format!("page:{word}:{said}")))),
        // Told further on.
        Err(Unknown::BadToken) => Ok(None),
        Err(Unknown::Halted(halt)) => {
            Err(poem::Error::from_response(refusal::broken(request, &halt)))
        }
    }
}

/// Does it, and keeps where it led. A form that was refused, that only looked, or that failed before
/// anything was changed may come again.
async fn first<E: Endpoint>(next: &Arc<E>, request: Request, key: Key) -> poem::Result<Response> {
    let answer = match next.call(request).await {
        Ok(response) => response.into_response(),
        Err(error) => error.into_response(),
    };
    let place = match (answer.status(), answer.data::<Shown>()) {
        (StatusCode::SEE_OTHER, _) => {
            answer.headers().get(header::LOCATION).and_then(|place| place.to_str().ok())
        }
        (_, Some(Shown::Again(page))) => Some(page.as_str()),
        (_, Some(Shown::Once(place))) => Some(*place),
        _ => None,
    };
    match place {
        Some(place) => key.keep(place).await,
        None if answer.status().is_server_error() => key.fail().await,
        None => key.let_go().await,
    }
    Ok(answer)
}

/// Where the first click led, or the page that it showed.
fn again(kept: &str) -> Response {
    let answer = if kept.starts_with('/') {
        Redirect::see_other(kept).into_response()
    } else {
        Html(kept.to_owned()).into_response()
    };
    answer.with_header(header::CACHE_CONTROL, "no-store").into_response()
}
