//! What surrounds a page for whoever looks at it, and what goes back into a form.

use std::{borrow::Cow, fmt::Write as _};

use askama::Template;
use chrono::NaiveDate;
use domain::secret::random_token;
use locales::typography;

/// Who looks, at which address, and what was just done.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The name of the person who is signed in.
    pub viewer: Option<String>,
    /// Whether that name is only the beginning of their address: they never said one.
    pub is_unnamed: bool,
    /// The page's path, to come back to.
    pub path: String,
    /// The present day.
    pub today: NaiveDate,
    /// What was just done.
    pub notice: Option<&'static str>,
    /// Whether that person administers the federation.
    pub is_administrator: bool,
    /// Until when somebody of the administration acts as that person.
    pub acting_until: Option<String>,
}

/// One of the rooms that every page leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Where it is.
    pub path: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What else belongs to it.
    also: &'static [&'static str],
}

impl Room {
    const fn new(path: &'static str, name: &'static str, also: &'static [&'static str]) -> Self {
        Self { path, name, also }
    }

    const OWN: Self = Self::new("/me", "Mon espace", &[]);
    const FIND: Self = Self::new("/find", "Trouver mon réseau", &[]);
    const NETWORKS: Self = Self::new("/networks", "Réseaux", &["/charters"]);
    const CALENDAR: Self = Self::new("/calendar", "Calendrier", &["/events"]);
    const DIRECTORY: Self = Self::new("/members", "Annuaire", &["/employers", "/places"]);
    const ADMINISTRATION: Self = Self::new("/administration", "Administration", &[]);
}

impl Frame {
    /// The rooms that this person may enter.
    pub fn rooms(&self) -> &'static [Room] {
        const NOBODY: [Room; 3] = [Room::FIND, Room::NETWORKS, Room::CALENDAR];
        const MEMBER: [Room; 4] = [Room::OWN, Room::NETWORKS, Room::CALENDAR, Room::DIRECTORY];
        const ADMINISTRATOR: [Room; 5] =
            [Room::OWN, Room::NETWORKS, Room::CALENDAR, Room::DIRECTORY, Room::ADMINISTRATION];
        match (&self.viewer, self.is_administrator) {
            (None, _) => &NOBODY,
            (Some(_), false) => &MEMBER,
            (Some(_), true) => &ADMINISTRATOR,
        }
    }

    /// Whether the page is in this room.
    pub fn is_in(&self, room: &Room) -> bool {
        let is_below = |path: &str| {
            self.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_below(room.path) || room.also.iter().any(|path| is_below(path))
    }

    /// Where an administrator reads what was done to what this page shows.
    pub fn trail(&self) -> Option<String> {
        const ROOMS: [&str; 5] = ["charters", "employers", "events", "members", "networks"];
        let mut parts = self.path.trim_start_matches('/').split('/');
        let (room, name) = (parts.next()?, parts.next()?);
        let is_thing = ROOMS.contains(&room) && name != "new" && parts.next().is_none();
        (self.is_administrator && is_thing)
            .then(|| format!("/administration/trail?of={}", self.path))
    }

    /// The way to sign in and come back.
    pub fn sign_in(&self) -> String {
        // From the home page, one's own space is what one signs in for.
        let page = if self.path == "/" { "/me" } else { &self.path };
        let path: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
        format!("/auth/email?return_to={path}")
    }
}

/// Why a form was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The input that it is about, by its name in the schema.
    pub field: Option<Cow<'static, str>>,
    /// What is wrong, and what to do.
    pub words: String,
}

/// What somebody typed, so that nothing is lost when it is refused.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub Vec<(String, String)>);

/// The field that holds the revision that the person looked at.
const REVISION: &str = "expectedRevision";

impl Typed {
    /// The first value of this name.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first value of this name, without spaces around it, when it says something.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim().to_owned()).filter(|words| !words.is_empty())
    }

    /// The first value of this name, when the form had that name at all.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All values of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The revision that the person looked at.
    pub fn revision(&self) -> Option<i32> {
        self.get(REVISION).parse().ok()
    }

    /// What was typed, over this revision: sent once more, it is what the person wants over what
    /// they now know of.
    #[must_use]
    pub fn over(&self, revision: i32) -> Self {
        let others = self.0.iter().filter(|(name, _)| name != REVISION).cloned();
        Self(std::iter::once((REVISION.to_owned(), revision.to_string())).chain(others).collect())
    }

    /// Whether this box was ticked, or this choice made.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.find(name) == Some(value)
    }
}

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
            pub fn to_html(&self) -> String { $crate::pages::frame::rendered(self) }
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
