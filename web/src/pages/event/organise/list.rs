//! A network's meetings: to come, past, and drafts.

use askama::Template;
use domain::{event::Event, id::EventId, network::Network, registration::Tally};

use crate::{
    component::{Badge, Choice, DateTile, Form, Pager},
    pages::{Frame, Problem, Typed, network::NetworkTabs, written::pages},
    words,
};

pages!(MeetingsPage);

/// Which meetings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Those to come.
    #[default]
    Upcoming,
    /// Those that are over.
    Past,
    /// Those that are not announced yet.
    Drafts,
}

impl Shown {
    const ALL: [Self; 3] = [Self::Upcoming, Self::Past, Self::Drafts];

    /// Its word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Past => "past",
            Self::Drafts => "drafts",
        }
    }

    /// What this word shows; those to come when it says nothing.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|shown| shown.word() == word).unwrap_or_default()
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Upcoming => "À venir",
            Self::Past => "Passées",
            Self::Drafts => "Brouillons",
        }
    }
}

/// A meeting of the list.
#[derive(Debug)]
pub struct Listed {
    /// The meeting.
    pub event: Event,
    /// How many registrations stand how, where one may see them.
    pub tally: Option<Tally>,
}

impl Listed {
    fn path(&self, page: &str) -> String {
        format!("/events/{}{page}", EventId::of(self.event.id))
    }

    fn id(&self) -> String {
        EventId::of(self.event.id).to_string()
    }

    fn is_done(&self) -> bool {
        self.event.state == domain::event::State::Done
    }

    fn tile(&self) -> DateTile {
        let day = self.event.starts_at.with_timezone(&words::zone(&self.event)).date_naive();
        DateTile::new(day, self.event.is_date_tentative)
    }

    fn badge(&self) -> Option<Badge<'static>> {
        Badge::event(self.event.state)
    }

    /// How many come, as the meeting's own page counts them.
    fn coming(&self) -> Option<String> {
        let tally = self.tally?;
        Some(locales::text(
            "page-coming",
            &[
                ("all", tally.standing().into()),
                ("confirmed", tally.confirmed.into()),
                ("offered", tally.offered.into()),
                ("waiting", tally.waitlisted.into()),
                ("pending", tally.pending.into()),
            ],
        ))
    }

    /// The same day a year later, for the copy.
    fn next_year(&self) -> String {
        let zone = words::zone(&self.event);
        let start = self.event.starts_at.with_timezone(&zone).naive_local();
        // Fifty-two weeks later is the same weekday.
        (start + chrono::TimeDelta::weeks(52)).format("%Y-%m-%dT%H:%M").to_string()
    }
}

/// A network's meetings.
#[derive(Template)]
#[template(path = "event/organise/list.html")]
pub struct MeetingsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// The bar of its pages.
    pub tabs: NetworkTabs,
    /// Which meetings.
    pub shown: Shown,
    /// What was asked or typed.
    pub typed: &'a Typed,
    /// Why a copy was refused.
    pub problems: &'a [Problem],
    /// The meetings.
    pub meetings: &'a [Listed],
    /// How many there are in all.
    pub total: i64,
    /// The way to the pages beside.
    pub pager: Pager,
}

impl MeetingsPage<'_> {
    fn shown_choices() -> Vec<Choice<'static>> {
        Shown::ALL.map(|shown| Choice::new(shown.word(), shown.name())).to_vec()
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems).called("filtre")
    }

    fn is_searched(&self) -> bool {
        !self.typed.get("search").trim().is_empty()
    }

    /// The form to copy this meeting, a year later as long as nothing else was typed.
    fn copy(&self, listed: &Listed) -> Form<'_> {
        let form = Form::new(self.typed, self.problems);
        form.only_if(self.typed.get("eventId") == listed.id())
            .called(format!("copie-{}", listed.id()))
    }

    fn summary(&self) -> crate::component::Summary<'_> {
        let prefix = format!("copie-{}", self.typed.get("eventId"));
        Form::new(self.typed, self.problems).called(prefix).summary()
    }
}
