//! The agenda's editor: sessions by rounds, each with its form.

use askama::Template;
use domain::{id::SessionId, session::Session};

use super::{
    Difference, Head,
    difference::{Fields, Version},
    local,
};
use crate::{
    component::{Form, Summary},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(AgendaPage);

/// The fields of a session's form, and what they are called.
const FIELDS: Fields = &[
    ("title", "Titre"),
    ("startsAt", "Début"),
    ("endsAt", "Fin"),
    ("room", "Salle"),
    ("capacity", "Places"),
    ("speakers", "Avec"),
    ("description", "Présentation"),
];

/// A session of the agenda, with what its form shows.
#[derive(Debug)]
pub struct Slot {
    /// The session.
    pub session: Session,
    /// What its form shows.
    pub kept: Version,
    /// How many people have a seat.
    pub taken: i64,
    prefix: String,
}

impl Slot {
    /// The session as it is kept.
    pub fn new(head: &Head<'_>, session: Session, taken: i64) -> Self {
        let speakers: Vec<_> = session.speakers.iter().map(|one| one.name.as_str()).collect();
        let fields = [
            ("title", session.title.clone()),
            ("startsAt", local(head.event, session.starts_at)),
            ("endsAt", local(head.event, session.ends_at)),
            ("room", session.room.clone().unwrap_or_default()),
            ("capacity", session.capacity.map(|seats| seats.to_string()).unwrap_or_default()),
            ("speakers", speakers.join("\n")),
            ("description", session.description.clone()),
        ];
        let prefix = SessionId::of(session.id).to_string();
        let kept = Version::new(FIELDS, fields, head.event.revision);
        Self { session, kept, taken, prefix }
    }

    fn id(&self) -> &str {
        &self.prefix
    }

    fn speakers(&self) -> String {
        let names: Vec<_> = self.session.speakers.iter().map(|one| one.name.as_str()).collect();
        words::names(&names)
    }
}

/// The agenda's editor.
#[derive(Template)]
#[template(path = "event/organise/agenda.html")]
pub struct AgendaPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// Its sessions, in order.
    pub slots: &'a [Slot],
    /// What the form for a new session shows.
    pub fresh: &'a Typed,
    /// Which session's form was refused; none means the new one's.
    pub refused: Option<&'a str>,
    /// Why.
    pub problems: &'a [Problem],
    /// What two people wrote in one form.
    pub differences: &'a [Difference],
    /// Whether several sessions are on different days.
    pub has_days: bool,
}

impl AgendaPage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Programme"
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn stale(&self) -> &'static str {
        "ce temps"
    }

    fn fresh_page(&self) -> String {
        self.head.at("/agenda")
    }

    /// The rounds: what begins together.
    fn rounds(&self) -> impl Iterator<Item = &[Slot]> {
        self.slots.chunk_by(|one, other| one.session.round == other.session.round)
    }

    fn when(&self, round: &[Slot]) -> String {
        let zone = words::zone(self.head.event);
        let Some(first) = round.first() else { return String::new() };
        let at = first.session.starts_at.with_timezone(&zone);
        let time = locales::date::time(at.time());
        if self.has_days {
            format!("{}, {time}", locales::date::day(at.date_naive()))
        } else {
            time
        }
    }

    /// How many sessions one chooses between.
    fn choice(round: &[Slot]) -> String {
        format!("{} temps au choix", round.len())
    }

    fn times(&self, slot: &Slot) -> String {
        let zone = words::zone(self.head.event);
        locales::date::times(slot.session.starts_at, slot.session.ends_at, zone)
    }

    fn seats(slot: &Slot) -> String {
        match slot.session.capacity {
            Some(capacity) => locales::text(
                "page-seats-taken",
                &[("taken", slot.taken.into()), ("capacity", i64::from(capacity).into())],
            ),
            None => "places non limitées".to_owned(),
        }
    }

    /// Why a form was refused that the page no longer shows.
    fn refusal(&self) -> Summary<'_> {
        Form::new(self.fresh, self.problems).summary()
    }

    fn is_refused(&self, slot: &Slot) -> bool {
        self.refused == Some(slot.id())
    }

    fn form<'b>(&'b self, slot: &'b Slot) -> Form<'b> {
        let problems = if self.is_refused(slot) { self.problems } else { &[] };
        Form::new(&slot.kept.typed, problems).called(slot.id())
    }

    fn fresh_form(&self) -> Form<'_> {
        let problems = if self.refused.is_none() { self.problems } else { &[] };
        Form::new(self.fresh, problems).called("nouveau")
    }

    fn summary<'b>(&'b self, slot: &'b Slot) -> Summary<'b> {
        self.form(slot).summary()
    }
}
