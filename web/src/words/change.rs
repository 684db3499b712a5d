//! How a file changes what is known, as one says it: the field, what it said, what it says then.

use domain::exchange::{FieldChange, Said};
use locales::{date, text};

/// A field that changes, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeTold {
    /// The field's name.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says then.
    pub after: String,
}

/// The same in one line, for what has no other form.
pub fn changes_told(changes: &[FieldChange]) -> String {
    let one = |change: &FieldChange| {
        let ChangeTold { field, before, after } = change_told(change);
        let about = [("field", &field), ("before", &before), ("after", &after)];
        text("exchange-change", &about.map(|(name, words)| (name, words.into())))
    };
    changes.iter().map(one).collect::<Vec<_>>().join(" ; ")
}

/// How a field changes, in words.
pub fn change_told(change: &FieldChange) -> ChangeTold {
    let (before, after) = told_apart(&said(&change.before), &said(&change.after));
    let key = format!("exchange-field-{}", change.field.replace('_', "-"));
    ChangeTold { field: text(&key, &[]), before, after }
}

fn said(said: &Said) -> String {
    match said {
        Said::Nothing => text("exchange-said-nothing", &[]),
        Said::Hidden => text("exchange-said-hidden", &[]),
        Said::Text(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Said::List(values) => values.join(", "),
        Said::Truth(true) => text("exchange-said-yes", &[]),
        Said::Truth(false) => text("exchange-said-no", &[]),
        Said::Moment(at, zone) => date::moment(*at, *zone),
        Said::Job(employer, from, until) => {
            let from = date::plain(*from);
            let last = until.and_then(|day| day.pred_opt()).map(date::plain);
            let mut about = vec![("employer", employer.into()), ("from", (&from).into())];
            match &last {
                None => text("exchange-said-job-open", &about),
                Some(last) => {
                    about.push(("last", last.into()));
                    text("exchange-said-job", &about)
                }
            }
        }
    }
}

/// How many signs of a text are told.
const LONGEST: usize = 160;

/// How many of those before the first that differs.
const LEAD: usize = 24;

/// Long texts, from a little before where they begin to differ.
fn told_apart(before: &str, after: &str) -> (String, String) {
    let is_long = |words: &str| words.chars().count() > LONGEST;
    if !is_long(before) && !is_long(after) {
        return (before.to_owned(), after.to_owned());
    }
    let same = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    let skipped = if same > LEAD * 2 { same - LEAD } else { 0 };
    let cut = |words: &str| {
        let count = words.chars().count();
        let middle: String = words.chars().skip(skipped).take(LONGEST).collect();
        let begins = if skipped > 0 { "…" } else { "" };
        let ends = if count > skipped + LONGEST { "…" } else { "" };
        format!("{begins}{middle}{ends}")
    };
    (cut(before), cut(after))
}

#[cfg(test)]
mod tests {
    use domain::{employer, event, member, place, territory};

    use super::*;

    #[test]
    fn every_field_has_its_words() {
        let fields = employer::imported_fields()
            .chain(event::imported_fields())
            .chain(member::imported_fields())
            .chain(place::imported_fields())
            .chain(territory::imported_fields());
        for field in fields {
            let key = format!("exchange-field-{}", field.replace('_', "-"));
            assert!(locales::find(&key, &[]).is_some(), "{key}");
        }
    }

    #[test]
    fn long_texts_are_told_from_where_they_differ() {
        let (before, after) = (format!("{}hier", "a ".repeat(200)), "a ".repeat(200));

        let (before, after) = told_apart(&before, &after);

        assert!(before.starts_with('…') && before.ends_with("a hier"), "{before}");
        assert!(after.starts_with('…') && after.chars().count() < 40, "{after}");
    }
}
