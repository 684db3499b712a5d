//! Forms: what was typed, what is wrong with it, and the fields that are made from both.

use std::borrow::Cow;

use askama::Template;

use super::field::{Choice, Field, Kind};
use crate::pages::{Problem, Typed};

/// A form as it was sent, or as it is filled in before: fields are made from it one by one.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    typed: &'a Typed,
    problems: &'a [Problem],
    prefix: Cow<'a, str>,
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
        let errors = errors.map(|problem| problem.words.as_str()).collect();
        let values = self.typed.0.iter().filter(|(known, _)| *known == name);
        let values = values.map(|(_, value)| value.as_str()).collect();
        Field::new(kind, id(&self.prefix, &name), name, label.into(), values, errors)
    }

    /// A line of words.
    pub fn text(&self, name: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Field<'a> {
        self.field(Kind::Input("text"), name, label)
    }

    /// A line to search with, as long as it is read.
    pub fn search(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        self.field(Kind::Input("search"), name, label).needed().one_line()
    }

    /// An input of this type: `email`, `tel`, `url`, `number`, `date`, `time`, `datetime-local`, `file`.
    pub fn input(
        &self,
        kind: &'static str,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
    ) -> Field<'a> {
        let field = self.field(Kind::Input(kind), name, label);
        match kind {
            "number" | "date" | "time" | "datetime-local" => field.short(),
            _ => field,
        }
    }

    /// One of several short lines that belong together: what is said above them all is not said again.
    pub fn line(&self, name: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Field<'a> {
        self.field(Kind::Input("text"), name, label).needed().short()
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
        self.field(Kind::Select, name, label).among(choices).needed()
    }

    /// One of several, all in sight.
    pub fn radios(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Field<'a> {
        self.field(Kind::Radios, name, label).among(choices)
    }

    /// Any of several.
    pub fn checks(
        &self,
        name: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Field<'a> {
        self.field(Kind::Checks, name, label).among(choices)
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
