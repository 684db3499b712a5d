//! The words of an answer, in the language that whoever asks would rather read.

use domain::error::Reason;
use locales::{Language, Value};

tokio::task_local! {
    /// The language of the request that this task answers.
    pub(crate) static LANGUAGE: Language;
}

fn language() -> Language {
    LANGUAGE.try_with(|language| *language).unwrap_or_default()
}

/// The words of this key.
pub(crate) fn text(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    locales::text_in(language(), key, arguments)
}

/// The words of a refusal.
pub(crate) fn refusal(reason: &impl Reason) -> String {
    let arguments = reason.arguments();
    let arguments: Vec<(_, Value<'_>)> =
        arguments.iter().map(|(name, it)| (*name, it.told())).collect();
    locales::refusal_in(language(), reason.code(), &arguments)
}
