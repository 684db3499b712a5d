//! The pages of signing in: the two ways in, the link's button, and what helps when it fails.

mod words;

use askama::Template;

use super::written::pages;
pub use words::{Words, words_for};

pages!(
    SignInPage,
    LinkSentPage,
    LinkPage,
    RefusedPage,
    ConfirmationPage,
    DemonstrationPage,
    SignedOutPage
);

/// The two ways in.
#[derive(Template)]
#[template(path = "sign_in/sign_in.html")]
pub struct SignInPage<'a> {
    /// The provider's name, if one is configured.
    pub provider: Option<&'a str>,
    /// Whether the provider's people are fictional.
    pub is_demonstration: bool,
    /// The path to come back to.
    pub return_to: &'a str,
    /// What was typed, if it has to be typed again.
    pub email: &'a str,
    /// What is wrong with it.
    pub error: Option<&'a str>,
}

impl SignInPage<'_> {
    fn start(&self) -> String {
        let query: String =
            url::form_urlencoded::byte_serialize(self.return_to.as_bytes()).collect();
        format!("/auth/oidc/start?return_to={query}")
    }
}

/// A letter may be on its way: the same page whether or not the address is known.
#[derive(Template)]
#[template(path = "sign_in/link_sent.html")]
pub struct LinkSentPage<'a> {
    /// The address that was typed.
    pub email: &'a str,
    /// In the demonstration, where letters arrive.
    pub mailbox: Option<&'a str>,
}

/// What a letter's link shows: a button, because looking must not act.
#[derive(Template)]
#[template(path = "sign_in/link.html")]
pub struct LinkPage<'a> {
    /// Where the button posts.
    pub action: &'a str,
    /// Whether this browser asked for the link.
    pub is_same_browser: bool,
    /// What was typed, if it has to be typed again.
    pub email: &'a str,
    /// What is wrong with it.
    pub error: Option<&'a str>,
}

/// Why it did not work, and what to do.
#[derive(Template)]
#[template(path = "sign_in/refused.html")]
pub struct RefusedPage<'a> {
    /// What happened and what to do.
    pub words: Words,
    /// The name under which the log tells more.
    pub request_id: &'a str,
}

/// An identity met an address that may be known: its owner has to say yes.
#[derive(Template)]
#[template(path = "sign_in/confirmation.html")]
pub struct ConfirmationPage<'a> {
    /// Where the button posts; none as long as the letter has not been opened.
    pub action: Option<&'a str>,
    /// The provider's name.
    pub provider: &'a str,
    /// In the demonstration, where letters arrive.
    pub mailbox: Option<&'a str>,
}

/// Somebody whom one may be in the demonstration.
pub struct DemonstrationChoice<'a> {
    /// Who it is, for the provider.
    pub subject: &'a str,
    /// First and last name, or the address where there is none.
    pub name: String,
    /// Why one would be this person.
    pub what_they_are: &'a str,
}

/// The demonstration provider's list of people.
#[derive(Template)]
#[template(path = "sign_in/demonstration.html")]
pub struct DemonstrationPage<'a> {
    /// What the relying party asked, carried to the choice.
    pub query: &'a str,
    /// The same, name by name, carried through a search.
    pub carried: &'a [(String, String)],
    /// The name that is looked for.
    pub search: &'a str,
    /// Whether there are more people than the page lists.
    pub is_long: bool,
    /// Whether more people are found than the page lists.
    pub is_cut: bool,
    /// Whom one may be.
    pub choices: Vec<DemonstrationChoice<'a>>,
}

/// Signed out here; the provider is next.
#[derive(Template)]
#[template(path = "sign_in/signed_out.html")]
pub struct SignedOutPage<'a> {
    /// Where the provider ends its own session.
    pub address: &'a str,
}
