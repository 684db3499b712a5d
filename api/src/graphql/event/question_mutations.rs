//! Asking those who register.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::question::{self, Change, CreateRefusal, DeleteRefusal, UpdateRefusal};

use super::{Question, QuestionKey, QuestionKind};
use crate::graphql::{
    given::{Emptied, Given},
    id::{asker, read, write},
    loader::load,
    payload::payload,
};

payload! {
    /// What came of adding a question.
    QuestionCreatePayload refused by CreateRefusal {
        /// The new question.
        question: Question
    }
}
payload! {
    /// What came of changing a question.
    QuestionUpdatePayload refused by UpdateRefusal {
        /// The changed question.
        or current question: Question
    }
}
payload! {
    /// What came of taking a question away.
    QuestionDeletePayload refused by DeleteRefusal {
        /// The identifier of the question that is gone.
        deleted_question_id: ID
    }
}

/// A question to be put to those who register.
#[derive(InputObject)]
pub struct QuestionCreateInput {
    /// The event.
    event_id: ID,
    /// What is asked.
    prompt: String,
    /// How it is answered.
    kind: QuestionKind,
    /// What one may choose from, when it is a choice.
    #[graphql(default)]
    choices: Vec<String>,
    /// Whether one must answer.
    #[graphql(default)]
    is_required: bool,
    /// Whether the answers are forgotten thirty days after the event: diets, disabilities.
    #[graphql(default)]
    is_sensitive: bool,
    /// Its place among the questions; else the last.
    rank: Option<i32>,
}

/// What changes of a question; what is not named stays.
#[derive(InputObject)]
pub struct QuestionUpdateInput {
    /// The question.
    question_id: ID,
    /// The event's revision that you looked at; a later one is refused as `STALE_REVISION`.
    expected_revision: Option<i32>,
    /// What is asked.
    prompt: Emptied<String>,
    /// How it is answered.
    kind: Given<QuestionKind>,
    /// What one may choose from, all of it.
    choices: Emptied<Vec<String>>,
    /// Whether one must answer.
    is_required: Given<bool>,
    /// Whether the answers are forgotten thirty days after the event.
    is_sensitive: Given<bool>,
    /// Its place among the questions.
    rank: Given<i32>,
}

/// The question to take away.
#[derive(InputObject)]
pub struct QuestionDeleteInput {
    /// The question.
    question_id: ID,
}

/// What can be done to questions.
#[derive(Default)]
pub struct QuestionMutation;

/// What can be done to questions.
#[Object]
impl QuestionMutation {
    /// Adds a question to an event; those who registered before are not asked again.
    async fn question_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The question.")] input: QuestionCreateInput,
    ) -> Result<Option<QuestionCreatePayload>> {
        let event = read(ctx, &input.event_id)?;
        let content = Change {
            prompt: Some(input.prompt),
            kind: Some(input.kind.into()),
            choices: Some(input.choices),
            is_required: Some(input.is_required),
            is_sensitive: Some(input.is_sensitive),
            rank: input.rank,
        };
        let outcome = question::create(asker(ctx), event, content).await;
        QuestionCreatePayload::of(ctx, outcome, Question::of)
    }

    /// Changes a question.
    async fn question_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: QuestionUpdateInput,
    ) -> Result<Option<QuestionUpdatePayload>> {
        let id = read(ctx, &input.question_id)?;
        let content = Change {
            prompt: input.prompt.0,
            kind: input.kind.0.map(question::Kind::from),
            choices: input.choices.0,
            is_required: input.is_required.0,
            is_sensitive: input.is_sensitive.0,
            rank: input.rank.0,
        };
        let outcome = question::update(asker(ctx), id, input.expected_revision, content).await;
        let current = async { Ok(load(ctx, QuestionKey(id.uuid())).await?.map(Question::of)) };
        QuestionUpdatePayload::of_edit(ctx, outcome, Question::of, current).await
    }

    /// Takes a question away that nobody answered.
    async fn question_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: QuestionDeleteInput,
    ) -> Result<Option<QuestionDeletePayload>> {
        let id = read(ctx, &input.question_id)?;
        QuestionDeletePayload::of(ctx, question::delete(asker(ctx), id).await, write)
    }
}
