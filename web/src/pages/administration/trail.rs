//! Who did what: by network, person, event, employer, charter.

use askama::Template;

use super::{AdministrationTab, AdministrationTabs};
use crate::{
    component::{Choice, Form, Pager},
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(TrailPage);

/// A line of the trail, in words.
#[derive(Clone, Debug)]
pub struct TrailLine {
    /// When.
    pub at: String,
    /// Who did it.
    pub actor: String,
    /// As whom, when an administrator acted as somebody.
    pub acting_as: Option<String>,
    /// What was done.
    pub summary: String,
    /// Whom it concerns, with the way to their page.
    pub concerned: Option<(String, String)>,
    /// What it was done to, with the way to its page.
    pub subject: Option<(String, Option<String>)>,
    /// What changed, field by field.
    pub fields: Vec<(String, String)>,
}

/// Who did what to something.
#[derive(Template)]
#[template(path = "administration/trail.html")]
pub struct TrailPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is asked for.
    pub asked: &'a Typed,
    /// Why it cannot be shown.
    pub problems: &'a [Problem],
    /// The networks to choose from.
    pub networks: Vec<(String, String)>,
    /// The thing's name, once it is found.
    pub title: Option<&'a str>,
    /// The lines, the newest first.
    pub lines: &'a [TrailLine],
    /// The way to the others.
    pub pager: Pager,
}

impl TrailPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, self.problems)
    }

    fn choices(&self) -> Vec<Choice<'_>> {
        let one = |(id, name): &(String, String)| Choice::new(id.clone(), name.clone());
        let none = Choice::new("", "Aucun en particulier");
        [none].into_iter().chain(self.networks.iter().map(one)).collect()
    }
}
