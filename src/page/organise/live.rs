//! Counts that follow what happens, as server-sent events: the same numbers as on the page.

use std::time::Duration;

use domain::{
    attendance,
    context::Context,
    error::{Denied, Halt},
    event::{self, Event},
    id::{EventId, SessionId},
    registration,
};
use futures_util::stream;
use poem::{
    IntoResponse as _, Response, handler,
    http::{HeaderValue, header},
    web::{
        Path, Query,
        sse::{self, SSE},
    },
};
use web::pages::Typed;

use super::{
    super::visit::Visit,
    agenda, event_id, organised,
    sheet::{expected, named},
};

/// How often the counts are looked at.
const EVERY: Duration = Duration::from_secs(3);

/// How many looks one connection has: five minutes. The browser connects again by itself, and so it
/// is asked again who looks.
const LOOKS: u32 = 100;

/// The counts, whenever they change.
#[handler]
pub(in crate::page) async fn follow(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let session = match begun(&visit.ctx, &id, &Typed(asked)).await {
        Ok(session) => session,
        Err(halt) => return visit.show(Err(halt)),
    };
    let first = Looking { ctx: visit.ctx, id, session, told: String::new(), looks: 0 };
    let mut response =
        SSE::new(stream::unfold(first, look)).keep_alive(Duration::from_secs(15)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather answers before they pass them on would make them late.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

async fn begun(ctx: &Context, id: &str, asked: &Typed) -> Result<Option<SessionId>, Halt> {
    let event = organised(ctx, id).await?.event;
    let sessions = agenda(ctx, &event).await?;
    Ok(named(asked, &sessions)?.map(|session| SessionId::of(session.id)))
}

/// Someone who looks on.
struct Looking {
    ctx: Context,
    id: String,
    session: Option<SessionId>,
    told: String,
    looks: u32,
}

/// Waits until something changed, and tells it.
async fn look(mut looking: Looking) -> Option<(sse::Event, Looking)> {
    loop {
        if looking.looks >= LOOKS {
            return None;
        }
        if looking.looks > 0 {
            tokio::time::sleep(EVERY).await;
        }
        looking.looks += 1;
        let event = event_id(&looking.id).ok()?;
        let counts = match counted(&looking.ctx, event, looking.session).await {
            Ok(counts) => counts,
            Err(halt) => {
                tracing::info!(?halt, "live counts ended");
                return None;
            }
        };
        if counts != looking.told {
            looking.told.clone_from(&counts);
            return Some((sse::Event::message(counts).event_type("counts"), looking));
        }
    }
}

async fn counted(ctx: &Context, id: EventId, session: Option<SessionId>) -> Result<String, Halt> {
    let event: Event = event::load(ctx, id).await?;
    let people = registration::tally(ctx, &event.facts).await?;
    let came = attendance::tally(ctx, &event.facts, session).await?;
    let left = left(ctx, &event, session).await?;
    let asked = event::asked_tally(ctx, &event.facts).await?;
    Ok(serde_json::json!({
        "confirmed": people.confirmed, "waitlisted": people.waitlisted,
        "offered": people.offered, "pending": people.pending,
        "declined": people.declined, "cancelled": people.cancelled,
        "invited": asked.all, "silent": asked.silent,
        "present": came.present, "absent": came.absent, "excused": came.excused, "left": left,
    })
    .to_string())
}

/// How many are expected of whom nothing is recorded.
async fn left(ctx: &Context, event: &Event, session: Option<SessionId>) -> Result<i64, Halt> {
    let sessions = agenda(ctx, event).await?;
    let here = match session {
        Some(id) => {
            let found = sessions.iter().find(|session| session.id == id.uuid());
            Some(found.ok_or(Denied::Hidden)?)
        }
        None => None,
    };
    let expected = registration::roll(ctx, &event.facts, &expected(here, &sessions)).await?;
    let known = attendance::roll(ctx, &event.facts, session).await?;
    let known: std::collections::HashSet<_> = known.iter().map(|one| one.member_id).collect();
    let left = expected.iter().filter(|one| !known.contains(&one.member_id)).count();
    Ok(i64::try_from(left).unwrap_or(i64::MAX))
}
