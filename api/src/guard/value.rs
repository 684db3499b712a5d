//! Values that no operation could keep, whatever the type of the argument.

use async_graphql::Value;
use chrono::{DateTime, Datelike as _, Utc};

/// The years in which anything of ours can lie. Both databases keep them, and what is added to
/// them, without a special case.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Why a value is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A text with U+0000, which PostgreSQL does not keep.
    Nul,
    /// An instant outside [`YEARS`].
    Instant,
}

impl Wrong {
    /// The key of the words for the developer who reads the answer.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Nul => "guard-nul",
            Self::Instant => "guard-instant",
        }
    }
}

/// What is wrong with a value, or with one inside it.
pub(super) fn wrong(value: &Value) -> Option<Wrong> {
    match value {
        Value::List(items) => items.iter().find_map(wrong),
        Value::Object(fields) => fields.values().find_map(wrong),
        Value::String(text) if text.contains('\0') => Some(Wrong::Nul),
        Value::String(text) if is_far_away(text) => Some(Wrong::Instant),
        _ => None,
    }
}

/// Whether a text is an instant in the words of the `DateTime` scalar, and beyond the calendar.
fn is_far_away(text: &str) -> bool {
    // No instant is shorter or longer: most texts are not looked at.
    (17..=48).contains(&text.len())
        && text.parse::<DateTime<Utc>>().is_ok_and(|at| !YEARS.contains(&at.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_kept_is_wrong() {
        let judged = |text: &str| wrong(&Value::List(vec![Value::String(text.to_owned())]));

        assert_eq!(judged("a\0b"), Some(Wrong::Nul));
        for text in ["9999-12-31T23:59:59Z", "1899-12-31T23:00:00-00:30", "+12026-01-01T00:00:00Z"]
        {
            assert_eq!(judged(text), Some(Wrong::Instant), "{text}");
        }
        for text in ["2026-12-10T09:00:00Z", "le 9999-12-31T23:59:59Z", "", "\u{1e}é"] {
            assert_eq!(judged(text), None, "{text}");
        }
    }
}
