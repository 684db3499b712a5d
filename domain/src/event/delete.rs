//! Throwing a draft away.

use serde_json::json;

use super::edit::{line, open};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Outcome,
    id::EventId,
    refusals,
};

refusals! {
    /// Why a draft may not be thrown away.
    EventDelete: pub enum DeleteRefusal {
        /// It cannot be undone, and was not confirmed.
        NotConfirmed => "NOT_CONFIRMED" on "isConfirmed",
        /// Someone may know of it: it was published once. Cancel it instead.
        Published => "EVENT_PUBLISHED" on "eventId",
        /// Someone is registered already.
        HasRegistrations { count: i64 } => "EVENT_HAS_REGISTRATIONS" on "eventId",
    }
}

/// Throws away a draft that was never published, with its agenda and questions; it cannot be undone.
/// The trail goes on saying that it was there.
pub async fn delete(
    ctx: &Context,
    id: EventId,
    is_confirmed: bool,
) -> Outcome<EventId, DeleteRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = open(&tx, ctx, id).await?;

    if event.published_at.is_some() || event.state != super::State::Draft {
        return Err(DeleteRefusal::Published.into());
    }
    let count = Sql::new(
        "select (select count(*) from registration where event_id = ?) \
         + (select count(*) from attendance where event_id = ?)",
        binds![event.id, event.id],
    )
    .number(&*tx)
    .await?;
    if count > 0 {
        return Err(DeleteRefusal::HasRegistrations { count }.into());
    }
    if !is_confirmed {
        return Err(DeleteRefusal::NotConfirmed.into());
    }

    tx.audit(
        ctx,
        line("event.delete", event.id, &facts)
            .changing(json!({ "title": event.title, "starts_at": event.starts_at })),
    )
    .await?;
    for text in [
        "update event set duplicated_from_id = null where duplicated_from_id = ?",
        "delete from question where event_id = ?",
        "delete from session where event_id = ?",
        "delete from event_invitation where event_id = ?",
        "delete from event_host where event_id = ?",
        "delete from event where id = ?",
    ] {
        Sql::new(text, binds![event.id]).run(&*tx).await?;
    }
    tx.commit().await?;
    Ok(id)
}
