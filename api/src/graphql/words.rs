//! The words of an answer, in the language that whoever asks would rather read.

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

/// The words of a refusal's code.
pub(crate) fn refusal(code: &str, arguments: &[(&'static str, String)]) -> String {
    locales::refusal_in(language(), code, arguments)
}
