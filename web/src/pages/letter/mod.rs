//! The pages around letters: which ones one receives, and the mailbox of a demonstration.

use askama::Template;

use super::written::{pages, rendered};

pages!(PreferencePage, UnsubscribePage, UnsubscribedPage, MailboxPage, LetterPage);

impl GonePage {
    /// The page as HTML.
    pub fn to_html(&self) -> String {
        rendered(self)
    }
}

/// What a category is called.
fn category_name(word: &str) -> String {
    locales::text(&format!("letter-category-{word}"), &[])
}

/// What letters it has.
fn category_about(word: &str) -> String {
    locales::text(&format!("letter-category-{word}-about"), &[])
}

/// The categories, each to be received or not.
#[derive(Template)]
#[template(path = "letter/preference.html")]
pub struct PreferencePage<'a> {
    /// The key from the letter.
    pub token: &'a str,
    /// Each category's word, and whether its letters are wanted.
    pub choices: Vec<(&'static str, bool)>,
    /// Whether they were saved just now.
    pub is_saved: bool,
}

/// A button to receive no more letters of a category.
#[derive(Template)]
#[template(path = "letter/unsubscribe.html")]
pub struct UnsubscribePage<'a> {
    /// The key from the letter.
    pub token: &'a str,
    /// The category's word.
    pub category: &'a str,
}

/// It is done.
#[derive(Template)]
#[template(path = "letter/unsubscribed.html")]
pub struct UnsubscribedPage<'a> {
    /// The key from the letter.
    pub token: &'a str,
    /// The category's word.
    pub category: &'a str,
}

/// The key is none of ours.
#[derive(Template)]
#[template(path = "letter/gone.html")]
pub struct GonePage {}

/// One letter in the mailbox's list.
pub struct MailboxLine<'a> {
    /// Its number.
    pub number: u64,
    /// To which address.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
}

/// The mailbox of a demonstration.
#[derive(Template)]
#[template(path = "letter/mailbox.html")]
pub struct MailboxPage<'a> {
    /// The letters, the newest first.
    pub lines: Vec<MailboxLine<'a>>,
}

/// One letter of it.
#[derive(Template)]
#[template(path = "letter/letter.html")]
pub struct LetterPage<'a> {
    /// Its number.
    pub number: u64,
    /// To which address.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its headers, one a line.
    pub headers: &'a str,
    /// Its words as text.
    pub text: &'a str,
    /// Its calendar part.
    pub calendar: Option<&'a str>,
}
