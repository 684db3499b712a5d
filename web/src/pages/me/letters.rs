//! Which letters one receives.

use askama::Template;
use domain::outbox::Category;
use locales::text;

use super::{OwnTabs, Tab};
use crate::{
    component::{Choice, Form},
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(LettersPage);

/// Which letters one receives.
#[derive(Template)]
#[template(path = "me/letters.html")]
pub struct LettersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What was typed, or what is known.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl LettersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn categories() -> Vec<Choice<'static>> {
        let choice = |category: Category| {
            let key = format!("letter-category-{}", category.word());
            Choice::new(category.word(), text(&key, &[])).hint(text(&format!("{key}-about"), &[]))
        };
        Category::REFUSABLE.into_iter().map(choice).collect()
    }
}
