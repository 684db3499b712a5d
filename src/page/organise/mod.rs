//! What those do who organise events: plan, follow answers, note who came, write.

pub(super) mod agenda;
pub(super) mod attendance;
mod file;
pub(super) mod invite;
pub(super) mod list;
mod live;
pub(super) mod people;
pub(super) mod plan;
pub(super) mod question;
pub(super) mod sheet;

use domain::{
    context::Context,
    error::{Denied, Halt},
    event::{self, Event},
    id::EventId,
    member,
    network::{self, Network},
    page::Request,
    policy::Ask,
    session::{self, Session},
};
use poem::{Route, get};
use web::pages::Typed;

/// Adds what is no page: files to take away, and counts that follow what happens.
pub(super) fn routes(routes: Route) -> Route {
    routes
        .at("/events/:id/live", get(live::follow))
        .at("/events/:id/people.csv", get(file::csv))
        .at("/events/:id/people.ods", get(file::ods))
}

/// An event, for someone who organises it.
struct Organised {
    event: Event,
    hosts: Vec<Network>,
}

fn event_id(text: &str) -> Result<EventId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

/// The event and its hosts, when this asker organises it.
async fn organised(ctx: &Context, id: &str) -> Result<Organised, Halt> {
    let event = event::load(ctx, event_id(id)?).await?;
    ctx.may(&Ask::EditEvent { event: &event.facts })?;
    let mut known = network::by_ids(ctx, &event.facts.hosts).await?;
    let hosts = event.facts.hosts.iter().filter_map(|host| known.remove(host)).collect();
    Ok(Organised { event, hosts })
}

/// The agenda of an event.
async fn agenda(ctx: &Context, event: &Event) -> Result<Vec<Session>, Halt> {
    Ok(session::of_events(ctx, &[event.id]).await?.remove(&event.id).unwrap_or_default())
}

/// Which page of a list the address asks for.
pub(super) fn request(asked: &Typed, size: i32) -> Request {
    let cursor = |name: &str| Some(asked.get(name).to_owned()).filter(|cursor| !cursor.is_empty());
    match cursor("before") {
        Some(before) => Request {
            last: Some(size),
            before: Some(before),
            is_counted: true,
            ..Request::default()
        },
        None => Request {
            first: Some(size),
            after: cursor("after"),
            is_counted: true,
            ..Request::default()
        },
    }
}

/// Words that somebody searches for, when there are some.
pub(super) fn searched(asked: &Typed, name: &str) -> Option<String> {
    Some(asked.get(name).trim().to_owned()).filter(|words| !words.is_empty())
}

/// The people of this name whom the asker knows, as many as one reads at a glance.
pub(super) async fn found(ctx: &Context, asked: &Typed) -> Result<Option<Vec<member::Seen>>, Halt> {
    let Some(search) = searched(asked, "who") else { return Ok(None) };
    let filter = member::Filter { search: Some(search), ..member::Filter::default() };
    Ok(Some(
        member::list(ctx, &filter, member::DirectoryOrder::ByName, &Request::first(10))
            .await?
            .into_rows(),
    ))
}

/// Those of these that say something, as the query of an address.
pub(super) fn query_of(kept: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}
