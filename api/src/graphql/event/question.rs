//! What a question is.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use domain::{id::QuestionKind as Named, question};

use super::{Event, QuestionKind, loaders::EventKey};
use crate::graphql::{id::write, loader::load};

/// A question put to those who register.
#[derive(Clone)]
pub struct Question(Arc<question::Question>);

impl Question {
    pub(crate) fn of(question: question::Question) -> Self {
        Self(Arc::new(question))
    }
}

/// A question put to those who register.
#[Object]
impl Question {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<Named>(self.0.id)
    }

    /// The event.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        load(ctx, EventKey(self.0.event_id)).await
    }

    /// Its place among the questions.
    async fn rank(&self) -> i32 {
        self.0.rank
    }

    /// What is asked.
    async fn prompt(&self) -> &str {
        &self.0.prompt
    }

    /// How it is answered.
    async fn kind(&self) -> QuestionKind {
        self.0.kind.into()
    }

    /// What one may choose from, when it is a choice.
    async fn choices(&self) -> &[String] {
        &self.0.choices
    }

    /// Whether one must answer.
    async fn is_required(&self) -> bool {
        self.0.is_required
    }

    /// Whether the answers are forgotten thirty days after the event.
    async fn is_sensitive(&self) -> bool {
        self.0.is_sensitive
    }
}
