//! Asking those who register one more thing.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _,
};
use serde_json::json;

use super::{
    Change, Kind, Question,
    content::{Wrong, wrongs},
};
use crate::{
    context::Context,
    error::{Error, Outcome},
    event::{self, State},
    id::{EventId, QuestionId},
    refusals,
};
use entities::question::{Column, Entity, Model};

/// Those who register are asked at most so much.
const MOST: u64 = 50;

refusals! {
    /// Why a question may not be added.
    QuestionCreate: pub enum CreateRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "eventId",
        /// Nothing is asked.
        PromptMissing => "PROMPT_MISSING" on "prompt",
        /// From 2 to 50 choices, all different, none empty.
        ChoicesInvalid => "CHOICES_INVALID" on "choices",
        /// An event asks at most 50 questions.
        TooMany => "TOO_MANY_QUESTIONS",
    }
}

impl From<Wrong> for CreateRefusal {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::PromptMissing => Self::PromptMissing,
            Wrong::ChoicesInvalid => Self::ChoicesInvalid,
        }
    }
}

/// Adds a question to an event. Those who registered before are not asked again.
pub async fn create(
    ctx: &Context,
    event: EventId,
    content: Change,
) -> Outcome<Question, CreateRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = event::open(&tx, ctx, event).await?;
    let count = Entity::find().filter(Column::EventId.eq(event.id)).count(&*tx).await?;

    if event.state == State::Cancelled {
        return Err(CreateRefusal::Cancelled.into());
    }
    if count >= MOST {
        return Err(CreateRefusal::TooMany.into());
    }
    let row = content.over(Model {
        id: QuestionId::new().uuid(),
        event_id: event.id,
        rank: i32::try_from(count).unwrap_or(i32::MAX),
        prompt: String::new(),
        kind: Kind::Text,
        choices: json!([]),
        is_required: false,
        is_sensitive: false,
    });
    let wrongs = wrongs(&row);
    if !wrongs.is_empty() {
        return Err(Error::Refused(wrongs.into_iter().map(CreateRefusal::from).collect()));
    }

    let row = row.into_active_model().insert(&*tx).await?;
    let event = event::touched(&tx, ctx, event, &facts, None).await?;

    tx.audit(
        ctx,
        event::line("question.create", event.id, &facts).changing(json!({
            "question": QuestionId::of(row.id).to_string(), "prompt": row.prompt,
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(row.into())
}
