//! Changing a question.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::json;

use super::{
    Change, Question,
    content::{Wrong, wrongs},
    delete::answers,
};
use crate::{
    context::Context,
    error::{Denied, Error, Outcome},
    event::{self, State},
    id::{EventId, QuestionId},
    refusals,
};
use entities::question::{ActiveModel, Entity};

refusals! {
    /// Why a question may not be changed.
    QuestionUpdate: pub enum UpdateRefusal {
        /// Someone else changed the event in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "questionId",
        /// Nothing is asked.
        PromptMissing => "PROMPT_MISSING" on "prompt",
        /// From 2 to 50 choices, all different, none empty.
        ChoicesInvalid => "CHOICES_INVALID" on "choices",
        /// People answered it: neither how it is answered nor the promise to forget changes.
        Answered { count: i64 } => "QUESTION_ANSWERED" on "questionId",
    }
}

impl From<Wrong> for UpdateRefusal {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::PromptMissing => Self::PromptMissing,
            Wrong::ChoicesInvalid => Self::ChoicesInvalid,
        }
    }
}

/// Changes a question. Answers that become sensitive will be forgotten; none is kept after that was promised.
pub async fn update(
    ctx: &Context,
    id: QuestionId,
    expected_revision: Option<i32>,
    content: Change,
) -> Outcome<Question, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let known = Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let (event, facts) = event::open(&tx, ctx, EventId::of(known.event_id)).await?;
    let before = Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let count = answers(&tx, id).await?;

    if expected_revision.is_some_and(|expected| expected != event.revision) {
        return Err(UpdateRefusal::Stale { revision: event.revision }.into());
    }
    if event.state == State::Cancelled {
        return Err(UpdateRefusal::Cancelled.into());
    }
    let after = content.over(before.clone());
    let wrongs = wrongs(&after);
    if !wrongs.is_empty() {
        return Err(Error::Refused(wrongs.into_iter().map(UpdateRefusal::from).collect()));
    }
    let breaks_promise = before.is_sensitive && !after.is_sensitive;
    if count > 0 && (before.kind != after.kind || breaks_promise) {
        return Err(UpdateRefusal::Answered { count }.into());
    }
    if before == after {
        return Ok(before.into());
    }

    let is_sensitive_now = before.is_sensitive != after.is_sensitive;
    let model: ActiveModel = after.into_active_model().reset_all();
    let row = model.update(&*tx).await?;
    if is_sensitive_now {
        event::retime_sensitive_answers(&tx, &event).await?;
    }
    let event = event::touched(&tx, ctx, event, &facts, None).await?;

    tx.audit(
        ctx,
        event::line("question.update", event.id, &facts).changing(json!({
            "question": id.to_string(), "prompt": row.prompt, "is_required": row.is_required,
            "is_sensitive": row.is_sensitive,
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(row.into())
}
