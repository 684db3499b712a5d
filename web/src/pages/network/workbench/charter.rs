//! A network's charters, for those who write them: the list, and one being written.

use askama::Template;
use domain::{
    charter::{Charter, Version},
    id::CharterId,
};

use super::{Head, differing};
use crate::{
    component::{Badge, Form, Summary, Tone},
    markdown,
    pages::{Frame, Problem, Typed, event::organise::Difference, written::pages},
    words,
};

pages!(ChartersPage, CharterEditPage);

/// A charter of the list.
#[derive(Debug)]
pub struct Written {
    /// The charter.
    pub charter: Charter,
    /// The number of its current version.
    pub version: Option<i32>,
    /// How many people it concerns, and how many of them are covered.
    pub covered: Option<(i64, i64)>,
}

/// How a charter stands.
fn badge(charter: &Charter) -> Badge<'static> {
    match (charter.archived_at, charter.current_version_id) {
        (Some(_), _) => Badge::new("Fermée", Tone::Quiet),
        (None, Some(_)) => Badge::new("Publiée", Tone::Good),
        (None, None) => Badge::new("Brouillon", Tone::Warn),
    }
}

fn at(charter: &Charter, page: &str) -> String {
    format!("/charters/{}{page}", CharterId::of(charter.id))
}

/// A network's charters.
#[derive(Template)]
#[template(path = "network/workbench/charters.html")]
pub struct ChartersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The charters.
    pub charters: &'a [Written],
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl ChartersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn summary(&self) -> Summary<'_> {
        self.form().summary()
    }

    fn badge(written: &Written) -> Badge<'static> {
        badge(&written.charter)
    }

    fn at(written: &Written, page: &str) -> String {
        at(&written.charter, page)
    }

    fn covered(written: &Written) -> Option<String> {
        let (asked, covered) = written.covered?;
        Some(locales::text(
            "page-charter-covered",
            &[("covered", covered.into()), ("asked", asked.into())],
        ))
    }

    fn count(&self) -> String {
        let count = i64::try_from(self.charters.len()).unwrap_or_default();
        locales::text("page-charters-count", &[("count", count.into())])
    }
}

/// A form of the page: its refusals stand beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CharterStep {
    /// The draft and its rules.
    #[default]
    Draft,
    /// Publishing it.
    Publish,
    /// Closing the charter.
    Archive,
}

const FIELDS: [(&str, &str); 5] = [
    ("title", "Titre"),
    ("asksVolunteer", "Signature de la personne"),
    ("asksStructure", "Signature de la structure"),
    ("validityMonths", "Durée"),
    ("draft", "Texte"),
];

/// Where what was typed is not what is kept now.
pub fn charter_differences(typed: &Typed, kept: &Typed) -> Vec<Difference> {
    differing(&FIELDS, typed, kept, |_, value| value.to_owned())
}

/// A charter being written.
#[derive(Template)]
#[template(path = "network/workbench/charter.html")]
pub struct CharterEditPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The charter.
    pub charter: &'a Charter,
    /// Its versions, the newest first.
    pub versions: &'a [Version],
    /// In which form something was typed.
    pub step: CharterStep,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Where somebody else's change and this one meet.
    pub differences: &'a [Difference],
}

impl CharterEditPage<'_> {
    fn form(&self) -> Form<'_> {
        self.form_of(CharterStep::Draft)
    }

    fn form_of(&self, step: CharterStep) -> Form<'_> {
        let problems = if self.step == step { self.problems } else { &[] };
        let prefix = match step {
            CharterStep::Draft => "",
            CharterStep::Publish => "publier",
            CharterStep::Archive => "fermer",
        };
        Form::new(self.typed, problems).called(prefix)
    }

    fn summary_of(&self, step: CharterStep) -> Summary<'_> {
        self.form_of(step).summary()
    }

    fn is_at(&self, step: CharterStep) -> bool {
        self.step == step && !self.problems.is_empty()
    }

    fn badge(&self) -> Badge<'static> {
        badge(self.charter)
    }

    fn at(&self, page: &str) -> String {
        at(self.charter, page)
    }

    fn fresh(&self) -> String {
        self.at("/edit")
    }

    fn is_open(&self) -> bool {
        self.charter.archived_at.is_none()
    }

    fn is_first(&self) -> bool {
        self.versions.is_empty()
    }

    /// The draft as it is kept, as it will be read.
    fn preview(&self) -> Option<String> {
        let draft = self.charter.draft.as_deref().filter(|draft| !draft.trim().is_empty())?;
        Some(markdown::to_html(draft))
    }

    /// Whether the draft says something that no version says.
    fn is_new(&self) -> bool {
        let draft = self.charter.draft.as_deref().unwrap_or_default();
        let newest = self.versions.first();
        !draft.trim().is_empty()
            && newest.is_none_or(|newest| {
                newest.body != draft
                    || newest.asks_volunteer != self.charter.asks_volunteer
                    || newest.asks_structure != self.charter.asks_structure
                    || newest.validity_months != self.charter.validity_months
            })
    }

    /// Whether the draft asks for a side that the newest version does not ask: nobody is covered before
    /// that side has signed, even when the others need not sign again.
    fn asks_more(&self) -> bool {
        self.versions.first().is_some_and(|newest| {
            self.charter.asks_volunteer && !newest.asks_volunteer
                || self.charter.asks_structure && !newest.asks_structure
        })
    }

    fn published_on(version: &Version) -> String {
        words::federation_day(version.published_at)
    }
}
