//! The words of pages, letters and refusals: Fluent files, one for each feature, French first.
#![warn(missing_docs)]

pub mod date;
pub mod elision;
mod language;
pub mod typography;

use std::sync::LazyLock;

use chrono::NaiveDate;
use fluent::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

pub use language::Language;

#[derive(RustEmbed)]
#[folder = "fr"]
struct French;

#[derive(RustEmbed)]
#[folder = "en"]
struct English;

type Bundle = FluentBundle<FluentResource>;

static FRENCH: LazyLock<Bundle> = LazyLock::new(|| bundle::<French>(langid!("fr")));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle::<English>(langid!("en")));

fn bundle<Files: RustEmbed>(language: LanguageIdentifier) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The isolating marks would land in subjects and in HTML.
    bundle.set_use_isolating(false);
    for path in Files::iter() {
        let Some(file) = Files::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        // A test reads every file without errors; what can be read is used all the same.
        let resource = match FluentResource::try_new(text) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A value that words are made with.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number, by which plurals are chosen.
    Number(i64),
    /// A day, which each language says in its own way.
    Day(NaiveDate),
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
impl From<NaiveDate> for Value<'_> {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

/// The words of this key in French; `None` when there are none.
pub fn find(key: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
    find_in(Language::French, key, arguments)
}

fn find_in(language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
    let bundle: &Bundle = match language {
        Language::French => &FRENCH,
        Language::English => &ENGLISH,
    };
    let pattern = bundle.get_message(key)?.value()?;
    let mut with = FluentArgs::new();
    for (name, value) in arguments {
        match value {
            Value::Text(text) => with.set(*name, FluentValue::from(*text)),
            Value::Number(number) => with.set(*name, FluentValue::from(*number)),
            Value::Day(day) => with.set(*name, FluentValue::from(said(language, *day))),
        }
    }
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&with), &mut errors).into_owned())
}

/// A day as people say it; in English as programs write it, which both read.
fn said(language: Language, day: NaiveDate) -> String {
    match language {
        Language::French => date::plain(day),
        Language::English => day.to_string(),
    }
}

/// The words of this key. A missing key shows as itself, which a test forbids.
pub fn text(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    find(key, arguments).unwrap_or_else(|| key.to_owned())
}

/// The same in another language; French where it has none.
pub fn text_in(language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    let other = match language {
        Language::French => None,
        Language::English => find_in(Language::English, key, arguments),
    };
    other.unwrap_or_else(|| text(key, arguments))
}

/// The words of a refusal's code.
pub fn refusal(code: &str, arguments: &[(&str, Value<'_>)]) -> String {
    refusal_in(Language::French, code, arguments)
}

/// The same in another language.
pub fn refusal_in(language: Language, code: &str, arguments: &[(&str, Value<'_>)]) -> String {
    let key = format!("refusal-{}", code.to_lowercase().replace('_', "-"));
    text_in(language, &key, arguments)
}

/// Every key, for the test that none is missing and none is unused.
pub fn keys() -> Vec<String> {
    keys_of::<French>()
}

fn keys_of<Files: RustEmbed>() -> Vec<String> {
    let mut keys = Vec::new();
    for path in Files::iter() {
        let Some(file) = Files::get(&path) else { continue };
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;

    use super::{English, Language, Value, find_in, keys, keys_of, refusal_in, text_in};

    /// What the API says by itself.
    const OF_THE_API: [&str; 9] = [
        "away",
        "because-",
        "denied-",
        "fault",
        "guard-",
        "indicator-",
        "refusal-",
        "too-slow",
        "unreadable-",
    ];

    #[test]
    fn what_the_api_says_is_said_in_english_too() {
        let french: BTreeSet<String> = keys()
            .into_iter()
            .filter(|key| OF_THE_API.iter().any(|start| key.starts_with(start)))
            .collect();
        let english: BTreeSet<String> = keys_of::<English>().into_iter().collect();

        let missing: Vec<_> = french.difference(&english).collect();
        let unused: Vec<_> = english.difference(&french).collect();
        assert!(missing.is_empty(), "not in locales/en: {missing:?}");
        assert!(unused.is_empty(), "nowhere in French: {unused:?}");
    }

    #[test]
    fn both_languages_say_the_same_facts() {
        let facts = |language: Language, key: &str| {
            // Without arguments, Fluent shows the names of those that it misses.
            let said = find_in(language, key, &[]).unwrap_or_default();
            let names: BTreeSet<String> = said
                .match_indices("{$")
                .filter_map(|(at, _)| said[at + 2..].split('}').next().map(str::to_owned))
                .collect();
            names
        };
        for key in keys_of::<English>() {
            assert_eq!(facts(Language::French, &key), facts(Language::English, &key), "{key}");
        }
    }

    #[test]
    fn english_has_its_own_plurals_and_falls_back_to_french() {
        let taken =
            |count: i64| refusal_in(Language::English, "MODE_TAKEN", &[("taken", count.into())]);
        assert!(taken(1).starts_with("One person"), "{}", taken(1));
        assert!(taken(0).starts_with("0 people"), "{}", taken(0));
        let words: &[(&str, Value<'_>)] = &[];
        assert_eq!(
            text_in(Language::English, "skill-email", words),
            super::text("skill-email", words)
        );
    }

    #[test]
    fn a_day_is_said_in_each_language_and_what_looks_like_one_as_it_was_typed() {
        let ended = |language: Language, value: Value<'_>| {
            refusal_in(language, "EMPLOYMENT_ENDED", &[("ended_on", value)])
        };
        let day = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();

        assert!(ended(Language::French, day.into()).contains("1er septembre 2026"));
        assert!(ended(Language::English, day.into()).contains("2026-09-01"));
        assert!(ended(Language::French, "2026-09-01".into()).contains("2026-09-01"));
    }
}
