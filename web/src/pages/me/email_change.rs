//! Another address for oneself.

use askama::Template;
use domain::{clock::FEDERATION_ZONE, sign_in::EmailChange};
use locales::date;

use super::{OwnTabs, Tab};
use crate::{
    component::Form,
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(EmailChangePage, EmailConfirmPage);

/// One's address, the one that waits, and the form.
#[derive(Template)]
#[template(path = "me/email_change.html")]
pub struct EmailChangePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The address of today.
    pub email: Option<&'a str>,
    /// The address that waits to be confirmed.
    pub waiting: Option<&'a EmailChange>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl EmailChangePage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }
}

/// What the letter's link opens.
#[derive(Template)]
#[template(path = "me/email_confirm.html")]
pub struct EmailConfirmPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The word of the link, for the button.
    pub token: &'a str,
    /// The address that waits; nothing when the link opens none.
    pub found: Option<&'a EmailChange>,
    /// Why it opens none.
    pub problems: &'a [Problem],
}

fn until(change: &EmailChange) -> String {
    date::moment(change.expires_at, FEDERATION_ZONE)
}
