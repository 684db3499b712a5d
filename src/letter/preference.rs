//! Choosing which letters one receives, with the key that each letter carries. Looking never acts.

use std::collections::BTreeSet;

use domain::{
    context::{Context, Door},
    error::Halt,
    letter::{self, Reader},
    outbox::Category,
    policy::Standing,
};
use poem::{
    IntoResponse as _, Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Form, Html, Query},
};
use serde::Deserialize;
use web::pages::letter::{GonePage, PreferencePage, UnsubscribePage, UnsubscribedPage};

use crate::{asker, fault, server::Server};

#[derive(Deserialize)]
pub(super) struct Key {
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
pub(super) struct KeyAndCategory {
    #[serde(default)]
    token: String,
    #[serde(default)]
    category: String,
}

/// Nobody is signed in here: the key is the right, and this door its limit.
fn context(server: &Server, request: &Request) -> Context {
    let request_id = asker::request_id(request);
    Context::new(server.house.clone(), Standing::nobody(), Door::Letter, &request_id)
}

/// The categories, as they stand.
#[handler]
pub(super) async fn show(
    request: &Request,
    Data(server): Data<&Server>,
    Query(key): Query<Key>,
) -> Response {
    let ctx = context(server, request);
    let Ok(reader) = letter::reader_of(&ctx, &key.token) else { return gone() };
    match letter::refused(&ctx, &reader).await {
        Ok(refused) => preferences(&key.token, &refused, false),
        Err(halt) => broken(&ctx, &halt),
    }
}

/// Saves them.
#[handler]
pub(super) async fn save(
    request: &Request,
    Data(server): Data<&Server>,
    Query(key): Query<Key>,
    Form(ticked): Form<Vec<(String, String)>>,
) -> Response {
    let ctx = context(server, request);
    let Ok(reader) = letter::reader_of(&ctx, &key.token) else { return gone() };
    let wanted: BTreeSet<_> = ticked
        .iter()
        .filter(|(name, _)| name == "category")
        .filter_map(|(_, word)| Category::of_word(word))
        .collect();
    let refused: BTreeSet<_> =
        Category::REFUSABLE.into_iter().filter(|category| !wanted.contains(category)).collect();
    match letter::set_refused(&ctx, &reader, &refused).await {
        Ok(()) => preferences(&key.token, &refused, true),
        Err(halt) => broken(&ctx, &halt),
    }
}

/// A person who follows the unsubscribe link sees a button: mail scanners follow links too.
#[handler]
pub(super) fn ask(
    request: &Request,
    Data(server): Data<&Server>,
    Query(asked): Query<KeyAndCategory>,
) -> Response {
    let ctx = context(server, request);
    match read(&ctx, &asked) {
        Some((_, category)) => {
            page(UnsubscribePage { token: &asked.token, category: category.word() }.to_html())
        }
        None => gone(),
    }
}

/// The one click of RFC 8058, by a mail program or by the button.
#[handler]
pub(super) async fn unsubscribe(
    request: &Request,
    Data(server): Data<&Server>,
    Query(asked): Query<KeyAndCategory>,
) -> Response {
    let ctx = context(server, request);
    let Some((reader, category)) = read(&ctx, &asked) else { return gone() };
    match letter::refuse(&ctx, &reader, category).await {
        Ok(()) => {
            page(UnsubscribedPage { token: &asked.token, category: category.word() }.to_html())
        }
        Err(halt) => broken(&ctx, &halt),
    }
}

fn read(ctx: &Context, asked: &KeyAndCategory) -> Option<(Reader, Category)> {
    let reader = letter::reader_of(ctx, &asked.token).ok()?;
    let category = Category::of_word(&asked.category)
        .filter(|category| Category::REFUSABLE.contains(category))?;
    Some((reader, category))
}

fn preferences(token: &str, refused: &BTreeSet<Category>, is_saved: bool) -> Response {
    let choices = Category::REFUSABLE
        .into_iter()
        .map(|category| (category.word(), !refused.contains(&category)))
        .collect();
    page(PreferencePage { token, choices, is_saved }.to_html())
}

/// The key is in the address: no cache and no other site may learn it.
fn page(html: String) -> Response {
    Html(html)
        .with_header(header::CACHE_CONTROL, "no-store")
        .with_header(header::REFERRER_POLICY, "no-referrer")
        .into_response()
}

fn gone() -> Response {
    let mut response = page(GonePage {}.to_html());
    response.set_status(StatusCode::NOT_FOUND);
    response
}

fn broken(ctx: &Context, halt: &Halt) -> Response {
    tracing::error!(request_id = ctx.request_id(), ?halt, "letter preferences");
    let words = locales::text("fault", &[("request", ctx.request_id().into())]);
    let status = match halt {
        Halt::Fault(error) => fault::status_of(error),
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    words.with_status(status).into_response()
}
