//! Forms: each field with its label, its hint, what was typed, and what is wrong with it.

use std::borrow::Cow;

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use crate::pages::{Problem, Typed};

/// A form as it was sent, or as it is filled in before: fields are made from it one by one.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    typed: &'a Typed,
    problems: &'a [Problem],
    prefix: Cow<'a, str>,
}

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

#[derive(Clone, Copy, Debug)]
enum Kind {
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

impl<'a> Form<'a> {
    /// What was typed, and what is wrong with it.
    pub const fn new(typed: &'a Typed, problems: &'a [Problem]) -> Self {
        Self { typed, problems, prefix: Cow::Borrowed("") }
    }

    /// The same form where a page has several: identifiers begin with this word.
    #[must_use]
    pub fn called(mut self, prefix: impl Into<Cow<'a, str>>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// The same form where a page has one like it for each of several things: what was typed, and
    /// what is wrong, is about one of them.
    #[must_use]
    pub fn only_if(mut self, is_this_one: bool) -> Self {
        static NOTHING: Typed = Typed(Vec::new());
        if !is_this_one {
            (self.typed, self.problems) = (&NOTHING, &[]);
        }
        self
    }

    /// Whether it was refused.
    pub const fn is_refused(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Everything that is wrong, with a link to each field.
    pub fn summary(&self) -> Summary<'a> {
        Summary { problems: self.problems, prefix: self.prefix.clone() }
    }

    fn field(
        &self,
        kind: Kind,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        let name = name.into();
        let errors =
            self.problems.iter().filter(|problem| problem.field.as_deref() == Some(&*name));
        let mut values = self.typed.0.iter().filter(|(known, _)| *known == name).peekable();
        Field {
            kind,
            id: id(&self.prefix, &name),
            label: label.into(),
            hint: None,
            value: values.peek().map_or("", |(_, value)| value.as_str()).into(),
            values: values.map(|(_, value)| value.as_str()).collect(),
            errors: errors.map(|problem| problem.words.as_str()).collect(),
            choices: Vec::new(),
            longest: None,
            least: None,
            autocomplete: None,
            suggestions: Vec::new(),
            is_required: false,
            is_optional_told: true,
            is_short: false,
            name,
        }
    }

    /// A line of words.
    pub fn text(&self, name: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Field<'a> {
        self.field(Kind::Input("text"), name, label)
    }

    /// A line to search with.
    pub fn search(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        Field { is_optional_told: false, ..self.field(Kind::Input("search"), name, label) }
    }

    /// An input of this type: `email`, `tel`, `url`, `number`, `date`, `time`, `datetime-local`, `file`.
    pub fn input(
        &self,
        kind: &'static str,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        let is_short = matches!(kind, "number" | "date" | "time" | "datetime-local");
        Field { is_short, ..self.field(Kind::Input(kind), name, label) }
    }

    /// One of several short lines that belong together: what is said above them all is not said again.
    pub fn line(&self, name: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Field<'a> {
        Field {
            is_optional_told: false,
            is_short: true,
            ..self.field(Kind::Input("text"), name, label)
        }
    }

    /// Several lines of words.
    pub fn area(
        &self,
        rows: u8,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        self.field(Kind::Area(rows), name, label)
    }

    /// One of several, folded away.
    pub fn select(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Field<'a> {
        Field {
            choices: choices.into_iter().collect(),
            is_optional_told: false,
            ..self.field(Kind::Select, name, label)
        }
    }

    /// One of several, all in sight.
    pub fn radios(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Field<'a> {
        Field { choices: choices.into_iter().collect(), ..self.field(Kind::Radios, name, label) }
    }

    /// Any of several.
    pub fn checks(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Field<'a> {
        Field { choices: choices.into_iter().collect(), ..self.field(Kind::Checks, name, label) }
    }

    /// Yes or no; sends `yes`.
    pub fn check(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        self.field(Kind::Check, name, label)
    }

    /// A value that goes along unseen.
    pub fn hidden(&self, name: impl Into<Cow<'a, str>>) -> Field<'a> {
        self.field(Kind::Hidden, name, "")
    }
}

impl<'a> Field<'a> {
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

/// Everything that is wrong with a form, above it.
#[derive(Clone, Debug, Template)]
#[template(path = "summary.html")]
pub struct Summary<'a> {
    problems: &'a [Problem],
    prefix: Cow<'a, str>,
}

impl Summary<'_> {
    fn field(&self, at: &usize) -> Option<String> {
        let field = self.problems.get(*at)?.field.as_deref()?;
        Some(id(&self.prefix, field))
    }
}

fn id(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}-{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Typed(pairs.iter().map(own).collect())
    }

    #[test]
    fn a_refused_field_keeps_what_was_typed_and_says_what_is_wrong() {
        let typed = typed(&[("title", "<Rencontre>")]);
        let problems =
            [Problem { field: Some("title".into()), words: "Le titre est trop court.".to_owned() }];
        let form = Form::new(&typed, &problems);

        let field = form.text("title", "Titre").hint("En peu de mots").required().to_string();

        assert!(field.contains("value=\"&#60;Rencontre&#62;\""), "{field}");
        assert!(field.contains("aria-describedby=\"title-aide title-erreur\""), "{field}");
        assert!(field.contains("aria-invalid=\"true\" required"), "{field}");
        assert!(field.contains("Le titre est trop court."), "{field}");
        assert!(form.summary().to_string().contains("href=\"#title\""));
    }

    #[test]
    fn what_is_no_day_stays_in_sight() {
        for (value, shown) in [
            ("", "type=\"date\" value=\"\""),
            ("2026-02-28", "type=\"date\" value=\"2026-02-28\""),
            ("31/02/2026", "type=\"text\" value=\"31/02/2026\""),
        ] {
            let typed = typed(&[("from", value)]);
            let field = Form::new(&typed, &[]).input("date", "from", "Du").to_string();
            assert!(field.contains(shown), "{field}");
        }
    }

    #[test]
    fn every_choice_that_was_made_is_made_again() {
        let typed = typed(&[("skills", "a"), ("skills", "c")]);
        let form = Form::new(&typed, &[]);
        let choices = ["a", "b", "c"].map(|value| Choice::new(value, value));

        let field = form.checks("skills", "Compétences", choices).to_string();

        assert_eq!(field.matches(" checked").count(), 2, "{field}");
        assert!(!field.contains("value=\"b\" checked"), "{field}");
    }
}
