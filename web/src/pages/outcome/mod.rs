//! What is said when a page cannot be shown: not there, not allowed, from elsewhere, broken.

use askama::Template;

use super::{Frame, frame::pages};

pages!(OutcomePage);

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
