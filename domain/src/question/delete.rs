//! Asking one thing less.

use sea_orm::EntityTrait as _;
use serde_json::json;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    event::{self, State},
    id::{EventId, QuestionId},
    refusals,
};
use entities::question::Entity;

refusals! {
    /// Why a question may not be taken away.
    QuestionDelete: pub enum DeleteRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "questionId",
        /// People answered it.
        Answered { count: i64 } => "QUESTION_ANSWERED" on "questionId",
    }
}

/// Takes a question away that nobody answered; gives back its identifier.
pub async fn delete(ctx: &Context, id: QuestionId) -> Outcome<QuestionId, DeleteRefusal> {
    let tx = ctx.begin().await?;
    let question = Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let (event, facts) = event::open(&tx, ctx, EventId::of(question.event_id)).await?;
    let count = answers(&tx, id).await?;

    if event.state == State::Cancelled {
        return Err(DeleteRefusal::Cancelled.into());
    }
    if count > 0 {
        return Err(DeleteRefusal::Answered { count }.into());
    }

    Entity::delete_by_id(question.id).exec(&*tx).await?;
    let event = event::touched(&tx, ctx, event, &facts, None).await?;

    tx.audit(
        ctx,
        event::line("question.delete", event.id, &facts)
            .changing(json!({ "question": id.to_string(), "prompt": question.prompt })),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// How many people answered.
pub(super) async fn answers(tx: &Transaction, id: QuestionId) -> Result<i64, Halt> {
    Ok(Sql::new("select count(*) from answer where question_id = ?", binds![id])
        .number(&**tx)
        .await?)
}
