//! What is done to every page once it is written: its spaces, the word of its forms, what was refused.

use std::fmt::Write as _;

use askama::Template;
use domain::secret::random_token;
use locales::typography;

/// Renders a page.
pub(super) fn rendered(page: &impl Template) -> String {
    let html = shown(page);
    // Only what is wrong with a form is said so, be it a search that cannot be read.
    if html.contains("role=\"alert\"") { refused(&html) } else { html }
}

/// Renders a page on which nothing is wrong, whatever it shows; a template that fails is a fault of
/// ours, and the log says so.
pub(super) fn shown(page: &impl Template) -> String {
    match page.render() {
        Ok(html) => once(&typography::html(&html)),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            "<!doctype html><html lang=\"fr\"><title>Erreur</title><p>Cette page n’a pas pu être \
         écrite. Réessayez, ou prévenez l’équipe."
                .to_owned()
        }
    }
}

/// The name of the word by which a form that comes twice is known.
pub const ONCE: &str = "once";

/// Gives every form of the page the page's own word, so that a second click does nothing twice. Not
/// those that a script sends from where they stand, nor those of other doors, nor files.
fn once(html: &str) -> String {
    const BEGIN: &str = "<form ";
    const OTHERS: [&str; 5] =
        ["data-quick", "enctype=", "action=\"/auth/", "action=\"/demo/", "action=\"/letters/"];
    let mut parts = html.split(BEGIN);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    let mut word = None;
    for part in parts {
        whole.push_str(BEGIN);
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        whole.push_str(tag);
        whole.push('>');
        if tag.contains("method=\"post\"") && !OTHERS.iter().any(|other| tag.contains(other)) {
            let word = word.get_or_insert_with(|| random_token().unwrap_or_default());
            let word = word.get(..22).unwrap_or_default();
            let _ = write!(whole, "<input type=\"hidden\" name=\"{ONCE}\" value=\"{word}\">");
        }
        whole.push_str(rest);
    }
    whole
}

/// The page of a form that was refused says so first, in the tab and to who listens to the page.
pub fn refused(html: &str) -> String {
    if html.contains("<title>Erreur") {
        return html.to_owned();
    }
    without_dead_links(&html.replacen("<title>", "<title>Erreur\u{a0}: ", 1))
}

/// What is wrong with no input of the page is said without a link to one.
fn without_dead_links(html: &str) -> String {
    const BEGIN: &str = "<a href=\"#";
    let mut parts = html.split(BEGIN);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_there = |id: &str| html.contains(&format!("id=\"{id}\""));
        let found = part
            .split_once("\">")
            .filter(|(id, _)| !id.is_empty() && !id.contains('"') && !is_there(id));
        match found {
            // One form of the page finds fault with an input of another.
            Some((id, rest)) if id.split_once('-').is_some_and(|(_, name)| is_there(name)) => {
                kept.push_str(BEGIN);
                kept.push_str(id.split_once('-').map_or(id, |(_, name)| name));
                kept.push_str("\">");
                kept.push_str(rest);
            }
            Some((_, rest)) => match rest.split_once("</a>") {
                Some((words, rest)) => {
                    kept.push_str(words);
                    kept.push_str(rest);
                }
                None => kept.push_str(rest),
            },
            None => {
                kept.push_str(BEGIN);
                kept.push_str(part);
            }
        }
    }
    kept
}

/// Gives pages their way to HTML.
macro_rules! pages {
    ($($page:ident),* $(,)?) => {$(
        impl $page<'_> {
            /// The page as HTML.
            pub fn to_html(&self) -> String { $crate::pages::written::rendered(self) }
        }
    )*};
}
pub(super) use pages;

#[cfg(test)]
mod tests {
    use super::{once, refused};

    #[test]
    fn every_form_of_ours_carries_the_word_of_its_page() {
        let page = "<form method=\"post\" action=\"/a\">A</form><form action=\"/b\">B</form>\
            <form method=\"post\" action=\"/auth/sign-out\">C</form>\
            <form id=\"d\" method=\"post\" action=\"/d\">D</form>";

        let shown = once(page);
        let words: Vec<_> = shown.split("name=\"once\" value=\"").skip(1).collect();

        assert_eq!(words.len(), 2, "{shown}");
        assert_eq!(words[0].get(..22), words[1].get(..22));
        assert!(!words[0].starts_with('"'), "{shown}");
        assert_ne!(once(page), shown, "each page has a word of its own");
        let input = |part: &str| format!("<input type=\"hidden\" name=\"once\" value=\"{part}\">");
        assert_eq!(shown.replace(&input(&words[0][..22]), ""), page);
    }

    #[test]
    fn a_refused_form_says_so_first_and_links_only_to_inputs_of_the_page() {
        let page = "<title>Inscription</title><a href=\"#reason\">Pourquoi ?</a> \
            <a href=\"#eventId\">C’est complet.</a> <a href=\"#\">Haut</a><input id=\"reason\">";

        assert_eq!(
            refused(page),
            "<title>Erreur\u{a0}: Inscription</title><a href=\"#reason\">Pourquoi ?</a> \
             C’est complet. <a href=\"#\">Haut</a><input id=\"reason\">"
        );
    }
}
