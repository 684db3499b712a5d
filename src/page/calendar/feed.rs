//! Calendars that programs read: the public ones, and by its secret address a person's own.

use domain::{
    calendar_feed::{self, Entry},
    context::{Context, Door},
    error::{Denied, Halt},
    network,
    policy::Standing,
    secret,
};
use locales::text;
use mail::{Links, Sender, feed};
use poem::{
    IntoResponse as _, Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};

use crate::{asker, fault, server::Server};

/// Whoever asks, a public calendar is the same: no cookie is read.
fn nobody(server: &Server, request: &Request) -> Context {
    let request_id = asker::request_id(request);
    Context::new(server.house.clone(), Standing::nobody(), Door::Letter, &request_id)
}

/// Every public event.
#[handler]
pub(in crate::page) async fn federation(
    request: &Request,
    Data(server): Data<&Server>,
) -> Response {
    let entries = calendar_feed::public(&nobody(server, request), None).await;
    let entries = entries.map(|entries| (text("calendar-federation", &[]), entries));
    answer(server, request, entries, "public, max-age=900")
}

/// The public events of a network and of all below it.
#[handler]
pub(in crate::page) async fn of_network(
    request: &Request,
    Path(name): Path<String>,
    Data(server): Data<&Server>,
) -> Response {
    answer(server, request, network_s(server, request, &name).await, "public, max-age=900")
}

async fn network_s(
    server: &Server,
    request: &Request,
    name: &str,
) -> Result<(String, Vec<Entry>), Halt> {
    let slug = name.strip_suffix(".ics").ok_or(Denied::Hidden)?;
    let ctx = nobody(server, request);
    let network = network::by_slug(&ctx, slug).await?;
    let entries = calendar_feed::public(&ctx, Some(network.id)).await?;
    Ok((text("calendar-network", &[("network", (&network.name).into())]), entries))
}

/// What the person behind a secret address registered for.
#[handler]
pub(in crate::page) async fn mine(
    request: &Request,
    Path(name): Path<String>,
    Data(server): Data<&Server>,
) -> Response {
    answer(server, request, own(server, request, &name).await, "private, no-cache")
}

async fn own(server: &Server, request: &Request, name: &str) -> Result<(String, Vec<Entry>), Halt> {
    let token = name.strip_suffix(".ics").ok_or(Denied::Hidden)?;
    let request_id = asker::request_id(request);
    let reader = calendar_feed::reader(&server.house, token, &request_id).await?;
    let entries = calendar_feed::own(&reader.ok_or(Denied::Hidden)?).await?;
    Ok((text("calendar-own", &[]), entries))
}

/// The calendar, or word that it is still the same.
fn answer(
    server: &Server,
    request: &Request,
    found: Result<(String, Vec<Entry>), Halt>,
    keep: &'static str,
) -> Response {
    let (name, entries) = match found {
        Ok(found) => found,
        Err(Halt::Denied(_) | Halt::Unreadable(_)) => {
            return plain(StatusCode::NOT_FOUND, "Ce calendrier est introuvable.");
        }
        Err(Halt::Fault(error)) => {
            let request_id = asker::request_id(request);
            tracing::error!(request_id, ?error, "a calendar could not be written");
            return plain(fault::status_of(&error), "Ce calendrier n’a pas pu être écrit.");
        }
    };
    let Ok(sender) = Sender::new(&server.config.mail_from) else {
        tracing::error!("the sender of letters cannot be read");
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "Ce calendrier n’a pas pu être écrit.");
    };
    let links = Links::new(&server.config.public_url);
    let body = feed(&name, &entries, &sender.address(), &links);
    let tag = format!("\"{}\"", &secret::hash(&body)[..32]);
    let response = if is_known(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        body.with_content_type("text/calendar; charset=utf-8")
            .with_header(header::CONTENT_DISPOSITION, "inline; filename=\"calendrier.ics\"")
            .into_response()
    };
    response.with_header(header::CACHE_CONTROL, keep).with_header(header::ETAG, tag).into_response()
}

/// Whether the reader has this version already.
fn is_known(request: &Request, tag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| {
        known
            .split(',')
            .map(|one| one.trim().trim_start_matches("W/"))
            .any(|one| one == tag || one == "*")
    })
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    words.with_status(status).with_header(header::CACHE_CONTROL, "no-store").into_response()
}
