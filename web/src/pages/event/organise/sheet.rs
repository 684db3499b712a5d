//! The attendance sheet, to print and to sign.

use askama::Template;
use domain::{id::SessionId, session::Session};

use super::Head;
use crate::pages::{Frame, written::pages};

pages!(SheetPage);

/// The attendance sheet.
#[derive(Template)]
#[template(path = "event/organise/sheet.html")]
pub struct SheetPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// Its sessions.
    pub sessions: &'a [Session],
    /// Of which of them; none means the event as a whole.
    pub session: Option<&'a Session>,
    /// Who is expected.
    pub people: &'a [Signatory],
}

/// Somebody who is expected to sign.
#[derive(Debug)]
pub struct Signatory {
    /// Their name.
    pub name: String,
    /// Where they work.
    pub employers: String,
    /// Whether they said that they will not come.
    pub is_excused: bool,
}

impl SheetPage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Feuille d’émargement"
    }

    fn way(&self, session: Option<&Session>) -> String {
        match session {
            Some(session) => {
                format!("{}?session={}", self.head.at("/sheet"), SessionId::of(session.id))
            }
            None => self.head.at("/sheet"),
        }
    }

    fn is_here(&self, session: &Session) -> bool {
        self.session.is_some_and(|here| here.id == session.id)
    }

    fn times(&self, session: &Session) -> String {
        let zone = crate::words::zone(self.head.event);
        locales::date::times(session.starts_at, session.ends_at, zone)
    }

    fn hosts(&self) -> String {
        let names: Vec<_> = self.head.hosts.iter().map(|host| host.name.as_str()).collect();
        crate::words::names(&names)
    }

    /// How many are on the list, and how many of them will not come.
    fn count(&self) -> String {
        let size = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let excused = self.people.iter().filter(|one| one.is_excused).count();
        locales::text(
            "page-sheet-count",
            &[("count", size(self.people.len()).into()), ("excused", size(excused).into())],
        )
    }

    /// Lines for those who come without being registered.
    fn blank(&self) -> std::ops::Range<usize> {
        self.people.len() + 1..self.people.len() + 6
    }
}
