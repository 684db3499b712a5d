//! The words of pages, letters and refusals: Fluent files, one for each feature, French first.
#![warn(missing_docs)]

pub mod date;

use std::sync::LazyLock;

use fluent::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use unic_langid::langid;

#[derive(RustEmbed)]
#[folder = "fr"]
struct French;

static FRENCH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![langid!("fr")]);
    // The isolating marks would land in subjects and in HTML.
    bundle.set_use_isolating(false);
    for path in French::iter() {
        let Some(file) = French::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        // A test reads every file without errors; what can be read is used all the same.
        let resource = match FluentResource::try_new(text) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
});

/// A value that words are made with.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number, by which plurals are chosen.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}
impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The words of this key; `None` when there are none.
pub fn find(key: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
    let pattern = FRENCH.get_message(key)?.value()?;
    let mut with = FluentArgs::new();
    for (name, value) in arguments {
        match value {
            Value::Text(text) => with.set(*name, FluentValue::from(*text)),
            Value::Number(number) => with.set(*name, FluentValue::from(*number)),
        }
    }
    let mut errors = Vec::new();
    Some(FRENCH.format_pattern(pattern, Some(&with), &mut errors).into_owned())
}

/// The words of this key. A missing key shows as itself, which a test forbids.
pub fn text(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    find(key, arguments).unwrap_or_else(|| key.to_owned())
}

/// The words of a refusal's code. An argument that is a whole number chooses plurals.
pub fn refusal(code: &str, arguments: &[(&'static str, String)]) -> String {
    let key = format!("refusal-{}", code.to_lowercase().replace('_', "-"));
    let arguments: Vec<(&str, Value<'_>)> = arguments
        .iter()
        .map(|(name, value)| {
            let value = value.parse().map_or(Value::Text(value), Value::Number);
            (*name, value)
        })
        .collect();
    text(&key, &arguments)
}

/// Every key, for the test that none is missing and none is unused.
pub fn keys() -> Vec<String> {
    let mut keys = Vec::new();
    for path in French::iter() {
        let Some(file) = French::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        keys.extend(
            text.lines()
                .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
                .filter_map(|line| line.split_once(" ="))
                .map(|(key, _)| key.to_owned()),
        );
    }
    keys.sort_unstable();
    keys
}
