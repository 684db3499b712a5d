//! Closing a person's record and opening it again, for those who may: leads and the administration.

use askama::Template;
use domain::{id::MemberId, member::Seen};

use crate::pages::{Problem, Typed};

/// The form that closes a person's record, or opens it again.
#[derive(Debug, Template)]
#[template(path = "people/close.html")]
pub struct CloseView<'a> {
    /// The person.
    pub seen: &'a Seen,
    /// The page below which the forms are.
    pub page: &'static str,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl askama::filters::HtmlSafe for CloseView<'_> {}

impl CloseView<'_> {
    fn at(&self, act: &str) -> String {
        format!("{}/{}/{act}", self.page, MemberId::of(self.seen.id))
    }

    /// What concerns these forms and no other of the page.
    fn refused(&self) -> &[Problem] {
        if self.typed.is("act", "archive") { self.problems } else { &[] }
    }
}
