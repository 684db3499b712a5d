//! What surrounds a page for whoever looks at it, and what goes back into a form.

use std::borrow::Cow;

use chrono::NaiveDate;

/// Who looks, at which address, and what was just done.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The name of the person who is signed in.
    pub viewer: Option<String>,
    /// Whether they never said one.
    pub is_unnamed: bool,
    /// The page's path, to come back to.
    pub path: String,
    /// The present day.
    pub today: NaiveDate,
    /// What was just done.
    pub notice: Option<&'static str>,
    /// How many letters leave by it, where the address says so.
    pub letters: i64,
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
    /// What was just done, in words.
    pub fn told(&self) -> Option<Cow<'static, str>> {
        self.notice.map(|words| super::counted(words, self.letters))
    }

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

    /// The way to say what one is called, and come back.
    pub fn say_name(&self) -> String {
        let path: String = url::form_urlencoded::byte_serialize(self.path.as_bytes()).collect();
        format!("/me/profile?return_to={path}#firstName")
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
