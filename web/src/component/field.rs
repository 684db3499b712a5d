//! One field of a form, with its label, its hint, what was typed, and what is wrong with it.

use std::borrow::Cow;

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use domain::text::LONGEST_LINE;

/// One of the values that a field may have.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    value: Cow<'a, str>,
    label: Cow<'a, str>,
    hint: Option<Cow<'a, str>>,
    is_open: bool,
}

impl<'a> Choice<'a> {
    /// This value, called so.
    pub fn new(value: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, is_open: true }
    }

    /// With a word of explanation; shown where the choices stand one below the other.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Still in sight, and no longer to be had.
    #[must_use]
    pub const fn closed(mut self) -> Self {
        self.is_open = false;
        self
    }
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Input(&'static str),
    Area(u8),
    Select,
    Radios,
    Checks,
    Check,
    Hidden,
}

/// One field of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "field.html")]
pub struct Field<'a> {
    kind: Kind,
    id: String,
    name: Cow<'a, str>,
    label: Cow<'a, str>,
    hint: Option<Cow<'a, str>>,
    value: Cow<'a, str>,
    values: Vec<&'a str>,
    errors: Vec<&'a str>,
    choices: Vec<Choice<'a>>,
    longest: Option<u32>,
    least: Option<i32>,
    autocomplete: Option<&'static str>,
    suggestions: Vec<String>,
    is_required: bool,
    is_optional_told: bool,
    is_short: bool,
}

impl<'a> Field<'a> {
    /// A field of this kind, with what was typed and what is wrong with it.
    pub(super) fn new(
        kind: Kind,
        id: String,
        name: Cow<'a, str>,
        label: Cow<'a, str>,
        values: Vec<&'a str>,
        errors: Vec<&'a str>,
    ) -> Self {
        Self {
            kind,
            id,
            name,
            label,
            hint: None,
            value: values.first().copied().unwrap_or_default().into(),
            values,
            errors,
            choices: Vec::new(),
            longest: None,
            least: None,
            autocomplete: None,
            suggestions: Vec::new(),
            is_required: false,
            is_optional_told: true,
            is_short: false,
        }
    }

    /// With these to choose from.
    pub(super) fn among(mut self, choices: impl IntoIterator<Item = Choice<'a>>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    /// With a word that helps to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// It must be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// It must be filled in for one of the choices beside it: the browser does not ask for it, and
    /// it is not called optional.
    #[must_use]
    pub const fn needed(mut self) -> Self {
        self.is_optional_told = false;
        self
    }

    /// Whether one may leave it empty.
    pub const fn is_optional(&self) -> bool {
        !self.is_required
    }

    /// At most so many characters.
    #[must_use]
    pub const fn longest(mut self, characters: u32) -> Self {
        self.longest = Some(characters);
        self
    }

    /// At most as many characters as a text of one line has.
    #[must_use]
    pub const fn one_line(self) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a line is short")]
        let longest = LONGEST_LINE as u32;
        self.longest(longest)
    }

    /// A number not below this one.
    #[must_use]
    pub const fn least(mut self, number: i32) -> Self {
        self.least = Some(number);
        self
    }

    /// With words that one may take; others may be typed.
    #[must_use]
    pub fn suggesting(mut self, words: impl IntoIterator<Item = String>) -> Self {
        self.suggestions = words.into_iter().collect();
        self
    }

    /// What the browser may know to fill in, by its name in the HTML standard.
    #[must_use]
    pub const fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = Some(what);
        self
    }

    /// Narrow: a number, a code.
    #[must_use]
    pub const fn short(mut self) -> Self {
        self.is_short = true;
        self
    }

    /// With this value while nothing was typed.
    #[must_use]
    pub fn or(mut self, value: impl Into<Cow<'a, str>>) -> Self {
        if self.value.is_empty() {
            self.value = value.into();
        }
        self
    }

    /// With this value while the form was not sent: who empties it finds it empty again.
    #[must_use]
    pub fn first(self, value: impl Into<Cow<'a, str>>) -> Self {
        if self.values.is_empty() { self.or(value) } else { self }
    }

    fn is_among(&self, value: &str) -> bool {
        self.values.contains(&value)
    }

    /// The type of an input. A browser empties a picker of what it cannot read: that stays in sight
    /// as words.
    fn input_type(&self, kind: &'static str) -> &'static str {
        let value = &*self.value;
        let is_read = match kind {
            "date" => NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(),
            "datetime-local" => NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M").is_ok(),
            _ => true,
        };
        if value.is_empty() || is_read { kind } else { "text" }
    }

    /// The attributes that say what is expected and what is wrong.
    fn state(&self) -> String {
        use std::fmt::Write as _;
        let mut attributes = self.described();
        if !self.errors.is_empty() {
            attributes.push_str(" aria-invalid=\"true\"");
        }
        if self.is_required {
            attributes.push_str(" required");
        }
        if let Some(longest) = self.longest {
            let _ = write!(attributes, " maxlength=\"{longest}\"");
        }
        if let Some(least) = self.least {
            let _ = write!(attributes, " min=\"{least}\"");
        }
        if let Some(what) = self.autocomplete {
            let _ = write!(attributes, " autocomplete=\"{what}\"");
        }
        if !self.suggestions.is_empty() {
            let _ = write!(attributes, " list=\"{}-choix\"", self.id);
        }
        attributes
    }

    fn described(&self) -> String {
        let hint = self.hint.is_some().then(|| format!("{}-aide", self.id));
        let errors = (1..=self.errors.len()).map(|at| match at {
            1 => format!("{}-erreur", self.id),
            at => format!("{}-erreur-{at}", self.id),
        });
        let by: Vec<_> = hint.into_iter().chain(errors).collect();
        if by.is_empty() {
            return String::new();
        }
        format!(" aria-describedby=\"{}\"", by.join(" "))
    }
}
