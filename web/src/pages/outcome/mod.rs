//! What is said when a page cannot be shown: not there, not allowed, from elsewhere, broken;
//! or only after signing in, and then with what was typed.

use askama::Template;

use super::{Frame, Typed, written::pages};

pages!(KeptPage, OutcomePage);

/// Why there is no page, and the next step.
#[derive(Template)]
#[template(path = "outcome/outcome.html")]
pub struct OutcomePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What happened.
    pub title: &'a str,
    /// What it means.
    pub explanation: &'a str,
    /// Whether signing in may help.
    pub offers_sign_in: bool,
    /// Who can open it: the page on which they stand, and what to say of it.
    pub whom_to_ask: Option<(String, String)>,
    /// The name under which the log tells more, when something broke.
    pub request_id: Option<&'a str>,
}

impl OutcomePage<'_> {
    /// The next step of whoever was refused while acting for another: neither to ask, nor to sign out.
    fn of_acting(&self) -> Option<String> {
        self.whom_to_ask.as_ref().and(self.frame.acting_until.as_ref())?;
        let name = self.frame.viewer.as_deref().unwrap_or_default();
        let of = locales::elision::of(name);
        Some(locales::text("page-acting", &[("of", (&of).into())]))
    }
}

/// A form that came after its sender's session was over, kept to be sent again.
#[derive(Template)]
#[template(path = "outcome/kept.html")]
pub struct KeptPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Where the form goes.
    pub action: &'a str,
    /// All that it said.
    pub typed: &'a Typed,
    /// The name of its file, which has to be chosen again.
    pub file: Option<&'a str>,
}
