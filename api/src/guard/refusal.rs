//! A no before anything runs, in the words of whoever asks.

use std::fmt::Display;

use async_graphql::Pos;
use locales::{Language, Value};

use super::Code;

/// Why a request was not let through.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// For programs.
    pub code: Code,
    pub(super) words: Words,
    /// Where in the document, when it is known.
    pub positions: Vec<Pos>,
    /// What it would have cost, when that was the reason.
    pub cost: Option<u64>,
}

/// For the developer who reads the answer.
#[derive(Clone, Debug)]
pub(super) enum Words {
    /// Ours, with what they name.
    Ours(&'static str, Vec<(&'static str, String)>),
    /// Those of a library, as they are.
    Said(String),
}

impl Refusal {
    /// A refusal without a place, in the words of this key.
    pub fn new(code: Code, key: &'static str) -> Self {
        Self::of(code, Words::Ours(key, Vec::new()))
    }

    /// A refusal in the words of a library, which has one language, or that a program compares.
    pub fn said(code: Code, message: impl Into<String>) -> Self {
        Self::of(code, Words::Said(message.into()))
    }

    fn of(code: Code, words: Words) -> Self {
        Self { code, words, positions: Vec::new(), cost: None }
    }

    /// The same, naming this.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        if let Words::Ours(_, arguments) = &mut self.words {
            arguments.push((name, value.to_string()));
        }
        self
    }

    /// What is said, in this language.
    pub fn message(&self, language: Language) -> String {
        match &self.words {
            Words::Said(message) => message.clone(),
            Words::Ours(key, arguments) => {
                let arguments: Vec<_> =
                    arguments.iter().map(|(name, value)| (*name, Value::Text(value))).collect();
                locales::text_in(language, key, &arguments)
            }
        }
    }
}
