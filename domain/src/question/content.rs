//! What a question says of itself: how it changes, and what would be wrong with it.

use std::collections::HashSet;

use serde_json::json;

use super::Kind;
use crate::text::is_blank;
use entities::question::Model;

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What is asked.
    pub prompt: Option<String>,
    /// How it is answered.
    pub kind: Option<Kind>,
    /// What one may choose from, all of it.
    pub choices: Option<Vec<String>>,
    /// Whether one must answer.
    pub is_required: Option<bool>,
    /// Whether the answers are forgotten thirty days after the event.
    pub is_sensitive: Option<bool>,
    /// Its place among the questions.
    pub rank: Option<i32>,
}

impl Change {
    /// The question after the change; only a choice has choices.
    pub(super) fn over(self, before: Model) -> Model {
        let kind = self.kind.unwrap_or(before.kind);
        let choices = match (kind, self.choices) {
            (Kind::Choice, Some(choices)) => {
                json!(choices.iter().map(|choice| choice.trim()).collect::<Vec<_>>())
            }
            (Kind::Choice, None) => before.choices,
            _ => json!([]),
        };
        Model {
            prompt: self.prompt.map_or(before.prompt, |prompt| prompt.trim().to_owned()),
            kind,
            choices,
            is_required: self.is_required.unwrap_or(before.is_required),
            is_sensitive: self.is_sensitive.unwrap_or(before.is_sensitive),
            rank: self.rank.unwrap_or(before.rank),
            ..before
        }
    }
}

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    PromptMissing,
    ChoicesInvalid,
}

/// From how many to how many choices one chooses.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=50;

/// Everything that is wrong with it, together.
pub(super) fn wrongs(question: &Model) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    if is_blank(&question.prompt) {
        wrongs.push(Wrong::PromptMissing);
    }
    if question.kind == Kind::Choice {
        let choices: Vec<String> =
            serde_json::from_value(question.choices.clone()).unwrap_or_default();
        let distinct: HashSet<&String> =
            choices.iter().filter(|choice| !is_blank(choice)).collect();
        if distinct.len() != choices.len() || !CHOICES.contains(&choices.len()) {
            wrongs.push(Wrong::ChoicesInvalid);
        }
    }
    wrongs
}
