//! Taking a session off an agenda.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Outcome},
    event::{self, State},
    id::{EventId, SessionId},
    refusals,
};
use entities::{session::Entity, session_choice};

refusals! {
    /// Why a session may not be taken off.
    SessionDelete: pub enum DeleteRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "sessionId",
        /// People chose it, or were there.
        InUse { count: i64 } => "SESSION_IN_USE" on "sessionId",
    }
}

/// Takes a session that nobody chose off its event's agenda; gives back its identifier.
pub async fn delete(ctx: &Context, id: SessionId) -> Outcome<SessionId, DeleteRefusal> {
    let tx = ctx.begin().await?;
    let session = Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let (event, facts) = event::open(&tx, ctx, EventId::of(session.event_id)).await?;
    let count = Sql::new(
        "select (select count(*) from session_choice \
         where session_id = ? and state <> 'cancelled') \
         + (select count(*) from attendance where session_id = ?)",
        binds![id, id],
    )
    .number(&*tx)
    .await?;

    if event.state == State::Cancelled {
        return Err(DeleteRefusal::Cancelled.into());
    }
    if count > 0 {
        return Err(DeleteRefusal::InUse { count }.into());
    }

    session_choice::Entity::delete_many()
        .filter(session_choice::Column::SessionId.eq(session.id))
        .exec(&*tx)
        .await?;
    Entity::delete_by_id(session.id).exec(&*tx).await?;
    let event = event::touched(&tx, ctx, event, &facts, None).await?;

    tx.audit(
        ctx,
        event::line("session.delete", event.id, &facts)
            .changing(json!({ "session": id.to_string(), "title": session.title })),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}
